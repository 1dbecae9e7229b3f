"""The holder's page of a request to complete: what is asked, what has changed, sending it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import acting
from applications import completion, deadlines, dossier
from applications.comparison import differences
from applications.completeness import progress
from applications.eligibility import blocking, evaluate
from applications.enums import ApplicationStatus, SectionKey
from applications.forms.completion import AnswerForm
from applications.forms.outline import outline, words_of
from applications.guards import reading_of
from applications.models import Application, CompletionRequest, Remark
from applications.permissions import as_signatory, capacity
from applications.scope import changes, covers
from applications.snapshot import thaw
from applications.views.filing import of_team, signatories
from limits_portal.arrival import received_at
from limits_portal.french import long_date
from workflow.attempts import Attempt


def field_address(application: Application, section: str, unit: str) -> str:
    """Where a point is written: its page, and the field on it."""
    reference = application.reference
    if section == SectionKey.ACTIONS and unit:
        action, _, inner = unit.partition("/")
        if action.isdigit():
            place = reverse("applications:action", args=[reference, int(action)])
            return place + _anchor(inner)
    return reverse("applications:section", args=[reference, section]) + _anchor(unit)


def _anchor(unit: str) -> str:
    """« #id_publics-ab12-headcount »."""
    return f"#id_{unit.replace('__', '-').replace(':', '-')}" if unit else ""


@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, reference: str) -> HttpResponse:
    """What is asked, with a link to each field; then what changed, and the signature."""
    application = of_team(request, reference)
    standing = completion.standing(application)
    if application.status != ApplicationStatus.TO_COMPLETE or standing is None:
        return _elsewhere(request, application)
    may_sign = as_signatory(application, acting(request)) is not None
    if request.method != "POST":
        return _page(request, application, standing, Attempt(), may_sign)
    if not may_sign:
        raise PermissionDenied
    attempt = Attempt(AnswerForm(request.POST))
    if attempt.done(
        lambda values: completion.complete(
            application,
            by=acting(request),
            received_at=received_at(request),
            **{name: value for name, value in values.items() if name != "is_confirmed"},
        )
    ):
        return redirect("applications:receipt", reference, attempt.result.number)
    if attempt.refusal:
        application = of_team(request, reference)
        standing = completion.standing(application)
        if standing is None:
            return _elsewhere(request, application)
    return _page(request, application, standing, attempt, may_sign)


def _elsewhere(request: HttpRequest, application: Application) -> HttpResponse:
    """Nothing is asked any more: to the answer's receipt when there is one, else to the dossier."""
    last = completion.answered(application)
    if last is not None:
        return redirect("applications:receipt", application.reference, last.number)
    return redirect("applications:recap", application.reference)


def _page(
    request: HttpRequest,
    application: Application,
    standing: CompletionRequest,
    attempt: Attempt,
    may_sign: bool,
) -> HttpResponse:
    now = received_at(request)
    user = acting(request)
    content = dossier.read(
        application,
        at=application.submitted_at,
        signatory=user if may_sign else None,
    )
    filed = thaw(standing.snapshot)
    read_as = reading_of(application, content)
    form = attempt.form
    if form is None:
        initial = {"read_as": read_as, "signatory_name": user.get_full_name()}
        if may_sign:
            initial["signatory_role"] = capacity(application, user)
        form = AnswerForm(initial=initial)
    else:
        # The page now shows the dossier as it stands: what is signed next is this.
        form.data = form.data.copy()
        form.data["read_as"] = read_as
    touched = changes(filed, content)
    texts = application.call.texts
    sections = [section for section in progress(content).sections if section.missing]
    findings = [f for f in blocking(evaluate(content)) if f.code != "DELAI"]
    context: dict[str, Any] = {
        "application": application,
        "asked": standing,
        "due_on": long_date(standing.due_on),
        "is_past_due": standing.is_past_due(now),
        "remarks": [
            {
                "remark": remark,
                "address": field_address(application, remark.section, remark.unit),
                "is_touched": _is_touched(remark, touched),
            }
            for remark in standing.remarks.all()
        ],
        "changes": differences(
            words_of(outline(application, filed, texts)),
            words_of(outline(application, content, texts)),
        ),
        "findings": findings,
        "incomplete": sections,
        "is_ready": not sections and not findings,
        "form": form,
        "reasons": attempt.reasons,
        "may_sign": may_sign,
        "signatories": [] if may_sign else signatories(application),
        "deposited": deadlines.exact(application.submitted_at),
    }
    return render(request, "applications/completion/page.html", context, status=attempt.status)


def _is_touched(remark: Remark, touched: list[tuple[str, str]]) -> bool:
    return any(
        section == remark.section and (covers(remark.unit, unit) or covers(unit, remark.unit))
        for section, unit in touched
    )
