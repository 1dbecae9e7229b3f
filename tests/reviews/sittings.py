"""Sessions of a committee, made by the real verbs; many dossiers at once, written straight."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from applications.enums import ApplicationStatus
from applications.models import Application, Call
from reviews import attending, convening, scenarios
from reviews.models import Criterion, Recusal, Review, Scenario, Seat, Sitting, Standing
from reviews.sitting_life import SITTING
from tests.applications.filings import make_limits_call
from tests.factories import make_commune, make_departement, make_user

ENVELOPE = Decimal(500_000)


def make_seat(call: Call, person: User, **fields) -> Seat:
    """A member who declared their interests."""
    return Seat.objects.create(
        call=call, person=person, **({"declared_at": timezone.now()} | fields)
    )


def make_session_call() -> Call:
    call = make_limits_call(envelope_amount=ENVELOPE)
    for place, code in enumerate(("adequation", "methode"), start=1):
        Criterion.objects.create(
            call=call, code=code, title=code.title(), weight=place, position=place, levels=["x"] * 6
        )
    return call


def make_many(
    call: Call, by: User, count: int, seats: list[Seat], *, mean: int = 90, step: int = 2
) -> list[Application]:
    """Dossiers before the committee, marked and summed up, the first the best."""
    codes = ["59", "33", "62", "75", "13"]
    made = []
    for rank in range(count):
        departement = make_departement(codes[rank % 5], f"Département {codes[rank % 5]}")
        made.append(
            Application.objects.create(
                call=call,
                holder=make_commune(f"Ville {rank + 1:03}", departement=departement),
                departement=departement,
                reference=f"{call.slug.upper()}-{rank + 1:04}",
                status=ApplicationStatus.IN_COMMITTEE,
                title=f"Prévenir les conduites addictives des jeunes, projet {rank + 1}",
                requested_amount=Decimal(100_000),
                total_cost=Decimal(150_000),
                created_by=by,
                submitted_at=timezone.now(),
            )
        )
    rows, standings = [], []
    for rank, application in enumerate(made):
        score = max(Decimal(mean) - rank * step, Decimal(10))
        for place, seat in enumerate(seats[:3]):
            rows.append(
                Review(
                    application=application,
                    seat=seat,
                    status="filed",
                    score=min(score + (place - 1) * (5 + rank % 7), Decimal(100)),
                    filed_at=timezone.now(),
                )
            )
        tally = {"total": 8, "count": 2, "lowest": 3, "highest": 5, "mean": "4.00", "spread": 2}
        standings.append(
            Standing(
                application=application,
                filed_count=3,
                mean=score,
                spread=Decimal(10 + 2 * (rank % 7)),
                is_divergent=rank % 7 == 6,
                by_criterion={
                    "adequation": tally,
                    "methode": tally | {"total": 1 + rank % 8},
                },
            )
        )
    Review.objects.bulk_create(rows)
    Standing.objects.bulk_create(standings)
    return made


def convene(call: Call, *, by: User) -> Sitting:
    """A session convened in time."""
    sitting = convening.plan(
        call, held_at=timezone.now() + timedelta(days=10), place="Paris", by=by
    )
    return SITTING.perform(sitting, "convene", by=by)


def attend(sitting: Sitting, modes: dict[Seat, str | tuple[str, Seat]], *, by: User) -> Sitting:
    """Call the roll: a mode, or a mandate and who holds it."""
    versions = dict(sitting.attendances.values_list("seat", "version"))
    answers = []
    for seat, said in modes.items():
        mode, bearer = (said, None) if isinstance(said, str) else (said[0], said[1].pk)
        answers.append(attending.Answer(seat.pk, mode, bearer, versions[seat.pk]))
    return attending.call_the_roll(sitting, answers, by=by)


def open_session(call: Call, seats: list[Seat], *, by: User) -> Sitting:
    """A session convened, everybody present, open."""
    sitting = convene(call, by=by)
    attend(sitting, dict.fromkeys(seats, "present"), by=by)
    return SITTING.perform(sitting, "open", by=by)


def recuse(application: Application, person: User) -> Recusal:
    return Recusal.objects.create(
        application=application,
        person=person,
        ground="holder",
        origin="declared",
        declared_by=person,
    )


def first_scenario(sitting: Sitting) -> Scenario:
    return sitting.scenarios.get()


def make_room(
    ines: User, karim: User, lea: User, count: int = 5
) -> tuple[Sitting, list[Seat], list[Application]]:
    """An open session of three members, karim presiding, and `count` dossiers."""
    call = make_session_call()
    seats = [
        make_seat(call, karim, is_chair=True),
        make_seat(call, lea),
        make_seat(call, make_user()),
    ]
    made = make_many(call, ines, count, seats)
    return open_session(call, seats, by=ines), seats, made


def imagine(
    sitting: Sitting, name: str, gifts: dict[Application, int | str], *, by: User
) -> Scenario:
    """A scenario of the open session: an amount selects, « reserve » or « rejected » otherwise."""
    scenario = scenarios.create(sitting, name, by=by)
    for application, gift in gifts.items():
        outcome, amount = ("selected", gift) if isinstance(gift, int) else (gift, 0)
        scenarios.give(
            scenario, application, outcome=outcome, amount=Decimal(amount), version=0, by=by
        )
    return scenario


def close_on(scenario: Scenario, *, by: User) -> Scenario:
    """Propose the scenario and close the session."""
    scenarios.propose(scenario, by=by)
    SITTING.perform(scenario.sitting, "close", by=by)
    return Scenario.objects.get(pk=scenario.pk)


def make_late(sitting: Sitting, by: User) -> Application:
    """A dossier sent to the committee after the list was prepared."""
    holder = make_commune("Ville tardive")
    return Application.objects.create(
        call=sitting.call,
        holder=holder,
        departement=holder.departement,
        reference=f"{sitting.call.slug.upper()}-0099",
        status="in_committee",
        requested_amount=Decimal(10_000),
        total_cost=Decimal(20_000),
        created_by=by,
        submitted_at=timezone.now(),
    )


def session_world(*, ines: User, karim: User) -> dict:
    """For the access matrix: an open session, and one whose minutes wait for their signature."""
    worlds = []
    for _ in range(2):
        call = make_session_call()
        seats = [make_seat(call, karim, is_chair=True)]
        made = make_many(call, ines, 1, seats)
        worlds.append((open_session(call, seats, by=ines), made[0]))
    (sitting, seated), (past, _) = worlds
    scenarios.propose(first_scenario(past), by=ines)
    return {
        "sitting": sitting,
        "seated": seated,
        "scenario": first_scenario(sitting),
        "past_sitting": SITTING.perform(past, "close", by=ines),
    }
