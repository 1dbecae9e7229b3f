"""The budget section: the engine's page with its sums, and the costs brought from the plan."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import acting
from applications import drafting
from applications.budgeting import ActionShare, Totals, action_shares, totals, with_plan
from applications.content import ActionContent, Budget, PlanAction
from applications.enums import SectionKey
from applications.forms.sheet import Sheet
from applications.models import Application
from applications.permissions import as_editor
from applications.sections import PAGES
from applications.views.dossier_page import fetch, section_row
from applications.views.edited import Editing, posted_version
from applications.views.editing import edit
from applications.views.sections import addresses
from applications.views.showing import show
from limits_portal.french import euros
from workflow.engine import Refused


@dataclass(frozen=True)
class Row:
    """One row of the table of totals; `key` is what the page's sums are found by."""

    key: str
    label: str
    amounts: list[Decimal]

    @property
    def total(self) -> Decimal:
        """All years."""
        return sum(self.amounts, Decimal(0))


@dataclass(frozen=True)
class Share:
    """An action's cost beside its budget lines, ready to show."""

    action: int
    title: str
    cost: Decimal
    spent: Decimal
    is_reconciled: bool

    @property
    def gap(self) -> Decimal:
        """Difference over all years, without its sign."""
        return abs(self.spent - self.cost)


def shown(share: ActionShare) -> Share:
    """Sum an action's years for the page."""
    return Share(
        share.action,
        share.title,
        sum(share.costs, Decimal(0)),
        sum(share.budgeted, Decimal(0)),
        share.is_reconciled,
    )


def plan_of(application: Application) -> list[PlanAction]:
    """The plan's actions."""
    return [
        PlanAction(
            id=row.pk,
            position=row.position,
            content=ActionContent.model_validate(row.content),
        )
        for row in application.actions.all()
    ]


def verdict(sums: Totals) -> str:
    """« équilibré », or what is missing each year."""
    gaps = []
    for year, balance in enumerate(sums.balance, start=1):
        if balance < 0:
            gaps.append(f"il manque {euros(-balance)} de ressources en année {year}")
        elif balance > 0:
            gaps.append(f"{euros(balance)} de ressources en trop en année {year}")
    return " ; ".join(gaps) or "équilibré"


def ceiling_text(sums: Totals, ceiling: Decimal) -> str:
    """How far the request is from the ceiling (C-4.2b)."""
    if sums.requested_total > ceiling:
        return f"{euros(sums.requested_total - ceiling)} au-dessus du plafond"
    return f"{euros(ceiling - sums.requested_total)} sous le plafond"


def beside(application: Application, sheet: Sheet) -> dict[str, Any]:
    """What the page shows beside the form: the sums of what stands on the sheet."""
    content: Any = sheet.typed() if sheet.main.is_bound else sheet.content
    years = sheet.main.years
    sums = totals(content)
    rows = [
        Row("expense", "Charges", sums.expenses[:years]),
        Row("resource", "Ressources", sums.resources[:years]),
        Row("requested", "dont MILDECA", sums.requested[:years]),
        Row("balance", "Ressources moins charges", sums.balance[:years]),
    ]
    return {
        "sums": sums,
        "verdict": verdict(sums),
        "ceiling_text": ceiling_text(sums, application.call.ceiling_amount),
        "totals_rows": rows,
        "has_in_kind": any(sums.in_kind_expenses) or any(sums.in_kind_resources),
        "shares": [shown(share) for share in action_shares(content, plan_of(application))],
    }


def editing_of(application: Application) -> Editing:
    """The budget as the engine edits it."""
    page = PAGES[SectionKey.BUDGET]
    row = section_row(application, SectionKey.BUDGET)
    return Editing(
        application=application,
        key=SectionKey.BUDGET,
        row=row,
        kind=page.sheet,
        save=drafting.save_section,
        title=str(page.key.label),
        intro=page.intro,
        addresses=addresses(application.reference, SectionKey.BUDGET),
        template="applications/budget/section.html",
        beside=lambda sheet: beside(application, sheet),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: HttpRequest, reference: str) -> HttpResponse:
    """Show or save the budget."""
    return edit(request, editing_of(fetch(acting(request), reference)))


def brought_sentence(content: Budget) -> str:
    """What was brought, and for how many lines the account is still to choose."""
    count = sum(not line.account for line in content.expenses)
    if not count:
        return "Les coûts des actions sont reportés dans le budget. Vérifiez le compte des charges."
    lines = "1 charge" if count == 1 else f"{count} charges"
    return (
        f"Les coûts des actions sont reportés dans le budget. Choisissez le compte de {lines} : "
        "les actions ne disent pas s'il s'agit d'achats ou du travail de vos agents."
    )


@require_POST
def budget_fill(request: HttpRequest, reference: str) -> HttpResponse:
    """Save what is typed, with an expense for each action that has none yet."""
    user = acting(request)
    application = fetch(user, reference)
    if as_editor(application, user) is None:
        raise PermissionDenied
    editing = editing_of(application)
    sheet = editing.sheet(request.POST)
    if sheet.errors:
        return show(request, editing, sheet, status=422)
    content = with_plan(sheet.typed(), plan_of(application))
    try:
        editing.save(editing.row, content, version=posted_version(request.POST), by=user)
    except Refused as refusal:
        return show(request, editing, sheet, status=409, refusals=refusal.reasons)
    except drafting.Conflict:
        return edit(request, editing)
    messages.success(request, brought_sentence(content))
    return redirect(editing.addresses["stay"])
