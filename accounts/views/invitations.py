"""Inviting colleagues, and what an invited person sees."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import invitations, permissions
from accounts.forms.membership import InviteForm
from accounts.models import Invitation, Organisation
from limits_portal.forms import sent
from workflow.engine import NotAllowed, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a colleague; the answer never says whether the address has an account."""
    organisation = get_object_or_404(Organisation.objects.team_open_to(request.user), pk=pk)
    roles = permissions.roles_to_give(request.user, organisation)
    if not roles:
        raise Http404
    form = InviteForm(sent(request), roles=roles, initial={"role": roles[0]})
    if form.is_valid():
        try:
            invitation = invitations.invite(
                organisation=organisation, **form.cleaned_data, by=request.user
            )
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, f"Une invitation part à {invitation.email}.")
            return redirect("accounts:team", pk)
    return render(request, "accounts/invite.html", {"organisation": organisation, "form": form})


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again."""
    return _act(request, pk, invitations.resend, "L'invitation à {} part à nouveau.")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation void."""
    return _act(request, pk, invitations.revoke, "L'invitation à {} est annulée.")


def _act(request: HttpRequest, pk: int, verb: Callable[..., Any], done: str) -> HttpResponse:
    visible = Invitation.objects.visible_to(request.user).select_related("organisation")
    invitation = get_object_or_404(visible, pk=pk)
    if not permissions.deciding_role(request.user, invitation.organisation, invitation.role):
        raise Http404
    try:
        verb(invitation, by=request.user)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, done.format(invitation.email))
    return redirect("accounts:team", invitation.organisation_id)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever holds its link; accept it by POST, logged in as its address."""
    try:
        opened = invitations.read(token)
    except signing.BadSignature as error:
        raise Http404 from error
    except invitations.Gone as gone:
        return render(request, "accounts/invitation_gone.html", {"gone": gone}, status=410)
    context = {"invitation": opened.invitation, "token": token, "reasons": []}
    context["is_mine"] = request.user.is_authenticated and invitations.is_for(
        opened.invitation, request.user
    )
    if request.method != "POST":
        return render(request, "accounts/invitation.html", context)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    try:
        link = invitations.accept(token, by=request.user)
    except invitations.Gone as gone:
        return render(request, "accounts/invitation_gone.html", {"gone": gone}, status=410)
    except NotAllowed as refusal:
        context["reasons"] = refusal.reasons
        return render(request, "accounts/invitation.html", context, status=403)
    except Refused as refusal:
        messages.info(request, " ".join(refusal.reasons))
        return redirect("accounts:team", opened.invitation.organisation_id)
    messages.success(request, f"Vous faites désormais partie de l'équipe « {link.organisation} ».")
    return redirect("accounts:team", link.organisation_id)
