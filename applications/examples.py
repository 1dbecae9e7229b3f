"""Starting an action from one of the call's worked examples (C-A2)."""

from decimal import Decimal

from applications.call_content import ExampleAction
from applications.content import ActionContent, Deliverable, Indicator
from applications.enums import IndicatorKind

CENT = Decimal("0.01")


def spread(amount: Decimal, years: int) -> list[Decimal]:
    """Split an amount over years in equal parts, to the cent; the last year takes the rest."""
    part = (amount / years).quantize(CENT)
    return [part] * (years - 1) + [amount - part * (years - 1)]


def action_from(example: ExampleAction, *, years: int) -> ActionContent:
    """Return an action prefilled from an example, its cost set over the project's years.

    A cost that the call gives for several years is spread over as many of the project's;
    any other stands in the first year. Nothing is asked from MILDECA yet: the holder decides.
    """
    costs: list[Decimal] = []
    if example.cost is not None:
        covered = min(example.years or 1, max(years, 1))
        costs = spread(example.cost, covered)
    return ActionContent(
        title=example.title,
        axis=example.axis,
        description="\n\n".join(
            part
            for part in (
                example.summary,
                "Objectifs :\n" + "\n".join(f"- {aim}" for aim in example.aims)
                if example.aims
                else "",
            )
            if part
        ),
        beneficiaries=example.audience,
        deliverables=[Deliverable(title=title) for title in example.deliverables],
        indicators=[
            Indicator(label=label, kind=IndicatorKind.QUANTITATIVE) for label in example.indicators
        ]
        + [
            Indicator(label=label, kind=IndicatorKind.QUALITATIVE)
            for label in example.qualitative_indicators
        ],
        costs=costs,
        example=example.code,
    )
