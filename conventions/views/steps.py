"""The pen, and the steps of a text: each says what it does before it is done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import acting
from conventions import pen, terms
from conventions.discussion import discussion
from conventions.enums import Party
from conventions.permissions import as_instructor, parties_of
from conventions.talk_forms import PenForm, StepForm
from conventions.views.talk import act_of, place
from conventions.workflow import ACT
from limits_portal.forms import sent
from workflow.attempts import Attempt, asked_step

SAID = {
    "circulate": "Le texte est en discussion : la collectivité et la préfecture sont prévenues.",
    "freeze": "Le texte est figé. Le document se met en page ; il sera à la signature dans un instant.",
    "recall": "La discussion est rouverte ; le document émis ne vaut plus.",
    "abandon": "Le texte est abandonné.",
}
EXPLAINED = {
    "circulate": "La collectivité et la préfecture liront le texte et pourront le commenter. La "
    "collectivité tient d’abord la plume. Elles sont prévenues par courriel.",
    "freeze": "Le texte ne se modifie plus. Le portail met le document en page, le scelle et le "
    "met à la signature, dans l’ordre fixé par l’appel à projets.",
    "recall": "Le document émis ne vaut plus, et les signatures déjà apposées sont annulées avec "
    "lui. Le texte revient à la MILDECA, qui tient la plume.",
    "abandon": "Le texte n’ira pas plus loin. Il reste lisible, avec son histoire.",
}
WITH_A_REASON = ("recall", "abandon")


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Pass the pen to another party; MILDECA may take it back."""
    user = acting(request)
    act = act_of(user, reference, number)
    party = next(iter(parties_of(act.convention, user)), None)
    takes = party == Party.MILDECA and act.pen != party
    if party is None:
        raise Http404
    if act.pen != party and not takes:
        raise PermissionDenied
    others = [Party.MILDECA] if takes else [p for p in Party if p != party]
    form = PenForm(sent(request), others=others, must_say=takes)
    attempt = Attempt(form)
    if attempt.done(lambda values: pen.hand_over(act, by=user, **values)):
        holder = Party(form.cleaned_data["to"]).named
        messages.success(request, f"La plume passe à {holder}, qui en est prévenue.")
        return redirect(place(act))
    context = {
        "act": act,
        "convention": act.convention,
        "form": form,
        "takes": takes,
        "reasons": attempt.reasons,
    }
    return render(request, "conventions/talk/pen.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, reference: str, number: int, step: str) -> HttpResponse:
    """Say what a step does, then do it: circulate, freeze, recall, abandon."""
    user = acting(request)
    act = act_of(user, reference, number)
    # A convention is given up as a whole (conventions.views.ending), its amendments one by one.
    if step not in SAID or (step == "abandon" and not number):
        raise Http404
    row = asked_step(ACT, step, act, user)
    if step == "abandon" and not as_instructor(act, user):
        raise PermissionDenied
    shown = discussion(act, user, today=timezone.localdate())
    form = StepForm(
        sent(request),
        initial={"seen": shown.version.number},
        must_say=step in WITH_A_REASON,
    )
    order = terms.of(act.convention.application.call).signing_order
    attempt = Attempt(form)
    if attempt.done(
        lambda values: ACT.perform(
            act,
            step,
            by=user,
            reason=values.get("reason", ""),
            seen=values["seen"],
            order=[str(party) for party in order],
        )
    ):
        messages.success(request, SAID[step])
        return redirect(place(act))
    context = {
        "act": act,
        "convention": act.convention,
        "shown": shown,
        "amount": shown.version.amount if shown else act.convention.agreed_amount,
        "step": row,
        "explained": EXPLAINED[step],
        "form": form,
        "reasons": attempt.reasons,
        "is_possible": act.status in row.sources,
    }
    return render(request, "conventions/talk/step.html", context, status=attempt.status)
