"""The sections of a dossier that are one document each, in the order of the form."""

from datetime import date
from decimal import Decimal

from applications.content.base import Content, Line, Money, Person, Years


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
