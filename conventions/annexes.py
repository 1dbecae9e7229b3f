"""The annexes of a convention: plan of actions, budget, indicators, committees, joined papers.

Drawn from the state with the blocks of the dossier's recap; the budget is the dossier's, with
the agreed subsidy in place of the one asked for (C-4.1c, C-4.2c).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from applications import accounting, budgeting
from applications.content import Attachment, Dossier
from applications.enums import FundingState
from applications.recap import actions, budget
from applications.recap.blocks import Block, Note, Row, Table, Title, choice, money_row
from conventions.plan_changes import numbers
from conventions.state import State
from limits_portal import french

ZERO = Decimal(0)
GAP = "Écart avec la subvention demandée, à financer ou à redéployer"


@dataclass(frozen=True)
class Annex:
    """One annex: its number, its title, what it holds."""

    number: int
    title: str
    blocks: tuple[Block, ...]


def annexes(state: State) -> tuple[Annex, ...]:
    """The six annexes named by the call's last article."""
    contents = (
        ("Plan d’actions", _plan(state)),
        ("Budget prévisionnel pluriannuel", _budget(state)),
        ("Indicateurs et cibles annuelles", _indicators(state)),
        ("Calendrier des comités de pilotage", _committees(state)),
        ("Relevé d’identité bancaire", _papers(state, ("rib",))),
        ("Délibération ou délégation", _papers(state, ("deliberation", "delegation"))),
    )
    return tuple(
        Annex(number, title, tuple(blocks))
        for number, (title, blocks) in enumerate(contents, start=1)
    )


def _plan(state: State) -> list[Block]:
    """Each axis, then each of its actions (C-2.2b, C-3c, C-3d)."""
    dossier = state.dossier
    headings = tuple(budget.years(dossier))
    names = numbers(dossier)
    blocks: list[Block] = _shares(state, headings)
    for title, plan in actions.by_axis(dossier):
        cost = sum((action.content.cost for action in plan), ZERO)
        blocks.append(Title(title, french.euros(cost)))
        if not plan:
            blocks.append(Note("Aucune action dans cet axe."))
        for action in plan:
            name = action.content.title.strip() or "Action sans titre"
            blocks.append(Title(f"Action {names[action.id]} – {name}", is_inner=True))
            blocks += actions.said(action.content, headings)
    return blocks


def _shares(state: State, headings: tuple[str, ...]) -> list[Block]:
    """How the shares of the actions and the agreed amount differ, while they do (C-4.2c)."""
    dossier = state.dossier
    if not state.replanned_by:
        if state.agreed >= sum(dossier.budget.requested, ZERO):
            return []
        return [
            Note(
                "Les parts de subvention par action sont celles du dossier déposé. Le premier "
                "comité de pilotage les ramène au montant convenu."
            )
        ]
    length = len(headings)
    shares = budgeting.padded(budgeting.action_requests(dossier.actions), length)
    agreed = budgeting.padded(state.yearly, length)
    if shares == agreed:
        return []
    gap = [share - amount for share, amount in zip(shares, agreed, strict=True)]
    return [
        Note(
            "Les parts de subvention des actions ne font pas encore le montant convenu de chaque "
            "année. Le prochain comité de pilotage les y ramène."
        ),
        Table(
            "Parts des actions et subvention convenue, en euros",
            ("", *headings, "Total"),
            (
                money_row("Parts demandées par les actions", shares),
                money_row("Subvention convenue", agreed),
                money_row("Écart", gap, is_total=True),
            ),
            is_numeric=True,
        ),
    ]


def _budget(state: State) -> list[Block]:
    """Expenses, resources with the agreed subsidy, cofinancing, credits paid on to third parties."""
    dossier = state.dossier
    headings = tuple(budget.years(dossier))
    length = len(headings)
    totals = budgeting.totals(dossier.budget)
    agreed = budgeting.padded(state.yearly, length)
    asked = budgeting.padded(dossier.budget.requested, length)
    gap = [was - now for was, now in zip(asked, agreed, strict=True)]
    expenses = budget.grouped(budget.accounts(dossier.budget.expenses, length, in_kind=False))
    expenses.append(
        money_row("Total des charges", budgeting.padded(totals.expenses, length), is_total=True)
    )
    resources = [money_row("Subvention de l’État – MILDECA (présente convention)", agreed)]
    resources += budget.grouped(budget.accounts(dossier.budget.resources, length, in_kind=False))
    if any(gap):
        resources.append(money_row(GAP, gap))
    resources.append(
        money_row("Total des produits", budgeting.padded(totals.resources, length), is_total=True)
    )
    columns = ("Compte", *headings, "Total")
    return [
        Table("Charges, en euros", columns, tuple(expenses), is_numeric=True),
        Table("Produits, en euros", columns, tuple(resources), is_numeric=True),
        *_replanned(state, columns[1:]),
        *_in_kind(dossier, columns, length),
        _funders(dossier),
        _delegated(dossier),
    ]


def _replanned(state: State, headings: tuple[str, ...]) -> list[Block]:
    """The accounts are the dossier's; beside them, what an amended plan costs (ADR 0020)."""
    if not state.replanned_by:
        return []
    length = len(headings) - 1
    expenses = budgeting.padded(budgeting.totals(state.dossier.budget).expenses, length)
    costs = budgeting.padded(budgeting.action_costs(state.dossier.actions), length)
    rest = [total - cost for total, cost in zip(expenses, costs, strict=True)]
    return [
        Note(
            f"Le plan d’actions a été modifié par l’avenant n° {state.replanned_by}. Les comptes "
            "ci-dessus restent ceux du dossier déposé : le plan modifié se finance dans leur "
            "total, par redéploiement entre comptes et entre années."
        ),
        Table(
            "Budget et plan d’actions modifié, en euros",
            ("", *headings),
            (
                money_row("Total des charges", expenses),
                money_row("Coût des actions (annexe 1)", costs),
                money_row("Charges hors actions, reports et redéploiements", rest, is_total=True),
            ),
            is_numeric=True,
        ),
    ]


def _in_kind(dossier: Dossier, columns: tuple[str, ...], length: int) -> list[Block]:
    uses = budget.accounts(dossier.budget.expenses, length, in_kind=True)
    gifts = budget.accounts(dossier.budget.resources, length, in_kind=True)
    if not uses and not gifts:
        return []
    rows = (*budget.grouped(uses), *budget.grouped(gifts))
    return [Table("Contributions volontaires en nature, en euros", columns, rows, is_numeric=True)]


def _funders(dossier: Dossier) -> Block:
    rows = tuple(
        Row(
            (
                line.funder or accounting.label(line.account),
                choice(line.state, FundingState.choices) or "—",
                french.euros(line.total),
            )
        )
        for line in dossier.budget.resources
        if line.total and not accounting.is_in_kind(line.account)
    )
    if not rows:
        return Note("Le projet n’a pas de cofinancement.")
    headings = ("Financeur", "État", "Montant")
    return Table("Cofinancements, à la date du dépôt du dossier", headings, rows)


def _delegated(dossier: Dossier) -> Block:
    """Credits paid on to third parties (C-4.1h)."""
    rows = [
        (action.content.operator_name or "—", action.content.title, action.content.delegated_amount)
        for action in dossier.actions
        if action.content.delegated_amount
    ]
    if not rows:
        return Note("Aucun crédit n’est délégué à un tiers.")
    total = sum((amount for _, _, amount in rows), ZERO)
    return Table(
        "Crédits délégués à des tiers",
        ("Tiers", "Action", "Montant"),
        (
            *(Row((name, title, french.euros(amount))) for name, title, amount in rows),
            Row(("Total", "", french.euros(total)), is_total=True),
        ),
    )


def _indicators(state: State) -> list[Block]:
    """Every indicator of every action, with its targets (C-3e)."""
    dossier = state.dossier
    headings = tuple(budget.years(dossier))
    blocks: list[Block] = []
    names = numbers(dossier)
    for _, plan in actions.by_axis(dossier):
        for action in plan:
            if action.content.indicators:
                caption = f"Action {names[action.id]} – {action.content.title.strip()}"
                blocks.append(actions.indicators(action.content, headings, caption))
    return blocks or [Note("Aucun indicateur n’est défini.")]


def _committees(state: State) -> list[Block]:
    """The committees to hold (C-4.4a)."""
    rows = tuple(
        Row(
            (
                f"Comité n° {meeting.number}",
                f"Année {meeting.year}",
                f"au plus tard le {french.long_date(meeting.before)}",
            )
        )
        for meeting in state.copil
    )
    return [
        Note(
            "Chaque comité réunit au moins la collectivité, la préfecture et la MILDECA. Sa date "
            "est fixée par l’invitation ; il fait un point d’étape budgétaire et opérationnel."
        ),
        Table("Comités de pilotage à tenir", ("Réunion", "Année du projet", "Échéance"), rows),
    ]


def _papers(state: State, categories: Sequence[str]) -> list[Block]:
    """The files joined to the filed dossier, known by their fingerprint: the paper itself stays there."""
    files: list[Attachment] = [
        file for file in state.dossier.documents if file.category in categories
    ]
    blocks: list[Block] = []
    if "deliberation" in categories and state.deliberation_number and state.deliberation_on:
        blocks.append(
            Note(
                f"Délibération n° {state.deliberation_number} "
                f"du {french.long_date(state.deliberation_on)}."
            )
        )
    if not files:
        return [*blocks, Note("Pièce à joindre par la collectivité avant la signature.")]
    rows = tuple(Row((file.name, french.file_size(file.size), file.sha256)) for file in files)
    blocks.append(
        Table(
            f"Pièces jointes au dossier {state.dossier.reference} et conservées avec lui",
            ("Fichier", "Taille", "Empreinte SHA-256"),
            rows,
        )
    )
    return blocks
