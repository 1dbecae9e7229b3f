"""What an opinion says, as one typed document (facts.md §7.2): a draft may leave everything empty."""

from decimal import Decimal

from applications.content import Content, Line, Money


class FundingLine(Line):
    """Other money of the State around the project: where from, how much."""

    source: str = ""
    amount: Money | None = None


class OpinionContent(Content):
    """The grid of the prefecture. Amounts are euros."""

    stance: str = ""
    rank: int | None = None
    recommended_amount: Money | None = None
    context: str = ""
    partners: list[str] = []  # codes of reviews.enums.StatePartner
    partners_text: str = ""
    funding: list[FundingLine] = []
    holder_capacity: str = ""
    risks: str = ""
    recommendations: str = ""

    @property
    def other_funding(self) -> Decimal:
        """Sum of the State's other money."""
        return sum((line.amount or Decimal(0) for line in self.funding), Decimal(0))
