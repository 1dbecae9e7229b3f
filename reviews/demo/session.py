"""Two sessions: the past edition's, over and signed; another edition's, under way (C-5d)."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from applications import call_editing, editions
from applications.models import Call
from limits_portal.french import PARIS
from reviews import attending, convening, debating, minutes, recusing, scenarios
from reviews.demo import committee
from reviews.demo.decision import OUTCOMES
from reviews.enums import AttendanceMode, Outcome, RecusalGround, VoteChoice
from reviews.models import Deliberation, Minutes, Scenario, Sitting
from reviews.simulation import Size, Stage, simulate
from reviews.simulation.session import draw
from reviews.sitting_life import SITTING

HELD_IN_2024 = datetime(2024, 6, 5, 9, 30, tzinfo=PARIS)
PLACE = "69 rue de Varenne, Paris"
SIZE = Size(dossiers=16, members=0)  # the members are the demonstration's own
ENVELOPE = Decimal(480_000)
PAST_NOTES = {
    "33249": "Projet porté par la maire ; le comité salue la place des familles et du collège.",
    "97411": "Bon ancrage. Le calendrier des ateliers est à préciser dans la convention.",
    "21166": "Projet solide, moins avancé que les deux premiers : liste complémentaire.",
    "61001": "Diagnostic trop général. À encourager pour une prochaine édition.",
}
NOTES = (
    "Unanimité sur la gouvernance. Demander un calendrier par établissement.",
    "Lectures très éloignées sur l’évaluation : seconde note demandée à chacun.",
    "L’opérateur n’a pas encore recruté : le montant est ramené à la première tranche.",
)


def load_past(call: Call, people: dict[str, User]) -> None:
    """The past edition's session: its scenario proposed, its minutes signed by the chair."""
    if Sitting.objects.filter(call=call).exists() or call.decisions.exists():
        return
    ines = people["ines"]
    sitting = convening.plan(call, held_at=HELD_IN_2024, place=PLACE, by=ines)
    sitting = SITTING.perform(sitting, "convene", by=ines, at=HELD_IN_2024 - timedelta(days=8))
    _call_the_roll(sitting, people)
    sitting = SITTING.perform(sitting, "open", by=ines, at=HELD_IN_2024)
    scenario = scenarios.rename(
        sitting.scenarios.get(), "Deux projets, trois ans d’aide", {}, by=ines
    )
    for matter in sitting.deliberations.select_related("application__holder"):
        code = matter.application.holder.code
        outcome, amount, _ = OUTCOMES[code]
        vote = VoteChoice.AGAINST if outcome == Outcome.REJECTED else VoteChoice.FOR
        _debate(matter, PAST_NOTES[code], people, vote=vote)
        scenarios.give(
            scenario, matter.application, outcome=outcome, amount=amount, version=0, by=ines
        )
    scenarios.propose(scenario, by=ines)
    sitting = SITTING.perform(sitting, "close", by=ines, at=HELD_IN_2024 + timedelta(hours=4))
    draw(minutes.WORKSHOP, Minutes.objects.filter(sitting=sitting), "Procès-verbal mis en page")
    SITTING.perform(
        sitting, "sign", by=people["karim"], at=HELD_IN_2024 + timedelta(days=1, hours=2)
    )


def edition_under_way(past: Call, present: Call, *, by: User) -> Call | None:
    """A second selection of the year before the open edition's; None when that is the past one.

    The first one of that year is decided, and has its conventions (`conventions.demo`).
    """
    year = present.year - 1
    if year <= past.year:
        return None
    slug = f"limits-{year}-seconde"
    found = Call.objects.filter(slug=slug).first()
    if found is None:
        title = f"LIMIT'S {year}, seconde sélection (démonstration)"
        found = editions.copy(past, slug=slug, title=title, years=year - past.year, by=by)
        found.envelope_amount = ENVELOPE
        found.save(update_fields=["envelope_amount"])
        found = call_editing.publish(found, by=by)
    return found


def load_under_way(call: Call, people: dict[str, User]) -> None:
    """A session as it is being held: three scenarios, three dossiers examined, one projected."""
    if Sitting.objects.filter(call=call).exists():
        return
    ines = people["ines"]
    committee.seat_all(call, people)
    simulate(call, size=SIZE, until=Stage.READ)
    # Away and represented: the room's own sums stay projected (ADR 0015).
    paola = call.seats.get(person=people["paola"])
    closed = paola.assignments.filter(ended_at=None).order_by("application__reference")[0]
    recusing.declare(closed.application, paola, ground=RecusalGround.PERSONAL, by=people["paola"])
    now = timezone.now()
    sitting = convening.plan(call, held_at=now + timedelta(minutes=5), place=PLACE, by=ines)
    sitting = SITTING.perform(sitting, "convene", by=ines, at=now - timedelta(days=9))
    _call_the_roll(sitting, people)
    sitting = SITTING.perform(sitting, "open", by=ines, at=now)
    _imagine(sitting, by=ines)
    matters = list(sitting.deliberations.select_related("application")[: len(NOTES) + 1])
    for matter, said in zip(matters, NOTES, strict=False):
        _debate(matter, said, people, marks=matter is matters[1])
    debating.speak_of(matters[-1], by=ines)


def _imagine(sitting: Sitting, *, by: User) -> None:
    """Three ways to share the envelope."""
    first = scenarios.rename(sitting.scenarios.get(), "Au rang, 60 % de la demande", {}, by=by)
    scenarios.fill(first, Decimal("0.6"), by=by)
    fewer = scenarios.create(sitting, "Moins de projets, financés en entier", by=by)
    scenarios.fill(fewer, Decimal(1), by=by)
    weighed = scenarios.create(sitting, "Partenariat compté double", by=by)
    criteria = list(sitting.call.criteria.filter(is_bonus=False))
    weights = {c.code: c.weight * (2 if "parten" in c.code else 1) for c in criteria}
    weighed = scenarios.rename(weighed, weighed.name, weights, by=by)
    scenarios.fill(weighed, Decimal("0.6"), by=by)
    best = first.proposals.filter(outcome=Outcome.SELECTED).order_by("-amount", "pk").first()
    if best is not None:
        amount = best.amount - Decimal(5_000)
        scenarios.give(
            Scenario.objects.get(pk=first.pk), best.application,
            outcome=Outcome.SELECTED, amount=amount, version=best.version, by=by,
        )  # fmt: skip


def _call_the_roll(sitting: Sitting, people: dict[str, User]) -> None:
    """Everybody in the room, but Omar at a distance and Paola represented by Karim."""
    seats = {row.seat.person_id: row for row in sitting.attendances.select_related("seat")}
    chair = seats[people["karim"].pk].seat_id
    said: dict[int, tuple[str, int | None]] = {
        people["omar"].pk: (AttendanceMode.REMOTE, None),
        people["paola"].pk: (AttendanceMode.MANDATE, chair),
    }
    answers = []
    for person, row in seats.items():
        mode, bearer = said.get(person, (AttendanceMode.PRESENT, None))
        answers.append(attending.Answer(row.seat_id, mode, bearer, row.version))
    attending.call_the_roll(sitting, answers, by=people["ines"])


def _debate(
    matter: Deliberation,
    notes: str,
    people: dict[str, User],
    *,
    vote: VoteChoice = VoteChoice.FOR,
    marks: bool = False,
) -> None:
    """What was said of a dossier; its votes, all the same but one."""
    away = set(matter.application.recusals.filter(lifted_at=None).values_list("person", flat=True))
    there = matter.sitting.attendances.exclude(seat__person__in=away).order_by("seat")
    seats = [row.seat_id for row in there if row.mode != AttendanceMode.MANDATE]
    votes: dict[int, str] = dict.fromkeys(seats, vote)
    votes[seats[-1]] = VoteChoice.ABSTAIN
    second: dict[int, int | None] = {}
    if marks:
        present = [r.seat_id for r in there if r.mode == AttendanceMode.PRESENT]
        second = {seat: 62 + 4 * rank for rank, seat in enumerate(present)}
    debating.note(
        matter, notes=notes, marks=second, votes=votes, is_discussed=True,
        version=matter.version, by=people["ines"],
    )  # fmt: skip
