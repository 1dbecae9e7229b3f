"""The discussion of a text: articles left, text in the middle, comments right (C-5f)."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import acting
from accounts.models import User
from conventions import agreement, remarks, versions
from conventions.desks import Stale
from conventions.discussion import Discussion, changes
from conventions.discussion import discussion as read
from conventions.enums import Party
from conventions.models import Act, Amendment
from conventions.next_steps import next_steps
from conventions.talk_forms import AnswerForm, RemarkForm, WordingForm
from limits_portal.forms import PortalForm, sent
from workflow.attempts import Attempt


def act_of(user: User, reference: str, number: int) -> Act:
    """A text that this person may read. Raises Http404."""
    return get_object_or_404(
        Act.objects.visible_to(user).select_related(
            "convention__application__call__convention_terms",
            "convention__application__holder",
            "convention__application__departement",
            "convention__award",
        ),
        convention__reference=reference,
        number=number,
    )


def place(act: Act, code: str = "", **query: Any) -> str:
    """Address of the discussion, at an article."""
    asked = ({"article": code} if code else {}) | query
    address = reverse("conventions:act", args=[act.convention.reference, act.number])
    return f"{address}?{urlencode(asked)}" if asked else address


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 6 else None


def _read(act: Act, user: User, *, code: str, since: int | None = None) -> Discussion:
    return read(act, user, code=code, since=since, today=timezone.localdate())


def _show(
    request: HttpRequest, act: Act, attempt: Attempt, *, code: str, typed: str = "", **forms: Any
) -> HttpResponse:
    """The page of a text at an article, with what was tried on it if it was not done.

    `typed` is shown to be copied once the form that held it is gone.
    """
    since = _number(request.GET.get("depuis"))
    shown = _read(act, acting(request), code=code, since=since)
    article = shown.article
    initial = {
        "article": code,
        "seen": shown.version.number,
        "proposed_body": article["body"] if article else "",
    }
    context = {
        "act": act,
        "convention": act.convention,
        "application": act.convention.application,
        "shown": shown,
        "since": since,
        "amendment": Amendment.objects.filter(act=act).first() if act.number else None,
        "steps": next_steps(shown, acting(request)),
        "acts": list(
            Act.objects.visible_to(acting(request))
            .filter(convention=act.convention_id)
            .exclude(pk=act.pk)
        ),
        "parties": [
            (
                p,
                p.label,
                shown.current.agreement is not None and p in shown.current.agreement.parties,
            )
            for p in Party
        ],
        "remark_form": RemarkForm(initial=initial, can_propose=shown.can_propose),
        "answered": None,
        "answer_form": AnswerForm(initial={"seen": shown.version.number}, prefix="answer"),
        "reasons": attempt.reasons,
        "typed": "" if _is_answerable(shown, forms.get("answered")) else typed,
    }
    return render(request, "conventions/talk/page.html", context | forms, status=attempt.status)


def _is_answerable(shown: Discussion, answered: int | None) -> bool:
    """Whether a comment, or the answer to this remark, may still be sent."""
    if answered is None:
        return shown.is_open
    return any(said.can_answer for said in shown.said if said.remark.pk == answered)


@require_safe
def discussion(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Read the text, an article at a time, with what was changed and what was said."""
    act = act_of(acting(request), reference, number)
    return _show(request, act, Attempt(), code=request.GET.get("article", ""))


@require_POST
def comment(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Comment on an article, with another wording or without."""
    user = acting(request)
    act = act_of(user, reference, number)
    code = request.POST.get("article", "")
    form = RemarkForm(request.POST, can_propose=_read(act, user, code=code).can_propose)
    attempt = Attempt(form)
    if attempt.done(
        lambda values: remarks.remark(
            act,
            by=user,
            seen=values["seen"],
            text=values["text"],
            article=values["article"],
            proposed_body=values.get("proposed_body", ""),
        )
    ):
        messages.success(request, "Votre commentaire est transmis aux deux autres parties.")
        return redirect(place(act, code))
    if attempt.refusal:
        _put_over(act, form)
    said = [request.POST.get(name, "").strip() for name in ("text", "proposed_body")]
    typed = "\n\n".join(filter(None, said))
    return _show(request, act, attempt, code=code, typed=typed, remark_form=form)


def _put_over(act: Act, form: PortalForm) -> None:
    """Let what was typed be sent again over the version now shown."""
    form.data = form.data.copy()
    form.data[form.add_prefix("seen")] = act.last_version().number


@require_POST
def answer(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Accept a remark, refuse it, or take one's own back: « go » says which."""
    user = acting(request)
    act = act_of(user, reference, number)
    go = request.POST.get("go", "")
    if go not in ("accept", "refuse", "withdraw"):
        raise Http404
    row = get_object_or_404(act.remarks.select_related("act__convention__application"), pk=pk)
    form = AnswerForm(request.POST, prefix="answer")
    attempt = Attempt(form if go != "withdraw" else None)

    def settle(values: dict[str, Any]) -> None:
        if go == "withdraw":
            remarks.withdraw(row, by=user)
        else:
            remarks.answer(row, by=user, accept=go == "accept", **values)

    if not attempt.done(settle):
        if attempt.refusal:
            _put_over(act, form)
        return _show(
            request,
            act,
            attempt,
            code=row.article,
            typed=form.typed,
            answered=row.pk,
            answer_form=form,
        )
    said = {
        "accept": "La remarque est retenue.",
        "refuse": "La remarque n’est pas retenue ; votre réponse est transmise.",
        "withdraw": "Votre remarque est retirée.",
    }[go]
    if go == "accept" and row.proposed_body:
        said = "La rédaction proposée est dans le texte : une nouvelle version est établie."
    messages.success(request, said)
    return redirect(place(act, row.article))


@require_POST
def agree(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Agree to an article as it reads, or to all of them."""
    user = acting(request)
    act = act_of(user, reference, number)
    code = request.POST.get("article", "")
    seen = _number(request.POST.get("seen"))
    at = request.POST.get("at", code)
    attempt = Attempt()
    if not attempt.done(
        lambda _: agreement.agree(act, by=user, seen=-1 if seen is None else seen, article=code)
    ):
        return _show(request, act, attempt, code=at)
    if code:
        messages.success(request, "Votre accord sur cet article est noté.")
    elif count := attempt.result:
        plural = "s" if count > 1 else ""
        messages.success(
            request,
            f"Votre accord est noté sur {count} article{plural} : tout le texte est accepté.",
        )
    else:
        messages.success(request, "Votre accord était déjà noté sur tout le texte.")
    after = _read(act, user, code=at).next_line if code else None
    return redirect(place(act, after.code if after else at))


@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: HttpRequest, reference: str, number: int, code: str) -> HttpResponse:
    """Rewrite an article, for the party that holds the pen: a new version of the text."""
    user = acting(request)
    act = act_of(user, reference, number)
    shown = _read(act, user, code=code)
    article = shown.article
    if article is None or shown.party is None:
        raise Http404
    initial = article | {"seen": shown.version.number}
    form = WordingForm(sent(request), initial=initial)
    attempt = Attempt(form)
    if attempt.done(
        lambda values: versions.propose_version(
            act,
            articles=versions.reworded(
                shown.version, code, body=values["body"], title=values["title"]
            ),
            by=user,
            summary=values["summary"] or f"« {values['title']} » : nouvelle rédaction",
            seen=values["seen"],
        )
    ):
        messages.success(request, "C’est enregistré : une nouvelle version du texte est établie.")
        return redirect(place(act, code))
    stale = attempt.refusal if isinstance(attempt.refusal, Stale) else None
    if stale:
        _put_over(act, form)
    context = {
        "act": act,
        "convention": act.convention,
        "shown": shown,
        "form": form,
        "reasons": attempt.reasons,
        "current": stale and stale.current,
    }
    return render(request, "conventions/talk/reword.html", context, status=attempt.status)


@require_safe
def compare(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Two versions of the text word by word: « de » and « vers » are their numbers."""
    act = act_of(acting(request), reference, number)
    found = list(act.versions.listed())
    numbers = [version.number for version in found]
    after = _number(request.GET.get("vers"))
    after = after if after in numbers else numbers[-1]
    before = _number(request.GET.get("de")) or after - 1
    before = before if before in numbers else numbers[0]
    whole = {v.number: v for v in act.versions.filter(number__in=(before, after))}
    context = {
        "act": act,
        "convention": act.convention,
        "versions": found,
        "before": whole[before],
        "after": whole[after],
        "changes": changes(whole[after], whole[before]),
    }
    return render(request, "conventions/talk/compare.html", context)
