"""The laureates without a convention: open one, or all that are ticked (C-5f)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import acting, only
from accounts.enums import Role
from conventions import terms
from conventions.models import Convention
from conventions.opening import open_convention, without_convention
from workflow.engine import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def opening(request: HttpRequest) -> HttpResponse:
    """Laureates whose convention is still to be opened; each refusal is said, the others go on."""
    user = acting(request)
    awards = list(without_convention(user).select_related("application__call__convention_terms"))
    if request.method == "POST":
        ticked = set(request.POST.getlist("award"))
        chosen = [award for award in awards if str(award.pk) in ticked]
        opened: list[Convention] = []
        for award in chosen:
            try:
                opened.append(open_convention(award, by=user))
            except Refused as refused:
                for reason in refused.reasons:
                    messages.error(request, reason)
        if opened:
            names = ", ".join(str(convention) for convention in opened)
            verb = "Convention ouverte" if len(opened) == 1 else "Conventions ouvertes"
            messages.success(request, f"{verb} : {names}.")
        elif not chosen:
            messages.warning(
                request,
                "Cochez au moins un lauréat. Sa convention est peut-être déjà ouverte.",
            )
        return redirect("conventions:opening")
    calls = {award.application.call_id: award.application.call for award in awards}
    groups = [
        {
            "call": call,
            "awards": [award for award in awards if award.application.call_id == pk],
            "missing": terms.in_a_sentence(terms.missing(terms.of(call))),
        }
        for pk, call in calls.items()
    ]
    return render(request, "conventions/opening.html", {"groups": groups})
