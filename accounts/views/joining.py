"""Finding one's collectivité in the national register, and asking to be linked to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.enums import Role
from accounts.forms.membership import JoinForm
from accounts.invitations import token, waiting_for
from accounts.models import Organisation
from accounts.search import MAX_QUERY_LENGTH, find
from accounts.workflow import ask, refusals
from limits_portal.forms import sent
from workflow.engine import Refused

SHOWN = 20


def found_by(text: str) -> dict[str, object]:
    """What the list of results shows: the first ones, and whether there are more."""
    found = list(find(text)[: SHOWN + 1])
    return {"text": text, "results": found[:SHOWN], "has_more": len(found) > SHOWN}


@require_GET
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """Communes and EPCI that answer what is typed: the list alone for htmx, else the page."""
    context = found_by(request.GET.get("q", "")[:MAX_QUERY_LENGTH])
    if request.headers.get("HX-Request"):
        return render(request, "accounts/results.html", context)
    return render(request, "accounts/join.html", context | {"invitations": [], "refusals": []})


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Search a collectivité, then ask to be linked to the one chosen."""
    chosen = request.GET.get("organisation")
    if chosen is None:
        invitations = [(invitation, token(invitation)) for invitation in waiting_for(request.user)]
        context = found_by("") | {
            "invitations": invitations,
            "refusals": refusals(request.user),
        }
        return render(request, "accounts/join.html", context)
    organisation = get_object_or_404(
        Organisation.objects.holders().select_related("departement"),
        pk=int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0,
    )
    initial = {"job_title": request.user.job_title, "role": Role.WRITER}
    form = JoinForm(sent(request), initial=initial)
    if form.is_valid():
        try:
            ask(organisation=organisation, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(
                request, f"Votre demande de rattachement à « {organisation} » est enregistrée."
            )
            return redirect("accounts:team", organisation.pk)
    return render(request, "accounts/ask.html", {"organisation": organisation, "form": form})
