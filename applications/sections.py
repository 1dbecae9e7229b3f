"""The nine sections of a dossier, as data: how each is introduced, what it is made of.

The plan of actions and the attachments have pages of their own; every other section is one
`SheetType` drawn by the same view and the same template.
"""

from dataclasses import dataclass

from applications.enums import SectionKey
from applications.forms.budget import BUDGET
from applications.forms.commitments import COMMITMENTS
from applications.forms.identity import IDENTITY
from applications.forms.partnership import PARTNERSHIP
from applications.forms.project import PROJECT
from applications.forms.sheet import SheetType
from applications.forms.team import TEAM
from applications.forms.territory import TERRITORY


@dataclass(frozen=True)
class SectionPage:
    """One section: what it asks in a sentence, how long it takes, what it is made of."""

    key: SectionKey
    intro: str
    sheet: SheetType
    template: str = "applications/sections/section.html"


PAGES: dict[str, SectionPage] = {
    page.key.value: page
    for page in (
        SectionPage(
            SectionKey.IDENTITY,
            "Qui demande, qui représente la collectivité, à qui écrire. Ce que le registre "
            "national connaît est déjà rempli.",
            IDENTITY,
        ),
        SectionPage(
            SectionKey.TERRITORY,
            "Où le projet agira et pour qui. Un territoire clairement désigné et un public précis "
            "sont demandés ; un quartier suffit.",
            TERRITORY,
        ),
        SectionPage(
            SectionKey.PROJECT,
            "Le projet en quelques textes : pourquoi, quand, avec quels objectifs de l'appel à "
            "projets.",
            PROJECT,
        ),
        SectionPage(
            SectionKey.PARTNERSHIP,
            "Avec qui vous agirez, et comment le projet sera piloté.",
            PARTNERSHIP,
        ),
        SectionPage(
            SectionKey.TEAM,
            "Qui fera vivre le projet au quotidien.",
            TEAM,
        ),
        SectionPage(
            SectionKey.BUDGET,
            "Le coût complet du projet et qui le finance, année par année. Charges et ressources "
            "doivent être égales, au centime près.",
            BUDGET,
            template="applications/budget/section.html",
        ),
        SectionPage(
            SectionKey.COMMITMENTS,
            "Les engagements que prend la collectivité, et le compte à créditer. Le dépôt se fait "
            "à la page suivante, après relecture de tout le dossier.",
            COMMITMENTS,
        ),
    )
}


def neighbours(key: str) -> tuple[SectionKey | None, SectionKey | None]:
    """The sections before and after this one."""
    keys = list(SectionKey)
    rank = keys.index(SectionKey(key))
    return (
        keys[rank - 1] if rank else None,
        keys[rank + 1] if rank + 1 < len(keys) else None,
    )
