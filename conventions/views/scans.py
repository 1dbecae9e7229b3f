"""Paper: piles of scanned pages, what was found in them, declared then certified (C-5g)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import acting
from accounts.models import User
from applications import documents
from conventions.enums import Party
from conventions.models import Act, PaperCopy, ScanPile
from conventions.permissions import parties_of
from conventions.sign_forms import PaperForm, ReasonForm, ScanForm
from conventions.signing import certifying, paper
from conventions.signing.shortcuts import PAPER_ROLES
from limits_portal.forms import sent, sent_with_files
from limits_portal.papers import kept
from workflow.attempts import Attempt
from workflow.engine import NotAllowed, Refused


def _scanner(request: HttpRequest) -> User:
    user = acting(request)
    if not user.has_role(*PAPER_ROLES):
        raise Http404
    return user


def _copy(user: User, pk: int) -> PaperCopy:
    """A copy of a text this person reads, that they brought or may certify. Raises Http404."""
    found = get_object_or_404(
        PaperCopy.objects.select_related(
            "pile", "issue__act__convention__application__holder", "declared_by"
        ).filter(issue__act__in=Act.objects.visible_to(user)),
        pk=pk,
    )
    held = parties_of(found.issue.act.convention, user)
    if found.pile.uploaded_by_id != user.pk and Party.MILDECA not in held:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def scans(request: HttpRequest) -> HttpResponse:
    """Bring a pile; see the last ones, and what waits for a certification."""
    user = _scanner(request)
    form = ScanForm(*sent_with_files(request))
    attempt = Attempt(form)
    if attempt.done(lambda values: paper.bring(values["file"], by=user)):
        return redirect("conventions:scan", attempt.result.pk)
    context = {
        "form": form,
        "reasons": attempt.reasons,
        "waiting": certifying.waiting_for(user),
        "piles": ScanPile.objects.filter(uploaded_by=user)[:20],
    }
    # A file that is refused is a wrong one: nothing here stands in its way.
    status = 422 if attempt.refusal else attempt.status
    return render(request, "conventions/scans/list.html", context, status=status)


@require_safe
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """What a worker found in a pile: copies, missing pages, pages without a code."""
    user = _scanner(request)
    pile = get_object_or_404(ScanPile, pk=pk, uploaded_by=user)
    context = {
        "pile": pile,
        "copies": pile.copies.filter(issue__act__in=Act.objects.visible_to(user)).select_related(
            "issue__act__convention__application__holder"
        ),
        "unread": [n for n, mark in enumerate(pile.marks, start=1) if not mark],
    }
    name = "progress" if request.headers.get("HX-Request") else "pile"
    return render(request, f"conventions/scans/{name}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who signed the paper and when."""
    user = acting(request)
    copy = _copy(user, pk)
    left = certifying.left_to_declare(copy, user)
    form = PaperForm(sent(request), left=left)
    attempt = Attempt(form)
    if attempt.done(lambda _: certifying.declare(copy, form.lines, by=user)):
        messages.success(
            request, "C’est noté. Une seconde personne, à la MILDECA, certifiera la copie."
        )
        return redirect("conventions:paper_copy", copy.pk)
    context = {"copy": copy, "form": form, "reasons": attempt.reasons}
    return render(request, "conventions/scans/declare.html", context, status=attempt.status)


@require_safe
def paper_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A declared copy: what was declared, by whom; certify it or send it back."""
    user = acting(request)
    return _show(request, _copy(user, pk))


@require_POST
def certify(request: HttpRequest, pk: int) -> HttpResponse:
    """Certify a copy that somebody else declared, or send it back: « go » says which."""
    user = acting(request)
    copy = _copy(user, pk)
    go = request.POST.get("go", "")
    if go not in ("certify", "refuse"):
        raise Http404
    form = ReasonForm(request.POST)
    try:
        if go == "certify":
            certifying.certify(copy, by=user)
        elif form.is_valid():
            certifying.refuse(copy, by=user, reason=form.cleaned_data["reason"])
        else:
            return _show(request, copy, form=form, status=422)
    except NotAllowed as refusal:
        raise PermissionDenied(" ".join(refusal.reasons)) from refusal
    except Refused as refusal:
        sent = form if go == "refuse" else None
        return _show(request, copy, reasons=refusal.reasons, form=sent, status=409)
    messages.success(
        request,
        "La copie est certifiée, la signature est enregistrée."
        if go == "certify"
        else "La copie est renvoyée à celui qui l’a déclarée.",
    )
    return redirect("conventions:scans")


def _show(
    request: HttpRequest,
    copy: PaperCopy,
    *,
    reasons: list[str] | None = None,
    form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = acting(request)
    fresh = _copy(user, copy.pk)
    context = {
        "copy": fresh,
        "lines": certifying.declared_lines(fresh),
        "form": form or ReasonForm(),
        "reasons": reasons or [],
        "may_certify": certifying.may_certify(fresh, user),
    }
    return render(request, "conventions/scans/copy.html", context, status=status)


@require_safe
def copy_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The scanned pages of a copy, in order."""
    found = _copy(acting(request), pk)
    content = documents.read(found)
    if content is None:
        raise Http404
    return kept(content, f"copie-{found.issue.act.convention.reference}.pdf")
