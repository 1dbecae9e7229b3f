"""The pages of a person's choices: preferences, and turning a topic off from a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access import acting
from limits_portal.forms import sent
from notifications import preferences as chosen
from notifications.forms import PreferencesForm


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How one wants to hear of each topic."""
    person = acting(request)
    form = PreferencesForm(
        sent(request),
        topics=chosen.topics_of(person),
        initial=chosen.of(person),
    )
    if form.is_bound and form.is_valid():
        chosen.choose(person, form.cleaned_data)
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("notifications:preferences")
    status = 422 if form.is_bound else 200
    return render(request, "notifications/preferences.html", {"form": form}, status=status)


# A mail program posts here by itself (RFC 8058): no session, no token of ours but the signed link.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Turn one topic off without logging in; opening the link alone changes nothing."""
    try:
        person, topic = chosen.read(token)
    except BadSignature:
        raise Http404 from None
    if request.method == "POST":
        chosen.turn_off(person, topic)
    context = {"label": chosen.label_of(topic), "is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
