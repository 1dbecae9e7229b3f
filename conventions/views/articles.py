"""The administrator's screens of a call's articles of convention."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import acting
from applications.call_editing import new_code, revision, save_share
from applications.models import Call
from applications.views.calls import administrators_only, call_of, refusals
from conventions.articles import MAX_BODY, SHARE
from conventions.example import example
from conventions.filling import fill
from conventions.forms import ArticleForm
from conventions.placeholders import PLACEHOLDERS
from limits_portal.forms import ErrorLine, error_lines
from workflow.engine import Refused

WORDS = {"up": "Article monté.", "down": "Article descendu.", "remove": "Article supprimé."}


def _save(request: HttpRequest, call: Call, data: list[dict[str, Any]]) -> None:
    save_share(call, SHARE, data, seen=request.POST.get("seen", ""), by=acting(request))


@administrators_only
def articles(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles in order; move and remove are saved at once."""
    call = call_of(slug)
    stored = SHARE.read(call)
    if request.method == "POST":
        verb, _, code = request.POST.get("command", "").partition(":")
        rank = rank_of(stored, code)
        if rank is None or verb not in WORDS:
            raise Http404
        article = stored.pop(rank)
        if verb != "remove":
            stored.insert(max(0, rank + (-1 if verb == "up" else 1)), article)
        try:
            _save(request, call, stored)
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
        else:
            messages.success(request, WORDS[verb])
        return redirect("conventions:articles", slug)
    context = {"call": call, "articles": stored, "seen": revision(stored)}
    return render(request, "conventions/articles.html", context)


@administrators_only
def article(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    """Write an article, new or known."""
    call = call_of(slug)
    stored = SHARE.read(call)
    seen = revision(stored)
    rank = rank_of(stored, code)
    number = len(stored) + 1 if rank is None else rank + 1
    if code and rank is None:
        raise Http404
    errors: list[ErrorLine] = []
    is_preview = request.POST.get("command") == "preview"
    if request.method == "POST":
        form = ArticleForm(request.POST)
        form.show_error_summary = False
        errors = error_lines(form)
        if is_preview:
            seen = request.POST.get("seen", "")
        elif not errors:
            if rank is None:
                taken = {"nouveau", "apercu", *(entry["code"] for entry in stored)}
                title = form.cleaned_data["title"]
                stored.append({"code": new_code(title, taken)} | form.cleaned_data)
            else:
                stored[rank] = {"code": code} | form.cleaned_data
            try:
                _save(request, call, stored)
            except Refused as refused:
                errors, seen = refusals(refused), revision(SHARE.read(call))
            else:
                title = form.cleaned_data["title"]
                messages.success(request, f"Article « {title} » : c'est enregistré.")
                return redirect("conventions:articles", slug)
    else:
        form = ArticleForm(initial=stored[rank] if rank is not None else None)
    return render(
        request,
        "conventions/article.html",
        {
            "call": call,
            "form": form,
            "code": code,
            "number": number,
            "number_text": str(number),
            "lines": errors,
            "seen": seen,
            "placeholders": PLACEHOLDERS.items(),
            **_preview(call, request.POST if form.is_bound else form.initial),
        },
    )


@require_POST
@administrators_only
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """How a wording will read, on invented values: a fragment, asked for while one types."""
    return render(request, "conventions/preview.html", _preview(call_of(slug), request.POST))


def _preview(call: Call, typed: Mapping[str, Any]) -> dict[str, Any]:
    body = str(typed.get("body", ""))[:MAX_BODY].replace("\x00", "")
    return {"blocks": fill(body, example(call)) if body.strip() else []}


def rank_of(stored: list[dict[str, Any]], code: str) -> int | None:
    """Place of an article by its code, or None."""
    return next((n for n, entry in enumerate(stored) if entry["code"] == code), None)
