"""One's own account: who one is, and where else the account is open."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.own import ProfileForm
from workflow.engine import record


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name, function and phone; the way to everything else."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Vos informations sont enregistrées.")
        return redirect("accounts:account")
    return render(
        request,
        "accounts/account.html",
        {"form": form, "has_second_factor": is_mfa_enabled(request.user)},
        status=422 if form.is_bound else 200,
    )


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one of one's own sessions; the device there must log in again."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    session.end()
    record("account.session_end", subject=request.user, by=request.user)
    messages.success(request, "La session est fermée.")
    return redirect("usersessions_list")
