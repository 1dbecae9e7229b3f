"""The conventions a person follows: where each is, on whose desk, how late (C-5g).

One row a convention, in as many queries whatever their number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from accounts.models import User
from applications.filed import searched
from applications.models import Application, Call
from conventions.deadlines import signature_due_on
from conventions.enums import ActStatus, ConventionStatus, Party, RemarkStatus
from conventions.models import Act, Convention, Issue, Remark, Signature
from limits_portal.listing import Asked, known, typed

# In the order of a convention's life.
STATES: dict[str, tuple[str, str]] = {
    ActStatus.DRAFTING: ("En rédaction à la MILDECA", "new"),
    ActStatus.NEGOTIATING: ("En discussion", "info"),
    ActStatus.ISSUING: ("Document en préparation", "info"),
    ActStatus.SIGNING: ("À la signature", "warning"),
    ConventionStatus.IN_FORCE: ("En vigueur", "success"),
    ConventionStatus.TERMINATED: ("Résiliée", ""),
    ConventionStatus.CANCELLED: ("Abandonnée", ""),
}
PORTAL = "portal"
DESKS = (*Party.choices, (PORTAL, "Le portail"))
ORDERS = {
    "numero": ("reference",),
    "porteur": ("application__holder__name", "reference"),
    "departement": ("application__departement__code", "application__holder__name"),
    "montant": ("agreed_amount", "reference"),
    "depuis": ("since", "reference"),
}


@dataclass(frozen=True)
class Wanted(Asked):
    """What the address of the list asks for."""

    FILTERS = {
        "q": "text",
        "appel": "call",
        "departement": "departement",
        "etat": "state",
        "bureau": "desk",
        "retard": "late",
    }
    ORDERS = ORDERS
    DEFAULT = "numero"

    call: str = ""
    departement: str = ""
    state: str = ""
    desk: str = ""
    late: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """Read the address."""
        return cls(
            text=typed(query, "q"),
            call=typed(query, "appel", 80),
            departement=typed(query, "departement", 3),
            state=known(query, "etat", STATES),
            desk=known(query, "bureau", dict(DESKS)),
            late="oui" if query.get("retard") else "",
            order=cls.order_of(query),
        )


def placed(user: User) -> QuerySet[Any]:
    """The conventions this person sees, each with its state, desk and since when."""
    return located(Convention.objects.visible_to(user), Act.objects.visible_to(user))


def located(conventions: QuerySet[Any], acts: QuerySet[Act]) -> QuerySet[Any]:
    """These conventions, each with its state, desk and since when, as these acts tell."""
    hand = acts.filter(convention=OuterRef("pk")).exclude(
        status__in=(ActStatus.SIGNED, ActStatus.ABANDONED)
    )
    issue = Issue.objects.filter(act=OuterRef("hand"), voided_at=None)
    signed = (
        Signature.objects.filter(issue__act=OuterRef("hand"), issue__voided_at=None)
        .order_by()
        .values("issue")
    )
    return (
        conventions.annotate(
            hand=Subquery(hand.values("pk")[:1]),
            hand_number=Subquery(hand.values("number")[:1]),
            hand_status=Subquery(hand.values("status")[:1]),
            hand_pen=Subquery(hand.values("pen")[:1]),
            pen_since=Subquery(hand.values("pen_since")[:1]),
            signatures=Coalesce(
                Subquery(signed.values(n=Count("pk")), output_field=IntegerField()), Value(0)
            ),
            signed_at=Subquery(signed.values(at=Max("signed_at")), output_field=DateTimeField()),
            issued_at=Subquery(issue.values("issued_at")[:1]),
        )
        .annotate(
            signer=Subquery(
                issue.values(
                    who=Func(
                        F("order"),
                        Cast(OuterRef("signatures"), IntegerField()),
                        function="jsonb_array_element_text",
                        output_field=CharField(),
                    )
                )[:1]
            ),
            state=Coalesce("hand_status", F("status")),
        )
        .annotate(
            desk=Case(
                When(hand_status=ActStatus.DRAFTING, then=Value(str(Party.MILDECA))),
                When(hand_status=ActStatus.NEGOTIATING, then=F("hand_pen")),
                When(hand_status=ActStatus.ISSUING, then=Value(PORTAL)),
                When(hand_status=ActStatus.SIGNING, then=F("signer")),
                default=Value(""),
                output_field=CharField(),
            ),
            since=Case(
                When(
                    hand_status__in=(ActStatus.ISSUING, ActStatus.SIGNING),
                    then=Coalesce("signed_at", "issued_at"),
                ),
                When(hand__isnull=False, then=F("pen_since")),
                default=Coalesce("ended_at", "in_force_at"),
            ),
        )
    )


def find(user: User, wanted: Wanted, today: date) -> QuerySet[Any]:
    """Return the conventions asked for, in order, with what their rows say."""
    found = placed(user).select_related(
        "application__holder",
        "application__departement",
        "application__call__convention_terms",
        "award",
    )
    found = found.defer("application__call__content")
    if wanted.call:
        found = found.filter(application__call__slug=wanted.call)
    if wanted.departement:
        found = found.filter(application__departement=wanted.departement)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.desk:
        found = found.filter(desk=wanted.desk)
    if wanted.late:
        found = late(found, today)
    if wanted.text:
        dossiers = searched(Application.objects.all(), wanted.text)
        found = found.filter(
            Q(application__in=dossiers.values("pk")) | Q(reference__icontains=wanted.text)
        )
    remarks = (
        Remark.objects.filter(act=OuterRef("hand"), status=RemarkStatus.OPEN)
        .order_by()
        .values("act")
    )
    versions = Act.objects.filter(pk=OuterRef("hand")).order_by()
    found = found.annotate(
        open_remarks=Coalesce(
            Subquery(remarks.values(n=Count("pk")), output_field=IntegerField()), Value(0)
        ),
        version=Subquery(versions.values(n=Max("versions__number")), output_field=IntegerField()),
    )
    return wanted.sorted(found)


def late(found: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Those still to be signed after the last day of their call."""
    calls = Call.objects.filter(pk__in=found.order_by().values("application__call"))
    calls = calls.select_related("convention_terms").defer("content")
    past = [call.pk for call in calls if signature_due_on(call) < today]
    return found.filter(status=ConventionStatus.PREPARING, application__call__in=past)


@dataclass(frozen=True)
class Tally:
    """How many conventions a person follows, by state, and in which calls and départements."""

    by_state: dict[str, int]
    calls: list[tuple[str, str]]
    departements: list[tuple[str, str]]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())


def tally(user: User, call: str = "") -> Tally:
    """Count what this person follows, in one query: `call` narrows the states and the départements."""
    rows = (
        placed(user)
        .order_by()
        .values_list(
            "state",
            "application__call__slug",
            "application__call__title",
            "application__departement__code",
            "application__departement__name",
        )
        .annotate(n=Count("pk"))
    )
    by_state = dict.fromkeys(map(str, STATES), 0)
    calls, places = {}, {}
    for state, slug, title, code, name, number in rows:
        calls[slug] = title
        if not call or slug == call:
            by_state[state] += number
            places[code] = f"{code} – {name}"
    return Tally(by_state, sorted(calls.items(), reverse=True), sorted(places.items()))
