"""The dossiers of a simulated edition: the demonstration's plan, in as many towns, filed for good."""

from datetime import date, datetime
from random import Random

from accounts.models import Organisation, User
from applications.demo.edition import Story, write
from applications.drafting import open_application
from applications.models import Application, Call
from applications.workflow import LIFE
from reviews.simulation import people

QUARTERS = (
    "Centre-ville",
    "Les Provinces",
    "Bellevue",
    "La Gare",
    "Les Hauts",
    "Saint-Exupéry",
    "Le Parc",
    "Les Tilleuls",
)


def file(call: Call, holder: Organisation, *, random: Random, at: datetime) -> Application:
    """Write a whole dossier and file it at this instant."""
    author = people.mayor(holder)
    story = Story(
        holder.kind,
        holder.code,
        random.choice(QUARTERS),
        "submitted",
        years=random.choice((2, 3, 3)),
        population=random.randrange(2_000, 12_000, 500),
    )
    if holder.departement is None:
        raise ValueError(f"{holder} n’a pas de département dans le registre.")
    application = open_application(
        call=call, holder=holder, departement=holder.departement, by=author
    )
    write(application, story, call, author, starts_on=date(call.year, 10, 1))
    return LIFE.perform(
        application,
        "submit",
        by=author,
        at=at,
        signatory_name=str(author),
        signatory_role=author.job_title,
    )


def send_to_committee(application: Application, *, by: User, at: datetime) -> Application:
    """What the instruction does of a dossier that conforms."""
    application = LIFE.perform(application, "admit", by=by, at=at)
    return LIFE.perform(application, "send_to_committee", by=by, at=at)
