"""The instruction's board: one row a dossier of a call, found, counted and sorted in few queries.

What a row says beside the dossier's own columns is read for the rows shown, not for those left
aside (performance.md, row 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    Exists,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import JSONObject

from accounts.enums import OrganisationKind
from accounts.models import User
from applications.enums import ApplicationStatus as S
from applications.filed import searched
from applications.models import Application, Call, CompletionRequest, Snapshot
from limits_portal.listing import Asked, known, typed
from reviews.checklist import POINTS
from reviews.models import Assignment, Check, Message, Opinion
from reviews.models.instruction import Verdict
from reviews.standings import count_of
from workflow.models import Event

ORDERS = {
    "numero": ("reference",),
    "porteur": ("holder__name", "reference"),
    "departement": ("departement__code", "holder__name"),
    "demande": ("requested_amount", "reference"),
    "depot": ("submitted_at", "reference"),
    "evenement": ("last_event_id", "reference"),
}
COLUMNS = (
    ("numero", "Dossier"),
    ("departement", "Dép."),
    ("", "État"),
    ("demande", "Demandé"),
    ("", "Règles"),
    ("", "Avis"),
    ("", "Lecteurs"),
    ("evenement", "Dernier événement"),
)
KINDS = tuple(
    (kind.value, kind.label) for kind in OrganisationKind if kind in OrganisationKind.HOLDERS
)
ATTENTIONS = (
    ("regles", "Un point des règles à voir"),
    ("verifier", "Vérifications à finir"),
    ("probleme", "Un problème relevé"),
    ("message", "Message du porteur sans réponse"),
    ("retard", "Complément en retard"),
)
# Events that the board tells, in words; the others are internal.
EVENTS = {
    "application.submit": "Déposé",
    "application.take_back": "Repris par le porteur",
    "application.withdraw": "Retiré",
    "application.ask_completion": "Complément demandé",
    "application.complete": "Complément reçu",
    "application.cancel_completion": "Demande de complément close",
    "application.completion_reminder": "Complément rappelé",
    "application.admit": "Déclaré recevable",
    "application.refuse": "Déclaré irrecevable",
    "application.send_to_committee": "Envoyé au comité",
    "application.holder_wrote": "Message du porteur",
    "application.instruction_wrote": "Message au porteur",
    "application.select": "Retenu",
    "application.put_on_reserve": "En liste complémentaire",
    "application.reject": "Non retenu",
    "application.give_up": "Renonciation",
    "application.lapse": "Aide abandonnée",
}


@dataclass(frozen=True)
class Wanted(Asked):
    """What the address of the board asks for."""

    FILTERS = {
        "q": "text",
        "departement": "departement",
        "etat": "status",
        "nature": "kind",
        "attention": "attention",
    }
    ORDERS = ORDERS
    DEFAULT = "numero"

    departement: str = ""
    status: str = ""
    kind: str = ""
    attention: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """Read the address."""
        return cls(
            text=typed(query, "q"),
            departement=typed(query, "departement", 3),
            status=known(query, "etat", S.ONCE_FILED),
            kind=known(query, "nature", dict(KINDS)),
            attention=known(query, "attention", dict(ATTENTIONS)),
            order=cls.order_of(query),
        )


def readable(user: User, call: Call) -> QuerySet[Application]:
    """Filed dossiers of the call that the person reads for the State, those withdrawn since too."""
    return Application.objects.read_as_agent_even_withdrawn(user).filter(call=call)


def find(user: User, call: Call, wanted: Wanted, *, today: date) -> QuerySet[Application]:
    """Return the dossiers asked for, in order, with what their rows say."""
    found = narrowed(readable(user, call), wanted, today=today)
    return wanted.sorted(_told(found.select_related("holder", "departement")))


def narrowed(found: QuerySet[Application], wanted: Wanted, *, today: date) -> QuerySet[Application]:
    """Those that the filters keep."""
    if wanted.departement:
        found = found.filter(departement=wanted.departement)
    if wanted.status:
        found = found.filter(status=wanted.status)
    if wanted.kind:
        found = found.filter(holder__kind=wanted.kind)
    if wanted.attention:
        found = _needing(found, wanted.attention, today)
    return searched(found, wanted.text)


def _needing(found: QuerySet[Application], attention: str, today: date) -> QuerySet[Application]:
    """Those that ask for somebody's attention in this way: what is withdrawn asks for none."""
    found = found.filter(status__in=S.FILED)
    checks = Check.objects.filter(application=OuterRef("pk"))
    if attention == "regles":
        return found.alias(to_see=_points()).exclude(to_see=Value([], JSONField()))
    if attention == "retard":
        late = _standing().filter(due_on__lt=today)
        return found.filter(Exists(late))
    if attention == "probleme":
        return found.filter(Exists(checks.filter(verdict=Verdict.PROBLEM)))
    if attention == "verifier":
        looked_at = count_of(checks.exclude(verdict=Verdict.UNCHECKED))
        examined = found.filter(status__in=(S.SUBMITTED, S.TO_COMPLETE)).alias(done=looked_at)
        return examined.filter(Q(done=None) | Q(done__lt=len(POINTS)))
    return found.alias(last_is_holder_s=_last_message_is_holder_s()).filter(last_is_holder_s=True)


def _told(found: QuerySet[Application]) -> QuerySet[Application]:
    """Add what a row says: PostgreSQL works it out for the rows of the page alone."""
    events = Event.objects.filter(
        subject_type="applications.application", subject_id=OuterRef("pk"), name__in=EVENTS
    ).order_by("-id")
    readers = Assignment.objects.filter(application=OuterRef("pk"), ended_at=None)
    return found.annotate(
        points=_points(),
        rule_count=Subquery(
            _last_snapshot().values(
                n=Func("findings", function="jsonb_array_length", output_field=IntegerField())
            )
        ),
        last_event_id=Subquery(events.values("id")[:1]),
        last_event=Subquery(events.values(said=JSONObject(name="name", at="happened_at"))[:1]),
        readers=count_of(readers),
        # The instruction reads an opinion once it is given (Opinion.visible_to).
        opinion=Subquery(
            Opinion.objects.standing()
            .filter(application=OuterRef("pk"))
            .values(said=JSONObject(stance="stance", rank="rank"))[:1]
        ),
        due_on=Subquery(_standing().values("due_on")[:1]),
        awaits_answer=_last_message_is_holder_s(),
        has_problem=Exists(
            Check.objects.filter(application=OuterRef("pk"), verdict=Verdict.PROBLEM)
        ),
    )


def _last_snapshot() -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(application=OuterRef("pk")).order_by("-number")[:1]


def _points() -> Subquery:
    """Codes of the rules that did not simply conform, on the last filing."""
    path = Value('$[*] ? (@.state != "conforming").code')
    codes = Func(
        "findings",
        path,
        template="jsonb_path_query_array(%(expressions)s::jsonpath)",
        output_field=JSONField(),
    )
    return Subquery(_last_snapshot().values(codes=codes))


def _standing() -> QuerySet[CompletionRequest]:
    return CompletionRequest.objects.standing().filter(application=OuterRef("pk"))


def _last_message_is_holder_s() -> Subquery:
    last = Message.objects.filter(application=OuterRef("pk")).order_by("-id")
    return Subquery(last.values("is_from_holder")[:1])


@dataclass(frozen=True)
class Counts:
    """How many dossiers of a call are in each state, and in which départements they are."""

    by_status: dict[str, int]
    departements: list[tuple[str, str]]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_status.values())


@dataclass(frozen=True)
class Tally:
    """The calls of which the person reads dossiers, the most recent first, and what they count."""

    calls: list[Call]
    rows: list[tuple[Any, ...]]

    def chosen(self, slug: str) -> Call | None:
        """The call asked for, or the most recent one."""
        asked = next((call for call in self.calls if call.slug == slug), None)
        return asked or next(iter(self.calls), None)

    def counts(self, call: Call, departement: str = "") -> Counts:
        """The counts of a call, of a département or of all."""
        by_status: dict[str, int] = dict.fromkeys(
            (str(s) for s in S.values if s in S.ONCE_FILED), 0
        )
        places = {}
        for pk, status, code, name, number in self.rows:
            if pk != call.pk:
                continue
            places[code] = f"{code} – {name}"
            if not departement or code == departement:
                by_status[status] += number
        return Counts(by_status, sorted(places.items()))


def tally(user: User) -> Tally:
    """Count all that the person reads, in one query; without a dossier, the published calls."""
    rows = (
        Application.objects.read_as_agent_even_withdrawn(user)
        .order_by()
        .values_list(
            "call", "call__slug", "call__title", "call__year",
            "status", "departement__code", "departement__name",
        )
        .annotate(n=Count("pk"))
    )  # fmt: skip
    calls: dict[int, Call] = {}
    counted = []
    for pk, slug, title, year, *row in rows:
        calls.setdefault(pk, Call(pk=pk, slug=slug, title=title, year=year))
        counted.append((pk, *row))
    if not calls:
        return Tally(list(Call.objects.published()), [])
    return Tally(sorted(calls.values(), key=lambda call: (-call.year, call.slug)), counted)
