"""The reviews of a run: the model's through the portal's own verbs, the others its rows copied.

Each dossier has an opinion, five readings of five criteria by five of the committee's members, a
standing, its place in a session that is convened. Marks are drawn at random: a ranking of equal
marks would be too easy to sort.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count
from random import Random

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from applications.models import Application, Call, Snapshot
from applications.workflow import LIFE
from bench import SEED
from bench.copies import PASSWORD, twin_of
from reviews import convening, opining, reviewing, scenarios, scoring, seating, standings, terms
from reviews.enums import Stance
from reviews.models import (
    Assignment,
    Criterion,
    Deliberation,
    Mark,
    Opinion,
    Proposal,
    Review,
    Scenario,
    Seat,
    Sitting,
)
from reviews.opinion_content import OpinionContent
from reviews.review_content import MarkLine, ReviewContent
from reviews.sitting_life import SITTING
from reviews.workflow import OPINION

MEMBERS, READERS = 25, 5
# Dossiers of each size that the measured reader has still to read, the last ones.
WAITING = 40
ENVELOPE = Decimal(2_000_000)
COMMENT = "Un projet bien ancré dans son territoire, dont le calendrier reste à préciser. " * 3
WORDS = "Voir le plan d’actions, le budget et les lettres des partenaires."


@dataclass(frozen=True)
class Committee:
    """Who examines the dossiers, and their session."""

    instructor: User
    president: User
    seats: list[Seat]  # the last one is the measured reader's, beside the five of each dossier
    sitting: Sitting
    criteria: list[Criterion]

    @property
    def reader(self) -> Seat:
        """The seat of the reader whose pages are measured."""
        return self.seats[-1]


def people(count: int, role: str, organisation: Organisation, name: str) -> list[User]:
    """Agents with a role and a second factor, one hash of PASSWORD for all."""
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(
            email=f"{name.lower()}{rank}@bench.example.org",
            password=password,
            first_name="Camille",
            last_name=f"{name} {rank}",
        )
        for rank in range(count)
    )
    Membership.objects.bulk_create(
        Membership(
            user=user,
            organisation=organisation,
            role=role,
            status=MembershipStatus.VALIDATED,
            decided_at=timezone.now(),
        )
        for user in users
    )
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt("A" * 32)})
        for user in users
    )
    return users


def examine(model: Application) -> Committee:
    """Give the opinion on the model, admit it, have it read, convene the session."""
    call = model.call
    call.envelope_amount = ENVELOPE
    call.save(update_fields=["envelope_amount"])
    mildeca = Organisation.objects.get(kind=OrganisationKind.MILDECA)
    (instructor,) = people(1, Role.INSTRUCTOR, mildeca, "Instruction")
    (president,) = people(1, Role.PRESIDENT, mildeca, "Présidence")
    _give_opinion(model)
    model = LIFE.perform(Application.objects.get(pk=model.pk), "admit", by=instructor)
    model = LIFE.perform(model, "send_to_committee", by=instructor)
    seats = _seats(call, people(MEMBERS + 1, Role.COMMITTEE, mildeca, "Membre"), instructor)
    criteria = standings.marked(call)
    draw = Random(SEED)
    for seat in seats[:READERS]:
        Assignment.objects.create(seat=seat, application=model)
        content = read_as(criteria, draw)
        row = reviewing.blank(model, seat)
        review = reviewing.save(row, content, version=0, by=seat.person)
        reviewing.step(review, "file", by=seat.person)
    return Committee(instructor, president, seats, _convene(call, instructor), criteria)


def _give_opinion(model: Application) -> None:
    prefecture = Organisation.objects.get(
        kind=OrganisationKind.PREFECTURE, departement=model.departement
    )
    (chief,) = people(1, Role.PREFECTURE_CHIEF, prefecture, "Cabinet")
    snapshot = model.snapshots.latest("number")
    content = OpinionContent(
        stance=Stance.FAVOURABLE,
        rank=1,
        recommended_amount=model.requested_amount,
        context="Des points de deal sont actifs dans le quartier ; le CLSPD se réunit.",
        partners=["parquet", "ddpn", "dasen"],
        holder_capacity="La collectivité a un coordonnateur et l’habitude des partenariats.",
    )
    opinion = opining.save(opining.blank(model, snapshot), content, version=0, by=chief)
    OPINION.perform(opinion, "prepare", by=chief)
    OPINION.perform(opinion, "give", by=chief)


def _seats(call: Call, members: Sequence[User], by: User) -> list[Seat]:
    return [
        seating.sign(
            seating.appoint(call, member, by=by, is_chair=rank == 0), by=member, conflicts={}
        )
        for rank, member in enumerate(members)
    ]


def _convene(call: Call, by: User) -> Sitting:
    """Convened and not opened: readings may still be filed, amounts already be written."""
    days = terms.of(call).convocation_days
    now = timezone.now()
    held_at = now + timedelta(days=days, minutes=1)
    sitting = convening.plan(call, held_at=held_at, place="69 rue de Varenne, Paris", by=by)
    sitting = SITTING.perform(sitting, "convene", by=by, at=now)
    scenarios.fill(sitting.scenarios.get(), Decimal("0.4"), by=by)
    return sitting


def read_as(criteria: Iterable[Criterion], draw: Random) -> ReviewContent:
    """A whole reading, its marks drawn at random."""
    return ReviewContent(
        marks=[
            MarkLine(id=criterion.code, value=draw.randint(0, 5), comment=WORDS)
            for criterion in criteria
        ],
        comment=COMMENT,
    )


def copy_examination(
    committee: Committee, model: Application, made: list[Application], snapshots: list[Snapshot]
) -> None:
    """Opinion, readings, standing and place in the session of each of these copies of the model."""
    draw = Random(f"{SEED}-{made[0].pk}")
    _copy_opinions(model, snapshots, draw)
    _copy_readings(committee, model, made, draw)
    standings.refresh(model.call, [one.pk for one in made])
    _copy_place(committee, model, made)


def leave_to_read(committee: Committee, made: list[Application]) -> None:
    """Give the last of these dossiers to the measured reader too."""
    waiting = made[-WAITING:]
    Assignment.objects.bulk_create(
        Assignment(seat=committee.reader, application=one) for one in waiting
    )
    standings.refresh(committee.sitting.call, [one.pk for one in waiting])


def _copy_opinions(model: Application, snapshots: list[Snapshot], draw: Random) -> None:
    opinion = Opinion.objects.get(application=model)
    last = {snapshot.application_id: snapshot for snapshot in snapshots}
    taken = Opinion.objects.count()
    Opinion.objects.bulk_create(
        twin_of(
            opinion,
            application=snapshot.application,
            departement=snapshot.application.departement,
            snapshot=snapshot,
            stance=draw.choice(Stance.values),
            rank=rank,
        )
        for rank, snapshot in enumerate(last.values(), taken + 1)
    )


def _copy_readings(
    committee: Committee, model: Application, made: list[Application], draw: Random
) -> None:
    filed = Review.objects.filter(application=model).order_by("pk")[0]
    weights = standings.weights_of(committee.criteria)
    reviews, contents, assigned = [], [], []
    for one in made:
        for seat in draw.sample(committee.seats[:-1], READERS):
            content = read_as(committee.criteria, draw)
            given = {line.id: line.value for line in content.marks}
            reviews.append(
                twin_of(
                    filed,
                    application=one,
                    seat=seat,
                    content=content.model_dump(mode="json"),
                    score=scoring.score(given, weights),
                    saved_by=seat.person,
                )
            )
            contents.append(content)
            assigned.append(Assignment(seat=seat, application=one))
    Assignment.objects.bulk_create(assigned, batch_size=2000)
    Review.objects.bulk_create(reviews, batch_size=1000)
    criteria = {criterion.code: criterion for criterion in committee.criteria}
    Mark.objects.bulk_create(
        (
            Mark(
                review=review,
                criterion=criteria[line.id],
                value=line.value,
                comment=line.comment,
            )
            for review, content in zip(reviews, contents, strict=True)
            for line in content.marks
        ),
        batch_size=5000,
    )


def _copy_place(committee: Committee, model: Application, made: list[Application]) -> None:
    place = Deliberation.objects.get(application=model)
    taken = Deliberation.objects.filter(sitting=committee.sitting).count()
    Deliberation.objects.bulk_create(
        (
            twin_of(place, application=one, position=rank)
            for one, rank in zip(made, count(taken + 1))
        ),
        batch_size=2000,
    )
    given = Proposal.objects.get(application=model)
    scenario = Scenario.objects.get(sitting=committee.sitting)
    Proposal.objects.bulk_create(
        (twin_of(given, application=one, scenario=scenario) for one in made), batch_size=2000
    )
