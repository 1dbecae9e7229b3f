"""Frame 6 of the Cerfa, the action plan: actions by axis, with costs and indicators (C-3c, d, e)."""

from applications import budgeting
from applications.content import ActionContent, Dossier, PlanAction
from applications.enums import IndicatorKind, PublicKind, SectionKey
from applications.recap import budget
from applications.recap.blocks import (
    Block,
    Check,
    Checks,
    Fields,
    Group,
    Note,
    Row,
    Table,
    Title,
    amount,
    choice,
    count,
    day,
    field,
    money_row,
    prose,
    yes_no,
)
from limits_portal import french

OUTSIDE = "Autres mesures, hors axes"


def by_axis(dossier: Dossier) -> list[tuple[str, list[PlanAction]]]:
    """Actions under the title of their axis, every axis shown; other measures last (C-2.2b)."""
    groups = [
        (
            f"Axe {number} – {title}",
            [
                action
                for action in dossier.actions
                if action.content.axis == code and not action.content.is_outside_axes
            ],
        )
        for number, (code, title) in enumerate(dossier.terms.axes, start=1)
    ]
    placed = {action.id for _, actions in groups for action in actions}
    others = [action for action in dossier.actions if action.id not in placed]
    return [*groups, (OUTSIDE, others)] if others else groups


def group(dossier: Dossier) -> Group:
    """Return the plan: a summary of costs by axis, then each action in full."""
    headings = tuple(budget.years(dossier))
    blocks: list[Block] = [_summary(dossier)]
    for title, actions in by_axis(dossier):
        cost = sum(action.content.cost for action in actions)
        blocks.append(Title(title, french.euros(cost)))
        if not actions:
            blocks.append(Note("Aucune action dans cet axe."))
        for action in actions:
            blocks += [
                Title(action.content.title.strip() or "Action sans titre", is_inner=True),
                *said(action.content, headings),
            ]
            if action.content.indicators:
                blocks.append(indicators(action.content, headings, "Indicateurs"))
    return Group("6.6", "Plan d’actions et évaluation", str(SectionKey.ACTIONS), tuple(blocks))


def _summary(dossier: Dossier) -> Table:
    rows = [
        Row(
            (
                title,
                str(len(actions)),
                french.euros(sum(a.content.cost for a in actions)),
                french.euros(sum(a.content.requested_total for a in actions)),
            )
        )
        for title, actions in by_axis(dossier)
    ]
    plan = [action.content for action in dossier.actions]
    rows.append(
        Row(
            (
                "Ensemble",
                str(len(plan)),
                french.euros(sum(a.cost for a in plan)),
                french.euros(sum(a.requested_total for a in plan)),
            ),
            is_total=True,
        )
    )
    return Table(
        "Le plan en bref",
        ("Axe", "Actions", "Coût", "Demandé à la MILDECA"),
        tuple(rows),
        is_numeric=True,
    )


def said(action: ActionContent, headings: tuple[str, ...]) -> list[Block]:
    """Everything an action says but its title and its indicators."""
    length = len(headings)
    publics = [choice(kind, PublicKind.choices) for kind in action.public_kinds]
    blocks: list[Block] = [
        Fields(
            (
                field("Période", _period(action)),
                field("Publics", ", ".join(publics)),
                field("Nombre de bénéficiaires", count(action.beneficiaries_count)),
                field("Porté par un opérateur", yes_no(action.has_operator)),
                *([field("Opérateur", action.operator_name)] if action.has_operator else []),
                *(
                    [
                        field(
                            "Part reversée à l’opérateur",
                            amount(action.delegated_amount),
                        )
                    ]
                    if action.delegated_amount
                    else []
                ),
            )
        ),
        prose("Description", action.description),
    ]
    if action.beneficiaries.strip():
        blocks.append(prose("Bénéficiaires", action.beneficiaries))
    blocks.append(prose("Résultats attendus", action.expected_results))
    if action.has_operator:
        blocks.append(
            Checks(
                (
                    Check(
                        "L’opérateur n’a pas de lien avec les industries du tabac, de l’alcool, "
                        "du cannabis, des jeux vidéo ou des jeux d’argent et de hasard.",
                        action.operator_is_independent,
                    ),
                )
            )
        )
    blocks.append(
        Table(
            "Coût de l’action, en euros",
            ("", *headings, "Total"),
            (
                money_row("Coût complet", budgeting.padded(action.costs, length)),
                money_row("Demandé à la MILDECA", budgeting.padded(action.requested, length)),
            ),
            is_numeric=True,
        )
    )
    if action.deliverables:
        blocks.append(_deliverables(action))
    return blocks


def _period(action: ActionContent) -> str:
    start, end = day(action.starts_on), day(action.ends_on)
    return f"du {start} au {end}" if start and end else start or end


def _deliverables(action: ActionContent) -> Table:
    rows = tuple(
        Row((line.title or "—", day(line.due_on) or "—", amount(line.amount) or "—"))
        for line in action.deliverables
    )
    return Table("Livrables", ("Livrable", "Échéance", "Budget"), rows)


def indicators(action: ActionContent, headings: tuple[str, ...], caption: str) -> Table:
    """Every indicator with its targets (C-3e): one column a project year."""
    rows = tuple(
        Row(
            (
                line.label or "—",
                choice(line.kind, IndicatorKind.choices) or "—",
                line.unit or "—",
                line.baseline or "—",
                *(
                    (line.targets[year] if year < len(line.targets) else "") or "—"
                    for year in range(len(headings))
                ),
            )
        )
        for line in action.indicators
    )
    targets = (heading.replace("Année", "Cible année") for heading in headings)
    return Table(caption, ("Indicateur", "Nature", "Unité", "Départ", *targets), rows)
