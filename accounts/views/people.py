"""The administrator's people: finding them, giving and taking back roles, closing accounts."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import roles
from accounts.access import only
from accounts.enums import Role
from accounts.forms.people import OptionalReasonForm, PeopleSearch, ReasonForm, RoleForm
from accounts.models import Membership, User
from limits_portal.forms import sent
from workflow.engine import Refused
from workflow.models import Event

PAGE = 25
LAST_EVENTS = 20
administrators_only = only(Role.ADMINISTRATOR)


def all_people() -> QuerySet[User]:
    """People with their live roles and whether they have a second factor; three queries."""
    links = Membership.objects.live().select_related("organisation").order_by("id")
    return User.objects.annotate(
        has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    ).prefetch_related(Prefetch("memberships", links, to_attr="live_links"))


def found(search: PeopleSearch) -> QuerySet[User]:
    """People a search finds, in its order."""
    people = all_people()
    data = search.cleaned_data if search.is_valid() else {}
    live = Membership.objects.live().filter(user=OuterRef("pk"))
    for word in data.get("q", "").split():
        people = people.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
            | Exists(live.filter(organisation__name__icontains=word))
        )
    if role := data.get("role"):
        people = people.filter(Exists(live.filter(role=role)))
    sort = data.get("sort") or "name"
    if sort == "name":
        return people.order_by("last_name", "first_name", "email")
    return people.order_by(F(sort.removeprefix("-")).desc(nulls_last=True), "pk")


@require_safe
@administrators_only
def people(request: HttpRequest) -> HttpResponse:
    """The list, filtered, sorted, by pages."""
    search = PeopleSearch(request.GET)
    page = Paginator(found(search), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"search": search, "page": page, "query": f"{query.urlencode()}&" if query else ""}
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: who they are, their roles, what happened to them; a POST gives a role."""
    subject = get_object_or_404(all_people(), pk=pk)
    form = RoleForm(sent(request))
    if form.is_valid():
        try:
            link = roles.grant(subject, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(
                request, f"{subject} a le rôle « {link.get_role_display()} », dès maintenant."
            )
            return redirect("accounts:person", pk)
    ids = [link.pk for link in subject.live_links]
    events = Event.objects.filter(
        Q(subject_type="accounts.user", subject_id=pk)
        | Q(subject_type="accounts.membership", subject_id__in=ids)
    ).order_by("-id")[:LAST_EVENTS]
    context = {"person": subject, "form": form, "events": events, "state_roles": Role.AGENT_ROLES}
    return render(request, "accounts/person.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def role_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role of the State back: asked once, at once effective."""
    links = Membership.objects.live().filter(role__in=Role.AGENT_ROLES)
    link = get_object_or_404(links.select_related("user", "organisation"), pk=pk)
    form = OptionalReasonForm(sent(request))
    if form.is_valid():
        try:
            roles.take_back(link, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, f"{link.user} n'a plus ce rôle, dès maintenant.")
            return redirect("accounts:person", link.user_id)
    return render(request, "accounts/role_remove.html", {"link": link, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def account_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account: asked once, with the reason."""
    subject = get_object_or_404(User, pk=pk, is_active=True)
    form = ReasonForm(sent(request))
    if form.is_valid():
        try:
            roles.close_account(subject, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, f"Le compte de {subject} est fermé, ses sessions aussi.")
            return redirect("accounts:person", pk)
    return render(request, "accounts/account_close.html", {"person": subject, "form": form})


@require_POST
@administrators_only
def account_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Reopen a closed account."""
    subject = get_object_or_404(User, pk=pk, is_active=False)
    try:
        roles.reopen_account(subject, by=request.user)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, f"Le compte de {subject} est rouvert.")
    return redirect("accounts:person", pk)
