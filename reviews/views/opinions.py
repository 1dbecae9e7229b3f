"""The opinion's pages: written, prepared, given, read (C-1.1a, C-5c)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting
from accounts.models import User
from applications.models import Application
from applications.views.editing import edit
from applications.views.showing import show
from limits_portal.forms import sent
from reviews import opining
from reviews.enums import OpinionStatus
from reviews.forms.opinions import OPINION as SHEET
from reviews.forms.opinions import OpinionStepForm, RenewalForm
from reviews.models import Opinion
from reviews.opinion_guards import content_of
from reviews.opinion_reading import in_one_line
from reviews.permissions import as_prefecture
from reviews.views.opinion_editing import OpinionEditing
from reviews.workflow import OPINION
from workflow.attempts import Attempt, asked_step

SAID = {
    "prepare": "L’avis est préparé : le chef de projet peut le rendre.",
    "take_back": "L’avis est de nouveau en cours de rédaction.",
    "give": "L’avis est rendu. La MILDECA et le comité peuvent le lire.",
}


def _editing(user: User, reference: str, number: int | None = None) -> OpinionEditing:
    """The opinion to work on, or the given one to read. Raises Http404.

    For the prefecture: the one in hand, else the given one, else a blank one; for the others, the
    given one. `number` asks for one of them.
    """
    application = get_object_or_404(
        Application.objects.read_as_agent_even_withdrawn(user).select_related(
            "call", "holder", "departement"
        ),
        reference=reference,
    )
    history = list(
        Opinion.objects.visible_to(user)
        .filter(application=application)
        .select_related("snapshot", "saved_by", "prepared_by", "given_by")
        .order_by("-number")
    )
    for opinion in history:
        opinion.application = application
    last = application.snapshots.order_by("number").last()
    if last is None:
        raise Http404
    found = [o for o in history if number in (None, o.number)]
    is_ours = as_prefecture(application, user) is not None
    if found:
        opinion = found[0]
    elif is_ours and number is None:
        opinion = opining.blank(application, last)
    else:
        raise Http404
    stay = reverse("reviews:opinion", args=[reference])
    return OpinionEditing(
        application=application,
        key="opinion",
        row=opinion,
        kind=SHEET,
        save=opining.save,
        title="Avis de la préfecture",
        intro="",
        noun="cet avis",
        addresses={"stay": stay, "next": reverse("reviews:opinions") if is_ours else stay},
        template="reviews/opinion/write.html",
        read_only="reviews/opinion/read.html",
        layout="reviews/opinion/page.html",
        filing=opinion.snapshot if opinion.status == OpinionStatus.GIVEN else last,
        last_number=last.number,
        history=history,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the opinion beside the dossier in one page; read it once it is given."""
    return edit(request, _editing(acting(request), reference))


@require_safe
def opinion_numbered(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One of the opinions given on a dossier, the replaced ones too."""
    if number > 32767:
        raise Http404
    editing = _editing(acting(request), reference, number)
    if editing.opinion.status != OpinionStatus.GIVEN:
        return redirect("reviews:opinion", reference)
    return show(request, editing)


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Say exactly what a step does, then do it: prepare, take back, give."""
    user = acting(request)
    editing = _editing(user, reference)
    shown = editing.opinion
    if shown.pk is None or as_prefecture(shown, user) is None:
        raise Http404
    row = asked_step(OPINION, step, shown, user)
    form = OpinionStepForm(
        sent(request),
        initial={"version": shown.version, "filing": editing.last_number},
        step=step,
    )
    attempt = Attempt(form)
    if attempt.done(
        lambda values: OPINION.perform(
            shown, step, by=user, version=values["version"], filing=values["filing"]
        )
    ):
        messages.success(request, SAID[step])
        return redirect("reviews:opinion", reference)
    context = editing.surroundings(user) | {
        "editing": editing,
        "step": row,
        "said": in_one_line(content_of(shown)),
        "form": form,
        "reasons": attempt.reasons,
        "is_open": shown.status in row.sources,
    }
    return render(request, "reviews/opinion/step.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_renew(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin a new opinion from the given one, which stands until the new one is given."""
    user = acting(request)
    editing = _editing(user, reference)
    if as_prefecture(editing.application, user) is None:
        raise Http404
    form = RenewalForm(sent(request))
    attempt = Attempt(form)
    if attempt.done(
        lambda values: opining.renew(editing.application, reason=values["reason"], by=user)
    ):
        messages.success(request, "Le nouvel avis reprend le texte du précédent : modifiez-le.")
        return redirect("reviews:opinion", reference)
    context = editing.surroundings(user) | {
        "editing": editing,
        "form": form,
        "reasons": attempt.reasons,
    }
    return render(request, "reviews/opinion/renew.html", context, status=attempt.status)
