"""The plan of actions: the section's page, and each action on a page of its own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import acting
from accounts.models import User
from applications import drafting
from applications.content import ActionContent
from applications.enums import SectionKey
from applications.examples import action_from
from applications.forms.actions import ACTION
from applications.models import Action, Application
from applications.permissions import as_editor
from applications.plan import by_axis
from applications.views.dossier_page import fetch, scope_read, setting_of, surroundings
from applications.views.edited import Editing
from applications.views.editing import edit
from applications.views.sections import addresses
from workflow.engine import Refused

# A plan of more actions than this is no longer read by anyone.
MAX_ACTIONS = 60


def fetch_to_write(user: User, reference: str) -> Application:
    """The dossier, for someone of its team who writes. Raises Http404 or PermissionDenied."""
    application = fetch(user, reference)
    if as_editor(application, user) is None:
        raise PermissionDenied
    return application


def plan_address(application: Application, action: Action | None = None) -> str:
    """Address of the plan's page, at this action."""
    page = reverse("applications:section", args=[application.reference, SectionKey.ACTIONS])
    return f"{page}#action-{action.pk}" if action else page


def refused(
    request: HttpRequest, application: Application, refusal: Refused
) -> HttpResponseRedirect:
    """Back to the plan, with the reasons."""
    for reason in refusal.reasons:
        messages.error(request, reason)
    return redirect(plan_address(application))


@require_safe
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """The section « Actions »: the plan by axis."""
    user = acting(request)
    application = fetch(user, reference)
    context = surroundings(application, user, SectionKey.ACTIONS)
    context |= {
        "blocks": by_axis(application.call.texts, application.actions.all()),
        "addresses": addresses(reference, SectionKey.ACTIONS),
        "can_add": scope_read(application).covers(SectionKey.ACTIONS, ""),
    }
    return render(request, "applications/actions/plan.html", context)


@require_safe
def action_examples(request: HttpRequest, reference: str) -> HttpResponse:
    """The call's worked examples of an axis, each ready to become an action (C-A2)."""
    user = acting(request)
    application = fetch_to_write(user, reference)
    texts = application.call.texts
    axis = next((a for a in texts.axes if a.code == request.GET.get("axe")), None)
    context = surroundings(application, user, SectionKey.ACTIONS)
    context |= {
        "axis": axis,
        "examples": [e for e in texts.examples if axis is None or e.axis == axis.code],
    }
    return render(request, "applications/actions/examples.html", context)


@require_POST
def action_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add an action: blank in an axis, outside them, or started from an example."""
    user = acting(request)
    application = fetch_to_write(user, reference)
    texts = application.call.texts
    content = ActionContent(is_outside_axes="outside" in request.POST)
    if code := request.POST.get("example"):
        example = next((e for e in texts.examples if e.code == code), None)
        if example is None:
            raise Http404
        years = setting_of(application).project.duration_years or 3
        content = action_from(example, years=years)
    elif request.POST.get("axis") in {axis.code for axis in texts.axes}:
        content = ActionContent(axis=request.POST["axis"])
    if len(application.actions.all()) >= MAX_ACTIONS:
        messages.error(request, f"Le plan compte déjà {MAX_ACTIONS} actions : regroupez-en.")
        return redirect(plan_address(application))
    try:
        action = drafting.add_action(application, content, by=user)
    except Refused as refusal:
        return refused(request, application, refusal)
    return redirect("applications:action", reference, action.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Show or save one action."""
    application = fetch(acting(request), reference)
    row = next((row for row in application.actions.all() if row.pk == pk), None)
    if row is None:
        raise Http404
    example = next(
        (e for e in application.call.texts.examples if e.code == row.content.get("example")), None
    )
    return edit(
        request,
        Editing(
            application=application,
            key=SectionKey.ACTIONS,
            row=row,
            kind=ACTION,
            save=drafting.save_action,
            title=row.content.get("title") or "Nouvelle action",
            intro="Une action par page. Ce que vous écrivez ici nourrit le budget, la convention et "
            "le bilan final.",
            addresses={
                "stay": reverse("applications:action", args=[reference, pk]),
                "next": plan_address(application, row),
            },
            template="applications/actions/action.html",
            beside=lambda _: {"example": example, "plan_address": plan_address(application, row)},
        ),
    )


def _action(application: Application, pk: int) -> Action:
    return get_object_or_404(application.actions.select_related("application"), pk=pk)


@require_POST
def action_move(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Move an action up or down the plan."""
    user = acting(request)
    application = fetch_to_write(user, reference)
    moved = _action(application, pk)
    try:
        drafting.move_action(moved, up="up" in request.POST, by=user)
    except Refused as refusal:
        return refused(request, application, refusal)
    return redirect(plan_address(application, moved))


@require_POST
def action_duplicate(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Add a copy of an action at the end of the plan, and open it."""
    user = acting(request)
    application = fetch_to_write(user, reference)
    original = ActionContent.model_validate(_action(application, pk).content)
    copy = original.model_copy(update={"title": f"{original.title} (copie)"[:150]})
    try:
        added = drafting.add_action(application, copy, by=user)
    except Refused as refusal:
        return refused(request, application, refusal)
    messages.success(request, "L'action est copiée : changez ce qui diffère.")
    return redirect("applications:action", reference, added.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def action_remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Ask once, then remove an action; the journal keeps its text."""
    user = acting(request)
    application = fetch_to_write(user, reference)
    removed = _action(application, pk)
    if request.method == "POST":
        try:
            drafting.remove_action(removed, by=user)
        except Refused as refusal:
            return refused(request, application, refusal)
        messages.success(request, "L'action est supprimée. Le journal du dossier garde son texte.")
        return redirect(plan_address(application))
    return render(
        request,
        "applications/actions/remove.html",
        {
            "application": application,
            "content": ActionContent.model_validate(removed.content),
            "action": removed,
            "plan_address": plan_address(application, removed),
        },
    )
