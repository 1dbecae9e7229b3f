"""The agreed amount, and the end of a convention: MILDECA's pages (C-4.2a, C-5e)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import acting, only
from accounts.enums import Role
from conventions import ending
from conventions.agreed_amount import agree_amount
from conventions.enums import ActStatus, ConventionStatus
from conventions.state import thawed
from conventions.talk_forms import AmountForm, EndForm
from conventions.views.talk import act_of, place
from limits_portal.forms import sent
from workflow.attempts import Attempt

WRITABLE = (ActStatus.DRAFTING, ActStatus.NEGOTIATING)
ENDS = (ConventionStatus.PREPARING, ConventionStatus.IN_FORCE)


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def amount(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree on less than decided, or on other years: a new version of the text."""
    user = acting(request)
    act = act_of(user, reference, 0)
    convention = act.convention
    last = act.last_version()
    form = AmountForm(
        sent(request),
        initial={
            "seen": last.number,
            "amount": convention.agreed_amount,
            "reason": convention.amount_reason,
        },
        years=[year for _, year, _ in thawed(last).exercises],
    )
    attempt = Attempt(form)
    if attempt.done(
        lambda values: agree_amount(
            act,
            amount=values["amount"],
            by=user,
            seen=values["seen"],
            reason=values["reason"],
            yearly=form.yearly,
        )
    ):
        messages.success(request, "Le montant convenu est dans le texte, en une nouvelle version.")
        return redirect(place(act))
    context = {
        "act": act,
        "convention": convention,
        "form": form,
        "reasons": attempt.reasons,
        "is_possible": act.status in WRITABLE,
    }
    return render(request, "conventions/talk/amount.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a convention up before its signature, or terminate it; say first what becomes of it."""
    user = acting(request)
    act = act_of(user, reference, 0)
    convention = act.convention
    is_in_force = convention.status == ConventionStatus.IN_FORCE
    form = EndForm(sent(request), is_in_force=is_in_force)
    attempt = Attempt(form)
    verb = ending.terminate if is_in_force else ending.cancel
    if attempt.done(lambda values: verb(convention, by=user, **values)):
        done = "résiliée" if is_in_force else "abandonnée"
        messages.success(request, f"La convention est {done} ; ses parties sont prévenues.")
        return redirect(place(act))
    context = {
        "act": act,
        "convention": convention,
        "form": form,
        "reasons": attempt.reasons,
        "is_in_force": is_in_force,
        "is_possible": convention.status in ENDS,
    }
    return render(request, "conventions/talk/end.html", context, status=attempt.status)
