"""Filing: the page to sign, taking back, withdrawing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import acting
from accounts.enums import MembershipStatus, Role
from accounts.models import Membership
from applications import deadlines, dossier, filing
from applications.completeness import progress
from applications.eligibility import evaluate
from applications.enums import ApplicationStatus
from applications.forms.filing import FilingForm, WithdrawalForm
from applications.guards import closed_sentence, is_late, reading_of
from applications.models import Application
from applications.permissions import as_editor, as_signatory, capacity
from applications.recap import recap
from applications.views.dossier_page import fetch
from limits_portal.arrival import received_at
from limits_portal.forms import sent
from workflow.attempts import Attempt
from workflow.engine import Refused


def of_team(request: HttpRequest, reference: str) -> Application:
    """The dossier, for somebody who writes it; 404 for anyone else."""
    user = acting(request)
    application = fetch(user, reference)
    if as_editor(application, user) is None:
        get_object_or_404(Application.objects.none())
    return application


def signatories(application: Application) -> list[str]:
    """Names of those who may file this dossier, for a colleague who may not."""
    links = Membership.objects.filter(
        organisation=application.holder_id,
        role=Role.REPRESENTATIVE,
        status=MembershipStatus.VALIDATED,
        user__is_active=True,
    ).select_related("user")
    return [str(link.user) for link in links]


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, reference: str) -> HttpResponse:
    """Read the whole dossier, sign and file it; a filed one leads to its receipt."""
    application = of_team(request, reference)
    if application.status == ApplicationStatus.TO_COMPLETE:
        return redirect("applications:complete", reference)
    if application.status in ApplicationStatus.FILED:
        last = application.snapshots.last()
        return redirect("applications:receipt", reference, last.number if last else 1)
    if not application.is_editable:
        return redirect("applications:recap", reference)
    may_sign = as_signatory(application, acting(request)) is not None
    if request.method != "POST":
        return _page(request, application, None, may_sign)
    if not may_sign:
        raise PermissionDenied
    return _submit(request, application, FilingForm(request.POST))


def _submit(request: HttpRequest, application: Application, form: FilingForm) -> HttpResponse:
    user, now = acting(request), received_at(request)
    attempt = Attempt(form)
    if attempt.done(
        lambda values: filing.submit(
            application,
            by=user,
            received_at=now,
            read_as=values["read_as"],
            signatory_name=values["signatory_name"],
            signatory_role=values["signatory_role"],
        )
    ):
        return redirect("applications:receipt", application.reference, attempt.result.number)
    status = attempt.status
    if attempt.refusal:
        # What refused may be newer than what this request had read.
        application = fetch(user, application.reference)
        status = 403 if is_late(now, dossier.deadline_of(application)) else status
    return _page(request, application, form, True, reasons=attempt.reasons, status=status)


def _page(
    request: HttpRequest,
    application: Application,
    form: FilingForm | None,
    may_sign: bool,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    user, now = acting(request), received_at(request)
    content = dossier.read(application, at=now, signatory=user if may_sign else None)
    closes_at = content.terms.closes_at
    read_as = reading_of(application, content)
    if form is None:
        form = FilingForm(
            initial={
                "read_as": read_as,
                "signatory_name": user.get_full_name(),
                "signatory_role": capacity(application, user) if may_sign else "",
            }
        )
    elif form.is_bound:
        # The page now shows the dossier as it stands: what is signed next is this.
        form.data = form.data.copy()
        form.data["read_as"] = read_as
    findings = evaluate(content)
    sections = [section for section in progress(content).sections if section.missing]
    context: dict[str, Any] = {
        "application": application,
        "recap": recap(content, application.call.texts),
        "findings": findings,
        "incomplete": sections,
        "commitments": [
            (text, code in content.commitments.commitments)
            for code, text in content.terms.commitments
        ],
        "form": form,
        "reasons": reasons or [],
        "may_sign": may_sign,
        "signatories": [] if may_sign else signatories(application),
        "is_ready": not sections and not any(finding.is_blocking for finding in findings),
        "deadline": deadlines.both(closes_at, application.departement),
        "remaining": deadlines.remaining(closes_at, now),
        "late": closed_sentence(application, closes_at) if is_late(now, closes_at) else "",
        "can_write": True,
    }
    return render(request, "applications/filing/file.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what taking back does, then do it: the dossier is a draft again."""
    application = of_team(request, reference)
    is_filed = application.status == ApplicationStatus.SUBMITTED
    attempt = Attempt()
    if request.method == "POST" and not is_filed:
        attempt.refusal = Refused("Ce dossier n’est pas au stade où il se reprend.")
    elif request.method == "POST" and attempt.done(
        lambda _: filing.take_back(
            application, by=acting(request), received_at=received_at(request)
        )
    ):
        messages.warning(
            request,
            "Le dossier est de nouveau un brouillon : il n’est plus déposé. Déposez-le à "
            "nouveau avant la date limite.",
        )
        return redirect("applications:recap", reference)
    closes_at = dossier.deadline_of(application)
    context = {
        "application": application,
        "reasons": attempt.reasons,
        "may_sign": as_signatory(application, acting(request)) is not None,
        "is_filed": is_filed,
        "is_late": is_late(received_at(request), closes_at),
        "deadline": deadlines.both(closes_at, application.departement),
    }
    return render(request, "applications/filing/take_back.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what withdrawing does, ask why, then do it for good."""
    application = of_team(request, reference)
    form = WithdrawalForm(sent(request))
    attempt = Attempt(form)
    can_withdraw = application.status in ApplicationStatus.BEFORE_DECISION
    if form.is_bound and not can_withdraw:
        # In the portal's own words: a result is not told before it is published.
        attempt.refusal = Refused("Ce dossier ne se retire plus.")
    elif attempt.done(
        lambda values: filing.withdraw(application, by=acting(request), reason=values["reason"])
    ):
        messages.success(request, f"Le dossier {reference} est retiré.")
        return redirect("applications:list")
    context = {
        "application": application,
        "form": form,
        "reasons": attempt.reasons,
        "may_sign": as_signatory(application, acting(request)) is not None,
        "can_withdraw": can_withdraw,
    }
    return render(request, "applications/filing/withdraw.html", context, status=attempt.status)
