"""An action of the plan: deliverables, indicators, yearly costs."""

from datetime import date
from decimal import Decimal

from applications.content.base import Content, Line, Money, Years


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
