"""The typed content of a call for projects: everything about LIMIT'S 2024 that is not code.

Stored as one JSON document on `Call.content` (ADR 0004), loaded from `data/calls/<slug>.json`,
edited by administrators on portal screens. Codes are stable: dossiers refer to them.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

# Dossiers, addresses and journal keep these: letters, digits and hyphens, never changed.
Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class Part(BaseModel):
    """A piece of a call's content: immutable, with no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Axis(Part):
    """An axis that a project must serve with at least one action (C-2.2a, C-3c)."""

    code: Code
    number: int
    title: str
    short_title: str
    description: str = ""


class Objective(Part):
    """An objective of the call (C-2.1a)."""

    code: Code
    title: str


class ActorCategory(Part):
    """A kind of partner the call asks to mobilise (C-2.2c)."""

    code: Code
    title: str
    hint: str = ""


class GovernanceBody(Part):
    """A body in which the project may be steered (C-A1d)."""

    code: Code
    title: str


class DocumentCategory(Part):
    """A kind of attachment (C-4.1j); a required one blocks filing when missing."""

    code: Code
    title: str
    hint: str = ""
    is_required: bool = False


class Commitment(Part):
    """A statement that the signatory ticks, one by one (C-4.4a, b, c; Cerfa frame 7)."""

    code: Code
    text: str
    clause: str = ""


class Milestone(Part):
    """A step of the call's calendar (C-5a)."""

    code: Code
    title: str
    starts_on: date
    ends_on: date
    period: str = ""  # as the call words it: « mai 2024 »


class CostItem(Part):
    """One part of an example's cost, as the call gives it, in euros."""

    label: str
    amount: Decimal


class ExampleAction(Part):
    """An action of the LIMIT'S experiments (C-A2): aims, cost and pitfalls, with the source."""

    code: Code
    axis: str
    title: str
    town: str
    audience: str
    summary: str
    aims: list[str]
    description: str
    operator: str = ""
    partners: list[str] = Field(default_factory=list)
    cost: Decimal | None = None  # euros, as the call gives it; None where it gives none
    cost_basis: str = ""  # what the cost buys: « pour 3 groupes de 6 sessions »
    cost_items: list[CostItem] = Field(default_factory=list)
    years: int | None = None  # number of years the cost covers, when the call says
    deliverables: list[str] = Field(default_factory=list)
    indicators: list[str] = Field(default_factory=list)  # quantitative (C-3e)
    qualitative_indicators: list[str] = Field(default_factory=list)
    pitfalls: list[str] = Field(default_factory=list)
    coordinator_role: str = ""
    source: str = ""


class Contact(Part):
    """Who answers the holders: never a named civil servant in the data file."""

    service: str
    address: str
    email: str = ""
    phone: str = ""


class CallContent(Part):
    """The whole content of a call."""

    kind: Literal["limits"] = "limits"
    purpose: str
    context: str
    funding_source: str
    axes: list[Axis]
    objectives: list[Objective]
    actor_categories: list[ActorCategory]
    governance_bodies: list[GovernanceBody]
    document_categories: list[DocumentCategory]
    commitments: list[Commitment]
    milestones: list[Milestone]
    examples: list[ExampleAction]
    contact: Contact
    silence_text: str = ""  # what silence means, on the receipt
    silence_text_is_validated: bool = False  # by MILDECA's legal office
    excluded_industries: str = ""  # C-4.3h
    referent_fte_min: Decimal = Decimal("0.3")  # full-time equivalents (C-A1a)
    referent_fte_max: Decimal = Decimal("0.5")
    copil_per_year: int = 2  # C-4.4a
    large_perimeter_population: int = 20_000  # inhabitants above which C-A1c warns
    low_cofinancing_share: Decimal = Decimal("0.2")  # below, C-4.2d warns
    actor_majority_share: Decimal = Decimal("0.5")  # share of categories, C-2.2c

    @model_validator(mode="after")
    def codes_are_unique(self) -> Self:
        """Each list names an entry by one code; an example belongs to an axis of the call."""
        for name in VOCABULARIES:
            codes = [part.code for part in getattr(self, name)]
            doubles = sorted({code for code in codes if codes.count(code) > 1})
            if doubles:
                raise ValueError(f"{name} : code en double ({', '.join(doubles)})")
        axes = {axis.code for axis in self.axes}
        for example in self.examples:
            if example.axis not in axes:
                raise ValueError(f"exemple {example.code} : axe inconnu ({example.axis})")
        return self


# The lists of a call whose entries have a code.
VOCABULARIES = (
    "axes",
    "objectives",
    "actor_categories",
    "governance_bodies",
    "document_categories",
    "commitments",
    "milestones",
    "examples",
)
