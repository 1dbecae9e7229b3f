"""The typed content of a dossier's sections, and the `Dossier` that gathers them.

A draft may be incomplete, so everything may be empty: completeness is another page. What is
stored is always of the right type. Amounts are euros and cents (Decimal), years are project
years 1 to MAX_YEARS, in order.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import uuid4

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

# Longest project the form can hold, one year above the call's own limit, so that the rule on
# duration can explain itself on real input (C-3f).
MAX_YEARS = 4

Money = Annotated[
    Decimal,
    Field(ge=0, max_digits=12, decimal_places=2),
    AfterValidator(lambda v: v.quantize(Decimal("0.01"))),
]
Years = Annotated[list[Money], Field(max_length=MAX_YEARS)]


def new_id() -> str:
    """Identifier of a line, stable through reordering."""
    return uuid4().hex[:12]


class Content(BaseModel):
    """Base of every section and line: immutable, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(Content):
    """A repeated line of a section."""

    id: str = Field(default_factory=new_id)


class Person(Content):
    """A named person of the collectivité, in their function."""

    last_name: str = ""
    first_name: str = ""
    function: str = ""
    phone: str = ""
    email: str = ""

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class Identity(Content):
    """Section 1, Cerfa frame 1: who asks (C-4.1a, C-4.3a, C-4.3b)."""

    acronym: str = ""
    website: str = ""
    siret: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    mailing_address: str = ""
    departement: str = ""  # code of the prefecture that follows the project
    representative: Person = Person()
    contact: Person = Person()
    has_previous_award: bool | None = None
    previous_award_year: int | None = None
    previous_award_ended_on: date | None = None


class PublicLine(Line):
    """A target public: kind, ages and estimated number (C-3b)."""

    kind: str = ""
    age_min: int | None = None
    age_max: int | None = None
    headcount: int | None = None
    description: str = ""


class Territory(Content):
    """Section 2: where and for whom (C-3a, C-3b)."""

    scale: str = ""
    name: str = ""
    description: str = ""
    population: int | None = None
    is_qpv: bool | None = None
    qpv_names: str = ""
    publics: list[PublicLine] = []


class ObjectiveText(Content):
    """How one objective of the call is declined locally (C-2.1b)."""

    code: str
    is_pursued: bool = False
    text: str = ""


class Project(Content):
    """Section 3: the project, its period, its objectives (C-2.1, C-3d, C-3f)."""

    title: str = ""
    summary: str = ""
    diagnosis: str = ""
    starts_on: date | None = None
    duration_years: int | None = None
    objectives: list[ObjectiveText] = []
    expected_results: str = ""


class Deliverable(Line):
    """What an action leaves behind: what, when, how much (C-4.1d)."""

    title: str = ""
    due_on: date | None = None
    amount: Money | None = None


class Indicator(Line):
    """A yearly indicator with its targets (C-3e)."""

    label: str = ""
    kind: str = ""
    unit: str = ""
    baseline: str = ""
    source: str = ""
    targets: list[str] = []  # one a project year; a text, since qualitative ones are words


class ActionContent(Content):
    """One action of the plan, with its costs by year (C-2.2b, C-3d, C-4.1b, C-4.1h, C-4.3h)."""

    title: str = ""
    axis: str = ""  # code of the axis; empty with is_outside_axes for another measure
    is_outside_axes: bool = False
    description: str = ""
    public_kinds: list[str] = []
    beneficiaries_count: int | None = None
    beneficiaries: str = ""
    has_operator: bool | None = None
    operator_name: str = ""
    operator_is_independent: bool = False  # C-4.3h declaration
    starts_on: date | None = None
    ends_on: date | None = None
    expected_results: str = ""
    deliverables: list[Deliverable] = []
    indicators: list[Indicator] = []
    costs: Years = []  # whole cost by project year
    requested: Years = []  # share asked from MILDECA by project year
    delegated_amount: Money | None = None  # paid on to the operator (C-4.1h)
    example: str = ""  # code of the example it was started from

    @property
    def cost(self) -> Decimal:
        """Whole cost, all years."""
        return sum(self.costs, Decimal(0))

    @property
    def requested_total(self) -> Decimal:
        """Share asked from MILDECA, all years."""
        return sum(self.requested, Decimal(0))


class PlanAction(Content):
    """An action with its identity in the dossier."""

    id: int
    position: int
    content: ActionContent


class PartnerLine(Line):
    """A partner: category, name, role, commitment, money brought (C-4.1e, C-2.2c)."""

    category: str = ""
    name: str = ""
    role: str = ""
    state: str = ""
    contribution: Money | None = None


class Partnership(Content):
    """Section 5: partners and governance (C-2.2c, C-4.3g, C-4.4a, C-A1d)."""

    partners: list[PartnerLine] = []
    governance_body: str = ""
    governance: str = ""
    copil_per_year: int | None = None
    elected_referent: Person = Person()
    council_involvement: str = ""


class StaffLine(Line):
    """A post: function, ETP, dates, cost (C-4.1f, C-4.3d)."""

    function: str = ""
    kind: str = ""
    headcount: int | None = None
    fte: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    cost: Money | None = None


class Team(Content):
    """Section 6: the referent and the team (C-4.1f, C-A1a, C-A1b)."""

    referent: Person = Person()
    referent_fte: Decimal | None = None
    referent_in_clspd: bool | None = None
    staff: list[StaffLine] = []
    material_means: str = ""


class BudgetLine(Line):
    """A line of the budget: an account, by year (C-4.1c, C-4.1g, C-4.3c)."""

    account: str = ""  # code in applications.accounting
    label: str = ""
    action: int | None = None  # expense: id of the action it pays for
    funder: str = ""  # resource: who pays
    state: str = ""  # resource: planned, requested, obtained
    amounts: Years = []

    @property
    def total(self) -> Decimal:
        """Sum over the years."""
        return sum(self.amounts, Decimal(0))


class Budget(Content):
    """Section 7, Cerfa frame 6: expenses and resources by year (C-4.1c, C-4.2b, c)."""

    expenses: list[BudgetLine] = []
    resources: list[BudgetLine] = []  # without MILDECA's
    requested: Years = []  # the subsidy asked from MILDECA, by project year
    notes: str = ""
    no_running_costs: bool = False  # C-4.3c declaration


class Commitments(Content):
    """Section 9, Cerfa frame 7: commitments, bank account, signatory (C-4.4)."""

    commitments: list[str] = []  # codes ticked
    account_holder: str = ""
    iban: str = ""
    bic: str = ""
    signed_at_place: str = ""


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
    departement: str = ""
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
