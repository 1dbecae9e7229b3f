"""The plan of actions, changed by an amendment: what differs, in words and in figures. Pure.

An action is known by its identity in the dossier, not by its place: the plan may lose and gain
some (C-3c). A year is the budget year of the agreed amounts.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from applications.content import ActionContent, Dossier, PlanAction
from applications.recap import actions
from conventions.difference import Difference
from conventions.enums import AmendmentKind
from limits_portal.french import euros

ZERO = Decimal(0)


def numbers(dossier: Dossier) -> dict[int, str]:
    """The number of each action by its identity: « 2.1 » is the first one of the second axis."""
    return {
        action.id: f"{rank}.{number}"
        for rank, (_, plan) in enumerate(actions.by_axis(dossier), start=1)
        for number, action in enumerate(plan, start=1)
    }


def next_id(dossier: Dossier) -> int:
    """An identity that no action of the plan has, nor one that a line of the budget still pays for."""
    tied = (line.action or 0 for line in dossier.budget.expenses)
    return 1 + max((*(action.id for action in dossier.actions), *tied), default=0)


def has_other_figures(before: Sequence[PlanAction], after: Sequence[PlanAction]) -> bool:
    """Whether an action enters, leaves, or says another amount."""
    return _figures(before) != _figures(after)


def figures_of(action: ActionContent) -> tuple[object, ...]:
    """Its amounts, a year left empty being worth zero."""
    return (
        _without_last_zeros(action.costs),
        _without_last_zeros(action.requested),
        action.delegated_amount or ZERO,
    )


def _figures(plan: Sequence[PlanAction]) -> dict[int, object]:
    return {action.id: figures_of(action.content) for action in plan}


def _without_last_zeros(amounts: Sequence[Decimal]) -> tuple[Decimal, ...]:
    kept = list(amounts)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def differences(before: Dossier, after: Dossier, *, first_year: int) -> list[Difference]:
    """What the two plans say differently: the numbers are those of the plan before."""
    known = numbers(before)
    now = {action.id: action.content for action in after.actions}
    found: list[Difference] = []
    for _, plan in actions.by_axis(before):
        for action in plan:
            name = f"Action {known[action.id]}"
            if action.id in now:
                found += _changed(name, action.content, now[action.id], first_year)
            else:
                label = f"{name} – {_title(action.content)}"
                weight = _weight(action.content)
                found.append(_whole(label, weight, "retirée du plan"))
    for axis, plan in actions.by_axis(after):
        for action in plan:
            if action.id not in known:
                content = action.content
                label = f"Action ajoutée – {_title(content)}"
                found.append(_whole(label, "", f"{axis.partition(' – ')[0]}, {_weight(content)}"))
    return found


def outcome(dossier: Dossier) -> str:
    """What the plan comes to, and where to read its numbers from now on."""
    plan = [action.content for action in dossier.actions]
    cost = sum((action.cost for action in plan), ZERO)
    asked = sum((action.requested_total for action in plan), ZERO)
    return (
        "Les actions sont désignées par leur numéro avant le présent avenant ; l’annexe 1 donne le "
        f"plan qui en résulte. Il compte {len(plan)} actions, pour un coût de {euros(cost)} dont "
        f"{euros(asked)} demandés à la MILDECA."
    )


def _changed(
    name: str, old: ActionContent, new: ActionContent, first_year: int
) -> Iterator[Difference]:
    for label, was, now in (
        ("intitulé", old.title, new.title),
        ("contenu", old.description, new.description),
    ):
        if was != now:
            yield _point(f"{name}, {label}", was, now)
    for label, before, after in (
        ("coût", old.costs, new.costs),
        ("part demandée à la MILDECA", old.requested, new.requested),
    ):
        pairs = zip_longest(before, after, fillvalue=ZERO)
        for year, (cost, other) in enumerate(pairs, start=first_year):
            if cost != other:
                yield _point(f"{name}, {label} {year}", euros(cost), euros(other))
    paid, pays = old.delegated_amount or ZERO, new.delegated_amount or ZERO
    if paid != pays:
        yield _point(f"{name}, part déléguée à un tiers", euros(paid), euros(pays))


def _point(label: str, before: str, after: str) -> Difference:
    return Difference(AmendmentKind.ACTIONS, label, before, after)


def _whole(label: str, before: str, after: str) -> Difference:
    return Difference(AmendmentKind.ACTIONS, label, before, after, is_whole=True)


def _title(action: ActionContent) -> str:
    return action.title.strip() or "Action sans titre"


def _weight(action: ActionContent) -> str:
    """« coût 30 000 €, dont 22 500 € demandés à la MILDECA »."""
    said = f"coût {euros(action.cost)}, dont {euros(action.requested_total)} demandés à la MILDECA"
    if action.delegated_amount:
        said += f" et {euros(action.delegated_amount)} délégués à {action.operator_name.strip()}"
    return said
