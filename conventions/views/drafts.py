"""The draft of a text as one PDF: asked for by a button, made by a worker in plain sight."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting
from conventions import drafts
from conventions.models import Act
from conventions.views.talk import act_of
from limits_portal.papers import paper_of


def _state(act: Act) -> dict[str, Any]:
    version, draft = drafts.of(act)
    return {
        "act": act,
        "convention": act.convention,
        "application": act.convention.application,
        "version": version,
        "draft": draft,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The whole text as it stands, to read on paper or to pass on."""
    act = act_of(acting(request), reference, number)
    if request.method == "POST":
        drafts.ask(act)
        return redirect("conventions:draft", reference, number)
    return render(request, "conventions/draft/page.html", _state(act))


@require_safe
def draft_progress(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The progress alone: a fragment, asked again until the draft is there."""
    act = act_of(acting(request), reference, number)
    return render(request, "conventions/draft/progress.html", _state(act))


@require_safe
def draft_file(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The PDF of the last version."""
    act = act_of(acting(request), reference, number)
    _, made = drafts.of(act)
    name = f"projet-{act.convention.reference}-{act.number}.pdf"
    answer = paper_of(made, name) if made else None
    return answer or redirect("conventions:draft", reference, number)
