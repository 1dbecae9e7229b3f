"""A collectivité's team: who belongs to it, who asks to, and what one may decide."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import permissions
from accounts.enums import MembershipStatus, Role
from accounts.forms.membership import RefusalForm, RoleChoiceForm
from accounts.models import Invitation, Membership, Organisation, User
from accounts.search import MAX_QUERY_LENGTH, find
from accounts.workflow import MEMBERSHIP, change_role
from limits_portal.forms import sent
from workflow.engine import Refused

PAGE = 25


@dataclass(frozen=True)
class Line:
    """A link as the team page shows it, with what this person may do about it."""

    link: Membership
    may_decide: bool
    may_remove: bool
    is_own: bool


def line(link: Membership, user: User) -> Line:
    """The line of a link for this person."""
    return Line(
        link=link,
        may_decide=permissions.as_decider(link, user) is not None,
        may_remove=permissions.as_remover(link, user) is not None,
        is_own=link.user_id == user.pk,
    )


@require_GET
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Members, requests and invitations; to someone whose request waits, who will answer it."""
    user = request.user
    organisation = get_object_or_404(
        Organisation.objects.holders().select_related("departement"), pk=pk
    )
    own = next((link for link in user.links if link.organisation_id == pk), None)
    if not Organisation.objects.team_open_to(user).filter(pk=pk).exists():
        if own is None:
            raise Http404
        has_deciders = organisation.memberships.filter(
            status=MembershipStatus.VALIDATED, role__in=Role.HOLDER_EDITORS
        ).exists()
        context = {"organisation": organisation, "own": own, "has_deciders": has_deciders}
        return render(request, "accounts/waiting.html", context)
    links = organisation.memberships.live().filter(role__in=Role.HOLDER_ROLES)
    lines = []
    for link in links.select_related("user").order_by("requested_at", "pk"):
        link.organisation = organisation
        lines.append(line(link, user))
    may_invite = bool(permissions.roles_to_give(user, organisation))
    context = {
        "organisation": organisation,
        "own": own,
        "members": [x for x in lines if x.link.status == MembershipStatus.VALIDATED],
        "requests": [x for x in lines if x.link.status == MembershipStatus.PENDING],
        "may_invite": may_invite,
        "invitations": waiting_invitations(organisation) if may_invite else [],
    }
    return render(request, "accounts/team.html", context)


def waiting_invitations(organisation: Organisation) -> list[Invitation]:
    """Invitations neither accepted nor revoked, newest first."""
    rows = Invitation.objects.waiting().filter(organisation=organisation)
    return list(rows.select_related("invited_by").order_by("-pk"))


@require_GET
def pending(request: HttpRequest) -> HttpResponse:
    """Requests that the prefecture (its département) or MILDECA (all) may validate.

    Below them, a search of the teams one looks after.
    """
    if not permissions.keeps_links(request.user):
        raise Http404
    rows = (
        Membership.objects.visible_to(request.user)
        .filter(status=MembershipStatus.PENDING, role__in=Role.HOLDER_ROLES)
        .exclude(user=request.user)
        .select_related("user", "organisation__departement")
        .order_by("requested_at", "pk")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    text = request.GET.get("q", "")[:MAX_QUERY_LENGTH]
    teams = find(text).filter(pk__in=Organisation.objects.team_open_to(request.user).values("pk"))
    context = {
        "page": page,
        "lines": [line(link, request.user) for link in page],
        "text": text,
        "teams": list(teams[:PAGE]),
    }
    return render(request, "accounts/pending.html", context)


def decidable(request: HttpRequest, pk: int) -> Membership:
    """A link this person may decide on; otherwise the page does not exist for them."""
    visible = Membership.objects.visible_to(request.user)
    link = get_object_or_404(visible.select_related("user", "organisation__departement"), pk=pk)
    if permissions.as_decider(link, request.user) is None:
        raise Http404
    return link


def back(request: HttpRequest, link: Membership) -> HttpResponse:
    """Return to the page one came from: the list of requests, or the team."""
    if request.POST.get("from") == "pending" and permissions.keeps_links(request.user):
        return redirect("accounts:pending")
    return redirect("accounts:team", link.organisation_id)


def perform(request: HttpRequest, link: Membership, name: str, done: str, reason: str = "") -> None:
    """Perform a transition and say so, or say why it was refused."""
    try:
        MEMBERSHIP.perform(link, name, by=request.user, reason=reason)
    except Refused as refusal:
        for sentence in refusal.reasons:
            messages.error(request, sentence)
    else:
        messages.success(request, done)


@require_POST
def validate(request: HttpRequest, pk: int) -> HttpResponse:
    """Validate a request."""
    link = decidable(request, pk)
    perform(request, link, "validate", f"{link.user} fait désormais partie de l'équipe.")
    return back(request, link)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a request, with a reason."""
    link = decidable(request, pk)
    form = RefusalForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        perform(request, link, "refuse", f"La demande de {link.user} est refusée.", reason)
        return back(request, link)
    origin = request.POST.get("from") or request.GET.get("from", "")
    return render(request, "accounts/refuse.html", {"link": link, "form": form, "origin": origin})


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a member, leave, or give up a request: asked once, at once effective."""
    visible = Membership.objects.visible_to(request.user).live()
    link = get_object_or_404(visible.select_related("user", "organisation__departement"), pk=pk)
    if permissions.as_remover(link, request.user) is None:
        raise Http404
    is_own = link.user_id == request.user.pk
    if request.method == "POST":
        done = (
            f"Vous n'êtes plus rattaché à « {link.organisation} »."
            if is_own
            else f"{link.user} n'a plus accès aux dossiers de « {link.organisation} »."
        )
        perform(request, link, "remove", done)
        return (
            redirect("accounts:join") if is_own else redirect("accounts:team", link.organisation_id)
        )
    return render(request, "accounts/remove.html", {"link": link, "is_own": is_own})


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member another role."""
    link = decidable(request, pk)
    if link.status != MembershipStatus.VALIDATED:
        raise Http404
    roles = permissions.roles_to_give(request.user, link.organisation)
    initial = {"role": link.role, "delegation": link.delegation}
    form = RoleChoiceForm(sent(request), roles=roles, initial=initial)
    if form.is_valid():
        try:
            change_role(link, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, f"Le rôle de {link.user} est modifié.")
            return redirect("accounts:team", link.organisation_id)
    return render(request, "accounts/role.html", {"link": link, "form": form})
