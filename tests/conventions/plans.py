"""Plans of actions as an amendment wants them, from the plan in force."""

from typing import Any

from applications.content import PlanAction
from conventions.state import State


def plan_with(state: State, rank: int, **fields: Any) -> tuple[PlanAction, ...]:
    """The plan with other words or figures for its action of this rank, from 1."""
    return tuple(
        action.model_copy(update={"content": action.content.model_copy(update=fields)})
        if place == rank
        else action
        for place, action in enumerate(state.dossier.actions, start=1)
    )


def plan_without(state: State, *ranks: int) -> tuple[PlanAction, ...]:
    """The plan less its actions of these ranks."""
    plan = enumerate(state.dossier.actions, start=1)
    return tuple(action for place, action in plan if place not in ranks)
