"""The plan of actions seen by axis: pure reading for the page « Actions »."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from applications.call_content import Axis, CallContent
from applications.content import ActionContent
from applications.models import Action


@dataclass(frozen=True)
class Entry:
    """One action in its block: the row and its content."""

    action: Action
    content: ActionContent


@dataclass(frozen=True)
class Block:
    """An axis and its actions; `axis` is None for measures outside the axes (C-2.2b)."""

    axis: Axis | None
    entries: list[Entry]
    example_count: int

    @property
    def cost(self) -> Decimal:
        """Whole cost of the block, in euros."""
        return sum((entry.content.cost for entry in self.entries), Decimal(0))


def by_axis(texts: CallContent, actions: Iterable[Action]) -> list[Block]:
    """Actions grouped by the call's axes, in its order, then those outside every axis."""
    codes = {axis.code for axis in texts.axes}
    groups: dict[str, list[Entry]] = {}
    for action in actions:
        content = ActionContent.model_validate(action.content)
        group = content.axis if content.axis in codes else ""
        groups.setdefault(group, []).append(Entry(action, content))
    blocks = [
        Block(
            axis,
            groups.get(axis.code, []),
            example_count=sum(example.axis == axis.code for example in texts.examples),
        )
        for axis in texts.axes
    ]
    return [*blocks, Block(None, groups.get("", []), example_count=0)]
