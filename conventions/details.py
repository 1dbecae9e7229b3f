"""What a convention knows beside the dossier and the decision: deliberation, engagement, signatories."""

from datetime import date

from applications.content import Content
from conventions.models import Convention


class Signatory(Content):
    """A person as the text names them; empty: as the dossier or the decision says."""

    name: str = ""
    function: str = ""


class Details(Content):
    """Typed by MILDECA while the convention is in preparation."""

    deliberation_number: str = ""
    deliberation_on: date | None = None
    # Given by Chorus, sometimes after the signature.
    engagement_number: str = ""
    holder: Signatory = Signatory()
    prefecture: Signatory = Signatory()
    mildeca: Signatory = Signatory()
    # A filed dossier may name nobody; the text has to.
    elected_referent: Signatory = Signatory()


NEEDED = {
    "deliberation_number": "Le numéro de la délibération",
    "deliberation_on": "La date de la délibération",
}


def of(convention: Convention) -> Details:
    """The details of a convention."""
    return Details.model_validate(convention.details)


def missing(details: Details) -> list[str]:
    """What is still to be given before this convention is issued, by name."""
    return [label for name, label in NEEDED.items() if not getattr(details, name)]
