"""The pile of a signatory: read again, confirm once, one signature each (screens.md, Signing)."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting
from accounts.models import User
from conventions.models import SigningOrder
from conventions.permissions import SIGNING_ROLES
from conventions.sign_forms import ProvenForm
from conventions.signing import certificates, pile
from conventions.signing.wording import CONSENT_TO_A_PILE, WORTHLESS
from conventions.views.signing import BROWSER_LENGTH
from limits_portal.forms import sent
from workflow.attempts import Attempt
from workflow.origin import current_address

# Orders shown: those of one sitting and the one before.
SHOWN = 60


def _signatory(request: HttpRequest) -> User:
    user = acting(request)
    if not user.has_role(*SIGNING_ROLES):
        raise Http404
    return user


def _orders(user: User) -> dict[str, Any]:
    """The signatures ordered, and how many are still to be given."""
    orders = SigningOrder.objects.filter(person=user).select_related(
        "issue__act__convention__application__holder"
    )
    return {
        "pending": orders.filter(progress=SigningOrder.Progress.PENDING).count(),
        "orders": orders.order_by("-asked_at", "-pk")[:SHOWN],
    }


def _waiting(user: User) -> dict[str, Any]:
    rows = [row for row in pile.waiting_for(user) if not row.is_being_signed]
    return {"rows": rows, "total": sum(row.amount for row in rows)}


@require_http_methods(["GET", "HEAD", "POST"])
def signing_pile(request: HttpRequest) -> HttpResponse:
    """What waits for one's signature, with amounts; sign those chosen."""
    user = _signatory(request)
    form = ProvenForm(sent(request), user=user, consent=CONSENT_TO_A_PILE)
    chosen = request.POST.getlist("document")
    attempt = Attempt(form)

    def order(_: dict[str, Any]) -> None:
        if form.authenticator is not None:
            form.save()
        proven = pile.Proven(
            sentence=CONSENT_TO_A_PILE,
            second_factor=form.factor,
            proven_at=timezone.now().isoformat(),
            browser=request.headers.get("User-Agent", "")[:BROWSER_LENGTH],
            address=current_address(),
        )
        pile.order(user, chosen, proven)

    if attempt.done(order):
        return redirect("conventions:pile")
    context = (
        _waiting(user)
        | _orders(user)
        | {
            "form": form,
            "reasons": attempt.reasons,
            "chosen": chosen,
            "worthless": WORTHLESS if certificates.is_demonstration() else "",
            "needs_enrolment": settings.SIGNING_SECOND_FACTOR and not is_mfa_enabled(user),
        }
    )
    return render(request, "conventions/pile/page.html", context, status=attempt.status)


@require_safe
def pile_progress(request: HttpRequest) -> HttpResponse:
    """The signatures being given: a fragment, asked again until they all are."""
    return render(request, "conventions/pile/progress.html", _orders(_signatory(request)))
