"""The administrator's calls: the list, one call at a glance, its terms and texts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import event_words
from accounts.access import acting, only
from accounts.enums import Role
from applications.call_editing import (
    Outdated,
    publish,
    revision,
    save_content,
    save_terms,
    terms,
    unpublish,
)
from applications.editions import texts_of_another_year
from applications.enums import ApplicationStatus
from applications.forms.call_fields import day_and_hour
from applications.forms.call_lists import LISTS
from applications.forms.calls import TermsForm, TextsForm, ThresholdsForm
from applications.models import Call
from limits_portal.forms import ErrorLine, PortalForm, error_lines
from workflow.engine import Refused
from workflow.models import Event

administrators_only = only(Role.ADMINISTRATOR)


def call_of(slug: str) -> Call:
    """The call of this identifier, published or not, or a 404."""
    return get_object_or_404(Call.objects.select_related("copied_from"), slug=slug)


def with_counts() -> Any:
    """Calls with the number of their dossiers."""
    filed = Q(applications__status__in=ApplicationStatus.FILED)
    return Call.objects.annotate(
        dossiers=Count("applications", distinct=True),
        filed=Count("applications", filter=filed, distinct=True),
        extended=Count("extensions", distinct=True),
    )


def period_of(call: Call) -> str:
    """Where the call stands in time: « à venir », « dépôt ouvert » or « clos »."""
    now = timezone.now()
    if now < call.opens_at:
        return "À venir"
    return "Dépôt ouvert" if now <= call.closes_at else "Clos"


@administrators_only
def call_list(request: HttpRequest) -> HttpResponse:
    """Every edition, the latest first."""
    calls = [(call, period_of(call)) for call in with_counts().order_by("-year", "-opens_at")]
    return render(request, "applications/calls/list.html", {"calls": calls})


@administrators_only
def call_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """One call at a glance, with the way to each of its parts."""
    call = get_object_or_404(with_counts().select_related("copied_from"), slug=slug)
    texts = call.texts
    parts = [(kind, len(getattr(texts, kind.field))) for kind in LISTS.values()]
    return render(
        request,
        "applications/calls/edit.html",
        {
            "call": call,
            "texts": texts,
            "period": period_of(call),
            "parts": parts,
            "other_year": texts_of_another_year(call),
            "events": [EventLine.of(e) for e in Event.objects.about(call)[:8]],
        },
    )


PARTS = {
    "terms": "dates et montants",
    "textes": "textes",
    "seuils": "seuils d'alerte",
    "exemples": "exemples d'actions",
    "criteria": "critères de sélection",
    "articles": "articles de la convention",
    "convention": "modalités de convention",
} | {kind.slug: kind.title.lower() for kind in LISTS.values()}


@dataclass(frozen=True)
class EventLine:
    """A row of the journal in words."""

    what: str
    event: Event

    @classmethod
    def of(cls, event: Event) -> "EventLine":
        """Say what happened, and to which part or whom."""
        what = event_words.said(event.name)
        detail = PARTS.get(event.payload.get("part", ""), "") or event.payload.get("holder_name")
        return cls(f"{what} : {detail}" if detail else what, event)


@administrators_only
@require_POST
def call_publication(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish a call, or withdraw it."""
    call = call_of(slug)
    try:
        if request.POST.get("published") == "yes":
            publish(call, by=acting(request))
            messages.success(request, "L'appel est publié : il est visible de tous.")
        else:
            unpublish(call, by=acting(request))
            messages.success(request, "L'appel n'est plus visible du public.")
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    return redirect("applications:call_edit", slug)


@dataclass(frozen=True)
class SettingsPage:
    """A page of plain fields: which form, filled from what, saved how."""

    title: str
    form: type[PortalForm]
    initial: Callable[[Call], dict[str, Any]]
    seen: Callable[[Call], str]
    save: Callable[..., Any]


def _terms_initial(call: Call) -> dict[str, Any]:
    return (
        terms(call) | day_and_hour("opens", call.opens_at) | day_and_hour("closes", call.closes_at)
    )


def _save_terms(call: Call, form: TermsForm, **how: Any) -> None:
    save_terms(call, form.columns, **how)


TEXTS = ("purpose", "context", "funding_source", "excluded_industries")
SILENCE = ("silence_text", "silence_text_is_validated")
CONTACT = ("service", "address", "email", "phone")
THRESHOLDS = tuple(ThresholdsForm.base_fields)


def _texts_initial(call: Call) -> dict[str, Any]:
    texts = call.texts
    return {name: getattr(texts, name) for name in (*TEXTS, *SILENCE)} | {
        f"contact_{name}": getattr(texts.contact, name) for name in CONTACT
    }


def _save_texts(call: Call, form: TextsForm, **how: Any) -> None:
    values = form.cleaned_data
    changes = {name: values[name] for name in (*TEXTS, *SILENCE)}
    changes["contact"] = {name: values[f"contact_{name}"] for name in CONTACT}
    save_content(call, changes, part="textes", **how)


def _thresholds_initial(call: Call) -> dict[str, Any]:
    return {name: getattr(call.texts, name) for name in THRESHOLDS}


def _save_thresholds(call: Call, form: ThresholdsForm, **how: Any) -> None:
    save_content(call, dict(form.cleaned_data), part="seuils", **how)


def seen_content(*names: str) -> Callable[[Call], str]:
    """How a page marks what it showed of the content."""
    return lambda call: revision({name: call.content.get(name) for name in names})


SETTINGS = {
    "cadre": SettingsPage(
        "Dates et montants", TermsForm, _terms_initial, lambda c: revision(terms(c)), _save_terms
    ),
    "textes": SettingsPage(
        "Textes", TextsForm, _texts_initial, seen_content(*TEXTS, *SILENCE, "contact"), _save_texts
    ),
    "seuils": SettingsPage(
        "Seuils d'alerte",
        ThresholdsForm,
        _thresholds_initial,
        seen_content(*THRESHOLDS),
        _save_thresholds,
    ),
}


@administrators_only
def call_settings(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Edit the terms, the texts or the thresholds."""
    if part not in SETTINGS:
        raise Http404
    page, call = SETTINGS[part], call_of(slug)
    lines: list[ErrorLine] = []
    if request.method == "POST":
        form = page.form(request.POST)
        form.show_error_summary = False
        if form.is_valid():
            try:
                seen = request.POST.get("seen", "")
                page.save(call, form, seen=seen, by=acting(request))
            except Outdated as outdated:
                call = call_of(slug)
                lines = refusals(outdated)
            except Refused as refused:
                lines = refusals(refused)
            else:
                messages.success(request, f"{page.title} : c'est enregistré.")
                return redirect("applications:call_edit", slug)
        else:
            lines = error_lines(form)
    else:
        form = page.form(initial=page.initial(call))
    return render(
        request,
        "applications/calls/settings.html",
        {"call": call, "page": page, "form": form, "lines": lines, "seen": page.seen(call)},
    )


def refusals(refused: Refused) -> list[ErrorLine]:
    """The reasons of a refusal, for the summary of errors."""
    return [ErrorLine("", reason, "") for reason in refused.reasons]


@administrators_only
def call_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What the call says, published or not, on one page."""
    call = call_of(slug)
    return render(request, "applications/calls/preview.html", {"call": call, "texts": call.texts})
