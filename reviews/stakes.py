"""Who has a stake in which dossier of a call, and the conflicts the portal suspects (C-5d)."""

from collections import defaultdict
from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import Membership
from applications.models import Application, Call, Snapshot
from reviews.conflicts import Member, Stakes, Suspicion, names_in, suspicion
from reviews.models import Clearance, Recusal, Seat
from reviews.review_guards import READ_IN


def to_read(call: Call) -> list[Application]:
    """The dossiers that the committee reads, by number."""
    return list(
        Application.objects.filter(call=call, status__in=READ_IN)
        .select_related("holder", "departement")
        .order_by("reference")
    )


def members(seats: Iterable[Seat]) -> list[Member]:
    """What is known of the interests of those who sit, in one query."""
    seats = list(seats)
    holders: dict[int, set[int]] = defaultdict(set)
    for person, organisation in Membership.objects.filter(
        user__in=[seat.person_id for seat in seats], role__in=Role.HOLDER_ROLES
    ).values_list("user", "organisation"):
        holders[person].add(organisation)
    return [
        Member(
            person=seat.person_id,
            departements=frozenset(seat.departements),
            employer=seat.employer,
            holders=frozenset(holders[seat.person_id]),
        )
        for seat in seats
    ]


def stakes(applications: Iterable[Application]) -> list[Stakes]:
    """Who is behind each dossier, operators and partners as last filed, in one query."""
    applications = list(applications)
    texts = dict(
        Snapshot.objects.filter(application__in=applications)
        .order_by("application", "-number")
        .distinct("application")
        .values_list("application", "canonical")
    )
    found = []
    for application in applications:
        text = texts.get(application.pk)
        operators, partners = names_in(text) if text else ((), ())
        found.append(
            Stakes(
                application=application.pk,
                holder=application.holder_id,
                holder_name=application.holder.name,
                departement=application.departement_id,
                operators=operators,
                partners=partners,
            )
        )
    return found


def suspicions(seats: Iterable[Seat], behind: Iterable[Stakes]) -> list[Suspicion]:
    """The conflicts the portal suspects, whatever was said of them since."""
    behind = list(behind)
    return [
        found
        for member in members(seats)
        for one in behind
        if (found := suspicion(member, one)) is not None
    ]


def recused(call: Call) -> set[tuple[int, int]]:
    """Pairs (dossier, person) in conflict of interest today."""
    rows = Recusal.objects.filter(application__call=call, lifted_at=None)
    return set(rows.values_list("application", "person"))


def cleared(call: Call) -> set[tuple[int, int]]:
    """Pairs (dossier, person) whose suspicion was set aside."""
    return set(
        Clearance.objects.filter(application__call=call).values_list("application", "person")
    )


def barred(call: Call, seats: Iterable[Seat], behind: Iterable[Stakes]) -> set[tuple[int, int]]:
    """Pairs (dossier, person) that no assignment may make: declared, or suspected and not set aside."""
    suspected = {(s.application, s.person) for s in suspicions(seats, behind)}
    return recused(call) | (suspected - cleared(call))
