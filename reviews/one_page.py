"""A filed dossier in one page, for who must judge it in five minutes: a pure reading of the snapshot."""

from dataclasses import dataclass
from typing import Any

from applications import budgeting
from applications.content import Dossier
from applications.enums import FundingState, PartnerState, PublicKind
from applications.period import project_dates
from applications.recap.actions import by_axis
from applications.recap.blocks import Field, Fields, Row, Table, choice, field, money_row
from applications.recap.budget import years
from limits_portal import french


@dataclass(frozen=True)
class Point:
    """A rule that does not simply conform: its name and why."""

    title: str
    reason: str
    is_blocking: bool


@dataclass(frozen=True)
class OnePage:
    """The dossier in one page; every text is already formatted."""

    essentials: Fields
    summary: str
    plan: Table
    budget: Table
    funders: Table | None
    partners: tuple[Field, ...]
    points: tuple[Point, ...]
    rule_count: int
    history: tuple[Field, ...]


def one_page(dossier: Dossier, findings: list[dict[str, Any]]) -> OnePage:
    """Return the page. `findings` are those kept with the filing."""
    return OnePage(
        essentials=_essentials(dossier),
        summary=dossier.project.summary.strip(),
        plan=_plan(dossier),
        budget=_budget(dossier),
        funders=_funders(dossier),
        partners=tuple(
            field(line.name or "Sans nom", choice(line.state, PartnerState.choices))
            for line in dossier.partnership.partners
        ),
        points=tuple(
            Point(f["title"], f["reason"], f["severity"] == "blocking")
            for f in findings
            if f["state"] != "conforming"
        ),
        rule_count=len(findings),
        history=_history(dossier),
    )


def _essentials(dossier: Dossier) -> Fields:
    sums, holder = budgeting.totals(dossier.budget), dossier.holder
    person = dossier.identity.representative
    dates, share = project_dates(dossier.project), sums.cofinancing_share
    publics = [
        choice(line.kind, PublicKind.choices)
        + (f" ({french.number(line.headcount)})" if line.headcount else "")
        for line in dossier.territory.publics
    ]
    population = f" ({french.number(holder.population)} habitants)" if holder.population else ""
    period = f"{french.long_date(dates[0])} au {french.long_date(dates[1])}" if dates else ""
    return Fields(
        (
            field("Porteur", f"{holder.name}{population}"),
            field("Représentant", ", ".join(filter(None, (person.full_name, person.function)))),
            field("Territoire", dossier.territory.name),
            field("Publics", ", ".join(publics)),
            field("Période", period),
            field("Coût complet", french.euros(sums.total_cost)),
            field("Demandé à la MILDECA", french.euros(sums.requested_total)),
            field("Cofinancements", french.percent(share) if share is not None else ""),
        )
    )


def _plan(dossier: Dossier) -> Table:
    rows: list[Row] = []
    for title, actions in by_axis(dossier):
        rows.append(Row((title, "", ""), is_group=True))
        rows += [
            Row(
                (
                    action.content.title or "Action sans titre",
                    french.euros(action.content.cost),
                    french.euros(action.content.requested_total),
                )
            )
            for action in actions
        ] or [Row(("Aucune action", "", ""))]
    return Table("Plan d’actions", ("Action", "Coût", "Demandé"), tuple(rows), is_numeric=True)


def _budget(dossier: Dossier) -> Table:
    headings, sums = years(dossier), budgeting.totals(dossier.budget)
    lines = (
        ("Charges", sums.expenses),
        ("Subvention demandée", sums.requested),
        ("Cofinancements", sums.cofinancing),
    )
    rows = tuple(
        money_row(label, budgeting.padded(amounts, len(headings))) for label, amounts in lines
    )
    return Table("Budget, en euros", ("", *headings, "Total"), rows, is_numeric=True)


def _funders(dossier: Dossier) -> Table | None:
    rows = tuple(
        Row(
            (
                line.funder or "Financeur non précisé",
                choice(line.state, FundingState.choices) or "–",
                french.euros(line.total),
            )
        )
        for line in dossier.budget.resources
        if line.total
    )
    if not rows:
        return None
    return Table("Cofinanceurs", ("Financeur", "État", "Montant"), rows, is_numeric=True)


def _history(dossier: Dossier) -> tuple[Field, ...]:
    """Earlier grants that the portal knows of, then what the holder declares (C-4.3b)."""
    known = [
        field(
            f"{past.reference} – {past.title}",
            f"jusqu’au {french.long_date(past.ends_on)}" if past.ends_on else "",
        )
        for past in dossier.past_projects
    ]
    identity = dossier.identity
    if not known and identity.has_previous_award:
        ended = identity.previous_award_ended_on
        known.append(
            field(
                f"Lauréat en {identity.previous_award_year or 'une édition passée'} (déclaré)",
                f"terminé le {french.long_date(ended)}" if ended else "",
            )
        )
    return tuple(known)
