"""The typed content of a dossier: its sections, its plan of actions, and the `Dossier` that gathers them.

A draft may be incomplete, so everything may be empty: completeness is another page. What is
stored is always of the right type. Amounts are euros and cents (Decimal), years are project
years 1 to MAX_YEARS, in order.
"""

from applications.content.base import (
    MAX_YEARS,
    Content,
    Line,
    Money,
    Person,
    Years,
    new_id,
)
from applications.content.dossier import (
    Attachment,
    Dossier,
    Holder,
    PastProject,
    Terms,
)
from applications.content.plan import (
    ActionContent,
    Deliverable,
    Indicator,
    PlanAction,
)
from applications.content.sections import (
    Budget,
    BudgetLine,
    Commitments,
    Identity,
    ObjectiveText,
    PartnerLine,
    Partnership,
    Project,
    PublicLine,
    StaffLine,
    Team,
    Territory,
)

__all__ = [
    "MAX_YEARS",
    "ActionContent",
    "Attachment",
    "Budget",
    "BudgetLine",
    "Commitments",
    "Content",
    "Deliverable",
    "Dossier",
    "Holder",
    "Identity",
    "Indicator",
    "Line",
    "Money",
    "ObjectiveText",
    "PartnerLine",
    "Partnership",
    "PastProject",
    "Person",
    "PlanAction",
    "Project",
    "PublicLine",
    "StaffLine",
    "Team",
    "Terms",
    "Territory",
    "Years",
    "new_id",
]
