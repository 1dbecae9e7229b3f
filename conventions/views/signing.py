"""The signing page: the PDF as it is, who signed, who is next, and signing (C-5g)."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting
from accounts.models import User
from conventions.enums import ActStatus, SignatureWay
from conventions.models import Act
from conventions.sign_forms import ConsentForm
from conventions.signing import certificates, circuit, opening, portal
from conventions.signing.desk import Desk, desk_for
from conventions.signing.guards import CHANGED
from conventions.signing.portal import Consent
from conventions.signing.wording import EXPLANATIONS, WORTHLESS
from conventions.views.talk import act_of
from limits_portal.forms import sent
from limits_portal.french import typeset
from limits_portal.papers import kept
from limits_portal.printouts import Printout
from workflow.attempts import Attempt

# What a browser says of itself, as the evidence keeps it.
BROWSER_LENGTH = 200


# Seconds a browser may keep a page's picture: its address holds the revision, that never changes.
PICTURE_KEPT = 24 * 3600
# Why a text has no document to sign, by its state.
WITHOUT = {
    ActStatus.ISSUING: typeset(
        "Le document se prépare : mise en page, puis cachet du portail. Cela prend quelques secondes."
    ),
    ActStatus.DRAFTING: typeset("La discussion est rouverte : il n’y a pas de document à signer."),
    ActStatus.NEGOTIATING: typeset(
        "La discussion est rouverte : il n’y a pas de document à signer."
    ),
    ActStatus.ABANDONED: typeset("Ce texte est abandonné : il n’y a pas de document à signer."),
}
NOT_DRAWN = typeset(
    "Le portail n’a pas pu établir le document. Prévenez un administrateur ; la MILDECA peut aussi "
    "rouvrir la discussion, puis émettre le texte de nouveau."
)


def opened(user: User, reference: str, number: int, issue: int) -> Desk:
    """The desk of an issue of a text this person reads. Raises Http404."""
    desk = desk_for(act_of(user, reference, number), user, issue)
    if desk is None:
        raise Http404
    return desk


def without_document(request: HttpRequest, act: Act) -> HttpResponse:
    """Why there is no document to sign: in preparation, failed, recalled (F14).

    409 to whoever sent a signature. Raises Http404 when the text was never issued.
    """
    issue = act.issues.order_by("-number").first()
    if issue is None:
        raise Http404
    has_failed = act.status == ActStatus.ISSUING and issue.progress == Printout.Status.FAILED
    is_late = request.method == "POST"
    context = {
        "act": act,
        "convention": act.convention,
        "said": NOT_DRAWN if has_failed else WITHOUT.get(ActStatus(act.status), ""),
        "has_failed": has_failed,
        "is_coming": act.status == ActStatus.ISSUING and not has_failed,
        "history": act.issues.filter(revisions__number=0).order_by("-number"),
        "reasons": [CHANGED] if is_late else [],
    }
    status = 409 if is_late else 200
    return render(request, "conventions/signing/without.html", context, status=status)


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
    act = act_of(acting(request), reference, number)
    asked = request.GET.get("edition", "")
    if asked.isdecimal() and len(asked) < 6:
        desk: Desk | None = opened(acting(request), reference, number, int(asked))
    else:
        desk = desk_for(act, acting(request))
    if desk is None:
        return without_document(request, act)
    history = desk.act.issues.filter(revisions__number=0).exclude(pk=desk.issue.pk)
    context = context_of(desk) | {
        "pages": range(1, desk.issue.pages + 1),
        "history": history.order_by("-number"),
    }
    return render(request, "conventions/signing/page.html", context)


@require_safe
def page_picture(
    request: HttpRequest, reference: str, *, number: int, issue: int, revision: int, page: int
) -> HttpResponse:
    """A page of a revision, as a picture."""
    desk = opened(acting(request), reference, number, issue)
    row = get_object_or_404(desk.issue.revisions, number=revision)
    try:
        drawn = opening.picture_of(circuit.bytes_of(row), page)
    except (circuit.Damaged, opening.Unreadable):
        drawn = None
    if drawn is None:
        raise Http404
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = f"private, max-age={PICTURE_KEPT}, immutable"
    return response


@require_safe
def document(
    request: HttpRequest, reference: str, number: int, issue: int, revision: int
) -> HttpResponse:
    """Exact bytes of a revision of an issue: the sealed one, then one a signature."""
    desk = opened(acting(request), reference, number, issue)
    row = get_object_or_404(desk.issue.revisions, number=revision)
    try:
        content = circuit.bytes_of(row)
    except circuit.Damaged as damage:
        return damaged(request, desk, damage, 404)
    return kept(content, f"{desk.act.convention.reference}-{number}-{issue}-{revision}.pdf")


def damaged(request: HttpRequest, desk: Desk, damage: circuit.Damaged, status: int) -> HttpResponse:
    """The file of this document is missing or is not the one that was kept: nobody consents to it."""
    context = context_of(desk) | {"reasons": damage.reasons}
    return render(request, "conventions/signing/damaged.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Consent, prove who one is, sign: at once and for good."""
    user = acting(request)
    act = act_of(user, reference, number)
    desk = desk_for(act, user)
    if desk is None:
        return without_document(request, act)
    issue, party = desk.issue, desk.party
    if desk.mandate is None or not desk.may_sign or party is None:
        return redirect("conventions:signing", reference, number)
    try:
        circuit.bytes_of(desk.revision)
    except circuit.Damaged as damage:
        return damaged(request, desk, damage, 409)
    organisation = desk.mandate.organisation
    text = portal.consent_text(organisation, desk.mandate)
    shown = {"sha256": desk.revision.sha256, "mandate": desk.mandate.pk}
    form = ConsentForm(sent(request), user=user, consent=text, initial=shown)
    attempt = Attempt(form)

    def sign_once(_: dict[str, Any]) -> None:
        if form.authenticator is not None:
            form.save()
        portal.sign(issue, party=party, by=user, consent=_consent(request, form, text))

    if attempt.done(sign_once):
        messages.success(
            request, "C’est signé. Le document signé peut être téléchargé dès maintenant."
        )
        return redirect("conventions:signing", reference, number)
    if attempt.refusal:
        act = act_of(user, reference, number)
        desk = desk_for(act, user)
        if desk is None:
            return without_document(request, act)
        shown["sha256"] = desk.revision.sha256
        form = ConsentForm(user=user, consent=text, initial=shown)
    context = context_of(desk) | {
        "form": form,
        "reasons": attempt.reasons,
        "organisation": organisation,
        "needs_enrolment": settings.SIGNING_SECOND_FACTOR and not is_mfa_enabled(user),
        "explained": EXPLANATIONS[SignatureWay.PORTAL],
        "way": SignatureWay.PORTAL.label,
    }
    return render(request, "conventions/signing/sign.html", context, status=attempt.status)


def _consent(request: HttpRequest, form: ConsentForm, sentence: str) -> Consent:
    return Consent(
        sha256=form.cleaned_data["sha256"],
        sentence=sentence,
        mandate=form.cleaned_data["mandate"],
        second_factor=form.factor,
        proven_at=timezone.now().isoformat(),
        browser=request.headers.get("User-Agent", "")[:BROWSER_LENGTH],
    )
