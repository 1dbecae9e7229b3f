"""An edition decided this year, whose conventions are in every state (C-5f, C-5g)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts import demo as demo_people
from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, User
from applications import editions
from applications.call_editing import publish
from applications.demo.edition import Story, open_edition, tell
from applications.enums import ApplicationStatus
from applications.models import Call
from conventions import terms
from conventions.demo.paths import PATHS, Scene
from conventions.models import Convention
from conventions.opening import open_convention, without_convention
from reviews import deciding, letters
from reviews.enums import Outcome
from reviews.models import Award, Decision
from reviews.workflow import DECISION

COMMUNE = OrganisationKind.COMMUNE
# Days left to sign, on the day the demonstration is loaded.
DAYS_LEFT = 26
ENVELOPE = Decimal(1_000_000)


@dataclass(frozen=True)
class Tale:
    """A laureate of the demonstration: its town, what was decided, how far its convention went."""

    code: str
    quarter: str
    amount: int
    path: str  # key of PATHS
    author: str = ""  # key of the demo person who represents it; else the town's own


TALES = (
    Tale("59599", "La Bourgogne", 148_000, "discussed", author="hugo"),
    Tale("62498", "La Grande Résidence", 120_000, "in_force"),
    Tale("76217", "Neuville", 84_000, "agreed"),
    Tale("08105", "La Ronde Couture", 90_000, "terminated"),
    Tale("34172", "La Paillade", 150_000, "cancelled"),
    Tale("80021", "Étouvie", 110_000, "drafted"),
    Tale("59172", "Faubourg Duchateau", 96_500, "to_sign", author="diane"),
)


def load(*, today: date) -> int:
    """Make the edition and its conventions, unless they are there; returns how many it made.

    Needs `load_demo` and `load_demo_reviews`.
    """
    people = demo_people.load()
    past = Call.objects.get(slug="limits-2024")
    present = open_edition(past, today=today, by=people["nora"])
    year = present.year - 1
    if year == past.year:
        return 0
    call = Call.objects.filter(slug=f"limits-{year}").first()
    if call is None:
        with transaction.atomic():
            call = _decided(past, year, people, today)
    # Each verb keeps its own transaction: drawing and signing documents would hold one too long.
    waiting = list(without_convention(people["ines"]).filter(application__call=call))
    for award in waiting:
        tale = next(t for t in TALES if t.code == award.application.holder.code)
        PATHS[tale.path](_scene(award, people))
    return len(waiting)


def _decided(past: Call, year: int, people: dict[str, User], today: date) -> Call:
    """The edition of that year: filed, examined, decided, published."""
    nora, ines, martin = people["nora"], people["ines"], people["martin"]
    call = editions.copy(
        past,
        slug=f"limits-{year}",
        title=f"LIMIT'S {year} (démonstration)",
        years=year - past.year,
        by=nora,
    )
    call = publish(call, by=nora)
    terms.write(call, _terms(call, today))
    filed_at = min(call.closes_at - timedelta(days=8), timezone.now())
    for tale in TALES:
        story = Story(
            COMMUNE, tale.code, tale.quarter, ApplicationStatus.IN_COMMITTEE, author=tale.author
        )
        tell(story, call, people, starts_on=date(year, 10, 1), filed_at=filed_at)
    decision = deciding.prepare(call, by=ines, envelope=ENVELOPE)
    amounts = {tale.code: Decimal(tale.amount) for tale in TALES}
    for award in decision.awards.select_related("application__holder"):
        fresh = Award.objects.get(pk=award.pk)
        deciding.change_award(
            fresh,
            outcome=Outcome.SELECTED,
            amount=amounts[award.application.holder.code],
            reason="",
            feedback=[],
            version=fresh.version,
            by=ines,
        )
    _publish(decision, ines, martin, filed_at + timedelta(days=45))
    return call


def _publish(decision: Decision, ines: User, martin: User, at: datetime) -> None:
    at = min(at, timezone.now())
    DECISION.perform(decision, "propose", by=ines, at=at)
    decision = DECISION.perform(decision, "validate", by=martin, at=at)
    letters.WORKSHOP.make_due(limit=decision.awards.count())
    DECISION.perform(decision, "publish", by=martin, at=at)


def _terms(call: Call, today: date) -> terms.ConventionTerms:
    """The call's terms with example codes where MILDECA has still to give its own."""
    said = terms.of(call)
    imputation = said.imputation.model_copy(
        update={
            name: f"exemple-{name.replace('_', '-')}"
            for name, value in said.imputation
            if not value
        }
    )
    return said.model_copy(
        update={
            "imputation": imputation,
            "ordonnateur": said.ordonnateur or "le président de la MILDECA (exemple)",
            "comptable_assignataire": said.comptable_assignataire
            or "le comptable désigné par la MILDECA (exemple)",
            "tribunal_administratif": said.tribunal_administratif
            or "le tribunal administratif désigné par la MILDECA (exemple)",
            "sign_before": today + timedelta(days=DAYS_LEFT),
        }
    )


def _scene(award: Award, people: dict[str, User]) -> Scene:
    """The convention opened, and the three who will sign it."""
    application = award.application
    convention: Convention = open_convention(award, by=people["ines"])
    prefecture = Organisation.objects.get(
        kind=OrganisationKind.PREFECTURE, departement=application.departement
    )
    chief = people["fabien"]
    if prefecture.code != "59":
        chief = _hidden(
            f"prefet-{prefecture.code}", "Directeur de cabinet", Role.PREFECTURE_CHIEF, prefecture
        )
    return Scene(
        convention=convention,
        mayor=application.created_by,
        chief=chief,
        ines=people["ines"],
        martin=people["martin"],
        prefecture=prefecture,
    )


def _hidden(key: str, title: str, role: str, organisation: Organisation) -> User:
    """A fictitious person who is not among those that the login page offers."""
    person = demo_people.load_person(
        demo_people.Person(
            key, "Préfecture", title, role, str(organisation.kind), organisation.code
        )
    )
    User.objects.filter(pk=person.pk).update(is_demo=False)
    return person
