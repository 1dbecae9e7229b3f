"""The signing page: the PDF as it is, who signed, who is next, and signing (C-5g)."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting
from accounts.models import User
from conventions.enums import SignatureWay
from conventions.models import Revision
from conventions.sign_forms import ConsentForm
from conventions.signing import certificates, circuit, pictures, portal
from conventions.signing.desk import Desk, desk_of
from conventions.signing.portal import Consent
from conventions.signing.wording import EXPLANATIONS, WORTHLESS
from conventions.views.talk import act_of
from workflow.attempts import Attempt

# What a browser says of itself, as the evidence keeps it.
BROWSER_LENGTH = 200


def opened(user: User, reference: str, number: int, issue: int | None = None) -> Desk:
    """The desk of a text this person reads. Raises Http404 before its document is sealed."""
    if issue is not None and issue > 32_767:
        raise Http404
    desk = desk_of(act_of(user, reference, number), user, issue)
    if desk is None:
        raise Http404
    return desk


def context_of(desk: Desk) -> dict[str, Any]:
    """What every page of the signature says."""
    return {
        "desk": desk,
        "act": desk.act,
        "convention": desk.act.convention,
        "issue": desk.issue,
        "revision": desk.revision,
        "worthless": WORTHLESS if certificates.is_demonstration() else "",
    }


@require_safe
def signing(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The document page by page, and its circuit."""
    issue = request.GET.get("edition", "")
    asked = int(issue) if issue.isdecimal() and len(issue) < 6 else None
    desk = opened(acting(request), reference, number, asked)
    history = desk.act.issues.filter(revisions__number=0).exclude(pk=desk.issue.pk)
    context = context_of(desk) | {
        "pages": range(1, desk.issue.pages + 1),
        "history": history.order_by("-number"),
    }
    return render(request, "conventions/signing/page.html", context)


@require_safe
def page_picture(
    request: HttpRequest, reference: str, number: int, issue: int, page: int
) -> HttpResponse:
    """A page of an issue as it stands, as a picture."""
    desk = opened(acting(request), reference, number, issue)
    drawn = pictures.picture(circuit.bytes_of(desk.revision), page)
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/png")


@require_safe
def document(
    request: HttpRequest, reference: str, number: int, issue: int, revision: int
) -> HttpResponse:
    """Exact bytes of a revision of an issue: the sealed one, then one a signature."""
    desk = opened(acting(request), reference, number, issue)
    row = desk.issue.revisions.filter(number=min(revision, 32_767)).first()
    if row is None:
        raise Http404
    return served(row, f"{desk.act.convention.reference}-{number}-{issue}-{revision}.pdf")


def served(revision: Revision, name: str) -> HttpResponse:
    """A revision as a file to keep, never as a page."""
    response = HttpResponse(circuit.bytes_of(revision), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Consent, prove who one is, sign: at once and for good."""
    user = acting(request)
    desk = opened(user, reference, number)
    party = desk.party
    if desk.mandate is None or not desk.may_sign or party is None:
        return redirect("conventions:signing", reference, number)
    organisation = desk.mandate.organisation
    text = portal.consent_text(organisation, desk.mandate)
    bound = request.POST if request.method == "POST" else None
    form = ConsentForm(bound, user=user, consent=text, initial={"sha256": desk.revision.sha256})
    attempt = Attempt(form)

    def sign_once(_: dict[str, Any]) -> None:
        if form.authenticator is not None:
            form.save()
        portal.sign(desk.issue, party=party, by=user, consent=_consent(request, form))

    if attempt.done(sign_once):
        messages.success(
            request, "C’est signé. Le document signé peut être téléchargé dès maintenant."
        )
        return redirect("conventions:signing", reference, number)
    if attempt.refusal:
        desk = opened(user, reference, number)
        form = ConsentForm(user=user, consent=text, initial={"sha256": desk.revision.sha256})
    context = context_of(desk) | {
        "form": form,
        "reasons": attempt.reasons,
        "organisation": organisation,
        "needs_enrolment": settings.SIGNING_SECOND_FACTOR and not is_mfa_enabled(user),
        "explained": EXPLANATIONS[SignatureWay.PORTAL],
        "way": SignatureWay.PORTAL.label,
    }
    return render(request, "conventions/signing/sign.html", context, status=attempt.status)


def _consent(request: HttpRequest, form: ConsentForm) -> Consent:
    return Consent(
        sha256=form.cleaned_data["sha256"],
        second_factor=form.factor,
        proven_at=timezone.now().isoformat(),
        browser=request.headers.get("User-Agent", "")[:BROWSER_LENGTH],
    )
