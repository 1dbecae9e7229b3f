"""Copying a call for another year; extending its deadline for one holder."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import acting
from accounts.models import Organisation
from accounts.search import find
from applications import editions
from applications.extending import grant, revoke
from applications.forms.calls import CopyForm, ExtensionForm
from applications.models import Extension
from applications.views.calls import administrators_only, call_of, refusals
from limits_portal.forms import error_lines
from workflow.engine import Refused

# Holders listed by a search; more than that, and one types a little more of the name.
FOUND = 10


@administrators_only
def call_copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Copy a call, its criteria and its articles, its dates shifted, unpublished."""
    call = call_of(slug)
    lines = []
    if request.method == "POST":
        form = CopyForm(request.POST)
        lines = error_lines(form)
        if not lines:
            try:
                new = editions.copy(
                    call,
                    slug=form.cleaned_data["slug"],
                    title=form.cleaned_data["title"],
                    years=form.cleaned_data["years"],
                    by=acting(request),
                )
            except Refused as refused:
                lines = refusals(refused)
            else:
                messages.success(
                    request,
                    "L'appel est copié, avec ses critères et ses articles. "
                    "Il n'est pas encore publié : relisez ses dates et ses textes.",
                )
                return redirect("applications:call_edit", new.slug)
    else:
        new_slug, new_title = editions.next_identity(call)
        form = CopyForm(initial={"slug": new_slug, "title": new_title, "years": 1})
    form.show_error_summary = False
    return render(
        request, "applications/calls/copy.html", {"call": call, "form": form, "lines": lines}
    )


@administrators_only
def extensions(request: HttpRequest, slug: str) -> HttpResponse:
    """The named extensions of a call; grant one to a holder found by searching."""
    call = call_of(slug)
    query = request.GET.get("q", "").strip()[:100]
    chosen = request.POST.get("holder") or request.GET.get("holder") or ""
    holder = None
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 12:
        holders = Organisation.objects.holders().select_related("departement")
        holder = holders.filter(pk=chosen).first()
    lines = []
    form = ExtensionForm()
    if request.method == "POST" and holder:
        form = ExtensionForm(request.POST)
        lines = error_lines(form)
        if not lines:
            try:
                extension = grant(
                    call,
                    holder=holder,
                    closes_at=form.cleaned_data["closes_at"],
                    reason=form.cleaned_data["reason"],
                    by=acting(request),
                )
            except Refused as refused:
                lines = refusals(refused)
            else:
                messages.success(request, f"Prolongation accordée : {extension.holder}.")
                return redirect("applications:extensions", slug)
    elif request.method == "POST":
        messages.error(request, "Choisissez d'abord le porteur : cherchez-le par son nom.")
    form.show_error_summary = False
    found = list(find(query)[: FOUND + 1]) if query and not holder else []
    return render(
        request,
        "applications/calls/extensions.html",
        {
            "call": call,
            "granted": call.extensions.select_related("holder__departement", "granted_by").order_by(
                "-granted_at"
            ),
            "query": query,
            "found": found[:FOUND],
            "has_more": len(found) > FOUND,
            "holder": holder,
            "form": form,
            "lines": lines,
        },
    )


@administrators_only
@require_POST
def extension_revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an extension back."""
    extension = get_object_or_404(
        Extension.objects.select_related("call", "holder"), pk=pk, call__slug=slug
    )
    revoke(extension, by=acting(request))
    messages.success(request, f"Prolongation annulée : {extension.holder}.")
    return redirect(reverse("applications:extensions", args=[slug]))
