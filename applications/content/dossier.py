"""The whole dossier as one pure value, with the terms of the call it is judged by."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from applications.content.base import Content, Money
from applications.content.plan import PlanAction
from applications.content.sections import (
    Budget,
    Commitments,
    Identity,
    Partnership,
    Project,
    Team,
    Territory,
)


class Attachment(Content):
    """A file joined to the dossier, as the snapshot names it (C-4.1j)."""

    id: int
    category: str
    name: str
    size: int  # bytes
    content_type: str
    sha256: str
    scan: str  # pending, clean, infected, not_scanned


class Holder(Content):
    """The collectivité as the register knows it (C-4.1a)."""

    id: int | None = None
    kind: str
    name: str
    code: str = ""
    siren: str = ""
    departement: str = ""  # code
    departement_name: str = ""  # « Nord (59) »; empty in dossiers filed before it was kept
    population: int = 0


class PastProject(Content):
    """An earlier grant of the same holder that the portal knows of (C-4.3b)."""

    reference: str
    title: str
    ends_on: date | None


class Terms(Content):
    """The terms of the call that the rules compare with: taken from the call, frozen with it."""

    slug: str
    title: str
    opens_at: datetime
    closes_at: datetime  # the holder's own: an extension, if any, is counted in
    ceiling: Money
    durations: list[int]  # admitted project durations, in years
    admits_epci: bool
    axes: list[tuple[str, str]]  # code, short title
    objectives: list[tuple[str, str]]
    actor_categories: list[tuple[str, str]]
    required_documents: list[tuple[str, str]]
    commitments: list[tuple[str, str]]
    referent_fte_min: Decimal
    large_perimeter_population: int
    low_cofinancing_share: Decimal
    actor_majority_share: Decimal
    copil_per_year: int


class Dossier(Content):
    """Everything a dossier says, and the terms it is judged by: a pure value.

    The rules, the recap, the PDF, the snapshot and the convention read this, never the form.
    """

    reference: str = ""
    terms: Terms
    holder: Holder
    has_other_open_dossier: bool = False
    past_projects: list[PastProject] = []
    judged_at: datetime
    filer_may_sign: bool | None = None  # None: not judged here
    identity: Identity = Identity()
    territory: Territory = Territory()
    project: Project = Project()
    actions: list[PlanAction] = []
    partnership: Partnership = Partnership()
    team: Team = Team()
    budget: Budget = Budget()
    documents: list[Attachment] = []
    commitments: Commitments = Commitments()

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON data: dates as ISO text, amounts as decimal text."""
        return self.model_dump(mode="json")
