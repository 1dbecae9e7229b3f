"""A published result, as its holder and its prefecture read it; giving an award up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting
from accounts.models import User
from applications.enums import ApplicationStatus
from applications.permissions import as_signatory
from applications.workflow import LIFE
from limits_portal.forms import sent
from limits_portal.papers import paper_of
from reviews.forms.decisions import GivingUpForm
from reviews.models import Award
from workflow.attempts import Attempt

GIVES_UP = (ApplicationStatus.SELECTED, ApplicationStatus.RESERVE)


def _standing(user: User, reference: str) -> Award:
    """The last published award of a dossier, for those who may know. Raises Http404."""
    found = (
        Award.objects.visible_to(user)
        .filter(application__reference=reference, decision__status="published")
        .select_related("application__call", "application__holder", "decision", "letter")
        .order_by("-decision__number")
    )
    return get_object_or_404(found[:1])


@require_safe
def result(request: HttpRequest, reference: str) -> HttpResponse:
    """What was decided, what it means, what happens next, the letter."""
    user = acting(request)
    award = _standing(user, reference)
    application = award.application
    context = {
        "award": award,
        "application": application,
        "letter": getattr(award, "letter", None),
        "is_ours": user.role_in(application.holder_id) is not None,
        "can_give_up": application.status in GIVES_UP
        and as_signatory(application, user) is not None,
        "contact": application.call.texts.contact,
    }
    return render(request, "reviews/result/result.html", context)


@require_safe
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """The letter, to keep."""
    award = get_object_or_404(Award, pk=_standing(acting(request), reference).pk)
    made = getattr(award, "letter", None)
    answer = made and paper_of(made, f"decision-{reference}.pdf")
    if not answer:
        messages.info(request, "La lettre n’est pas lisible pour le moment. Réessayez plus tard.")
        return redirect("reviews:result", reference)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what giving up does, ask why, then do it: the money goes to the reserve, by decision."""
    user = acting(request)
    award = _standing(user, reference)
    application = award.application
    if as_signatory(application, user) is None:
        raise PermissionDenied
    form = GivingUpForm(sent(request))
    attempt = Attempt(form)
    if attempt.done(
        lambda values: LIFE.perform(application, "give_up", by=user, reason=values["reason"])
    ):
        messages.success(request, "Votre renonciation est enregistrée.")
        return redirect("reviews:result", reference)
    context = {
        "award": award,
        "application": application,
        "form": form,
        "reasons": attempt.reasons,
        "can_give_up": application.status in GIVES_UP,
    }
    return render(request, "reviews/result/give_up.html", context, status=attempt.status)
