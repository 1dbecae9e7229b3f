"""Preparing an amendment: what changes, then the same discussion as the convention's."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import acting, only
from accounts.enums import Role
from conventions.amending import amend, state_in_force
from conventions.amendment_form import AmendmentForm
from conventions.enums import ConventionStatus
from conventions.views.talk import act_of, place
from limits_portal.forms import sent
from workflow.attempts import Attempt


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def amendment(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what changes in a convention in force: the portal writes the text from it."""
    user = acting(request)
    act = act_of(user, reference, 0)
    convention = act.convention
    context: dict[str, Any] = {
        "act": act,
        "convention": convention,
        "form": None,
        "state": None,
        "reasons": [],
        "typed": "",
    }
    is_sent = request.method == "POST"
    is_over = convention.status != ConventionStatus.IN_FORCE
    if convention.in_force_at is None or (is_over and not is_sent):
        status = 409 if is_sent else 200
        return render(request, "conventions/talk/amend.html", context, status=status)
    state = state_in_force(convention)
    form = AmendmentForm(sent(request), state=state)
    if is_over:
        context["typed"] = form.typed
        return render(request, "conventions/talk/amend.html", context, status=409)
    attempt = Attempt(form)
    if attempt.done(
        lambda values: amend(
            convention, form.wanted, reason=values["reason"], by=user, since=state.act
        )
    ):
        messages.success(request, "L’avenant est établi. Relisez-le, puis mettez-le en discussion.")
        return redirect(place(attempt.result))
    context |= {"form": form, "state": state, "reasons": attempt.reasons}
    return render(request, "conventions/talk/amend.html", context, status=attempt.status)
