"""The demo people: plainly fictitious, one for each role, on real organisations of the register.

They exist only where `load` was called; they have no password, and are entered in one click
from the login page of a site in demo mode (`accounts:demo_login`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from workflow.engine import record

LAST_NAME = "Démo"
# Reserved for examples (RFC 2606): a mail there reaches nobody.
DOMAIN = "demo.example.org"


@dataclass(frozen=True)
class Person:
    """One of the demo people; an organisation is a kind and a code of the register."""

    key: str
    first_name: str
    job_title: str
    role: str
    kind: str
    code: str
    status: str = MembershipStatus.VALIDATED
    delegation: str = ""

    @property
    def email(self) -> str:
        """Address by which the person is found again."""
        return f"{self.key}@{DOMAIN}"


COMMUNE, EPCI = OrganisationKind.COMMUNE, OrganisationKind.EPCI
PREFECTURE, MILDECA = OrganisationKind.PREFECTURE, OrganisationKind.MILDECA
PEOPLE = (
    Person("alice", "Alice", "Coordinatrice du CLSPD", Role.WRITER, COMMUNE, "59360"),
    Person("bob", "Bob", "Maire", Role.REPRESENTATIVE, COMMUNE, "59360"),
    Person("rose", "Rose", "Directrice des finances", Role.READER, COMMUNE, "59360"),
    Person(
        "paul",
        "Paul",
        "Chargé de mission prévention",
        Role.WRITER,
        COMMUNE,
        "59360",
        status=MembershipStatus.PENDING,
    ),
    Person("charlie", "Charlie", "Responsable jeunesse", Role.WRITER, COMMUNE, "59286"),
    Person("dora", "Dora", "Directrice de la prévention", Role.WRITER, COMMUNE, "33249"),
    Person("emma", "Emma", "Présidente", Role.REPRESENTATIVE, EPCI, "200043396"),
    Person("hugo", "Hugo", "Maire", Role.REPRESENTATIVE, COMMUNE, "59599"),
    Person("diane", "Diane", "Maire", Role.REPRESENTATIVE, COMMUNE, "59172"),
    Person("flora", "Flora", "Cheffe de bureau", Role.PREFECTURE_AGENT, PREFECTURE, "59"),
    Person("fabien", "Fabien", "Directeur de cabinet", Role.PREFECTURE_CHIEF, PREFECTURE, "59"),
    Person("gaston", "Gaston", "Chargé de mission", Role.PREFECTURE_AGENT, PREFECTURE, "33"),
    Person("ines", "Inès", "Chargée de mission", Role.INSTRUCTOR, MILDECA, "mildeca"),
    Person("karim", "Karim", "Magistrat", Role.COMMITTEE, MILDECA, "mildeca"),
    Person("lea", "Léa", "Médecin addictologue", Role.COMMITTEE, MILDECA, "mildeca"),
    Person("martin", "Martin", "Président", Role.PRESIDENT, MILDECA, "mildeca"),
    Person("nora", "Nora", "Administratrice", Role.ADMINISTRATOR, MILDECA, "mildeca"),
)


class RegisterMissing(Exception):
    """An organisation of the demo is not in the database: the register was not loaded."""


def people() -> list[User]:
    """The demo people as the login page offers them, in the order of PEOPLE; two queries."""
    rank = {person.email: n for n, person in enumerate(PEOPLE)}
    found = User.objects.filter(is_demo=True, is_active=True).prefetch_related(
        "memberships__organisation"
    )
    return sorted(found, key=lambda user: (rank.get(user.email, len(rank)), user.email))


@transaction.atomic
def load(persons: Iterable[Person] = PEOPLE) -> dict[str, User]:
    """Create the demo people that do not exist yet; return them all by key.

    Raises RegisterMissing when the register was not loaded.
    """
    return {person.key: load_person(person) for person in persons}


def load_person(person: Person) -> User:
    """Create one of the demo people with their role, unless they exist."""
    organisation = Organisation.objects.filter(kind=person.kind, code=person.code).first()
    if organisation is None:
        raise RegisterMissing(
            f"L'organisation {person.kind} {person.code} n'est pas dans la base : "
            "chargez d'abord le registre (load_register)."
        )
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(
            person.email,
            first_name=person.first_name,
            last_name=LAST_NAME,
            job_title=person.job_title,
            is_demo=True,
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    is_decided = person.status != MembershipStatus.PENDING
    if not Membership.objects.filter(
        user=user, organisation=organisation, role=person.role
    ).exists():
        membership = Membership.objects.create(
            user=user,
            organisation=organisation,
            role=person.role,
            status=person.status,
            delegation=person.delegation,
            decided_at=timezone.now() if is_decided else None,
        )
        record("membership.demo", subject=membership, target=person.status)
    return user
