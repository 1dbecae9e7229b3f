"""The whole simulated edition, stage by stage."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random

from django.db import transaction
from django.utils import timezone

from accounts import demo
from applications.models import Application, Call
from reviews import assigning
from reviews.models import Decision, Sitting
from reviews.simulation import dossiers, marks, opinions, people, session
from reviews.simulation.telling import Say, silent, told

ENVELOPE = Decimal(2_000_000)
# With the plan of the demonstration, about 31 laureates of 115 in two million euros.
SHARE = Decimal("0.4")


class Stage(StrEnum):
    """How far an edition goes."""

    FILED = "filed"
    OPINIONS = "opinions"
    READ = "read"
    SESSION = "session"
    DECIDED = "decided"

    @property
    def rank(self) -> int:
        """Its place in the order."""
        return list(Stage).index(self)


@dataclass(frozen=True)
class Size:
    """How large an edition is; the same seed gives the same one."""

    dossiers: int = 115
    members: int = 9
    seed: int = 20240430


@dataclass
class Edition:
    """What was made."""

    call: Call
    applications: list[Application] = field(default_factory=list)
    quality: dict[int, float] = field(default_factory=dict)  # what each is worth, 0.5 to 5
    opinions: int = 0
    reviews: int = 0
    sitting: Sitting | None = None
    decision: Decision | None = None


def simulate(
    call: Call,
    *,
    size: Size,
    until: Stage = Stage.READ,
    say: Say = silent,
) -> Edition:
    """Simulate an edition of this open call up to a stage, through the real verbs.

    Needs the register and the demo people. `say` hears how far it has come. Dossiers that the
    call has already are left alone, but for the session, which decides of all.
    """
    random = Random(size.seed)  # noqa: S311 (the same seed must give the same edition)
    actors = demo.load()
    ines, martin = actors["ines"], actors["martin"]
    if call.envelope_amount is None:
        call.envelope_amount = ENVELOPE
        call.save(update_fields=["envelope_amount"])
    made = Edition(call)
    now = timezone.now()
    taken = call.applications.values_list("holder", flat=True)
    filed_at = min(now, call.closes_at - timedelta(hours=1))
    holders = people.holders(size.dossiers, random=random, without=taken)
    for holder in told(holders, "Dossiers déposés", say):
        with transaction.atomic():
            made.applications.append(dossiers.file(call, holder, random=random, at=filed_at))
    quality = made.quality = {
        a.pk: min(5.0, max(0.5, random.gauss(3.0, 0.9))) for a in made.applications
    }
    if until.rank >= Stage.OPINIONS.rank:
        made.opinions = opinions.give(made.applications, quality, random=random, say=say)
    if until.rank >= Stage.READ.rank:
        made.applications = [
            dossiers.send_to_committee(a, by=ines, at=now)
            for a in told(made.applications, "Dossiers recevables, envoyés au comité", say)
        ]
        marks.seat(call, people.committee(size.members), by=ines)
        assigning.balance(call, by=ines)
        made.reviews = marks.read(call, quality, random=random, say=say)
    if until.rank >= Stage.SESSION.rank:
        made.sitting = session.hold(call, by=ines, now=now, share=SHARE)
        say("Séance ouverte")
    if until.rank >= Stage.DECIDED.rank and made.sitting is not None:
        made.sitting = session.close(made.sitting, by=ines)
        made.decision = session.decide(made.sitting, by=ines, president=martin, say=say)
        say("Résultats publiés")
    return made
