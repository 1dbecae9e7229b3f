"""« Mon projet est-il éligible ? »: no account, nothing kept."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.dossier import terms_of
from applications.simulation import judge, judged_elsewhere
from pages import editions
from pages.simulator import SimulatorForm, outcome


@login_not_required
@require_safe
def simulator(request: HttpRequest) -> HttpResponse:
    """Ask seven questions and judge the answers; htmx asks for the verdict alone."""
    edition = editions.featured()
    if edition is None:
        return render(request, "pages/no_call.html")
    terms = terms_of(edition.call)
    form = SimulatorForm(request.GET or None, terms=terms)
    answers = form.answers()
    findings = judge(answers, terms, timezone.now())
    context = {
        "edition": edition,
        "form": form,
        "findings": findings,
        "outcome": outcome(answers, findings),
        "query": answers.as_query(),
        "is_started": bool(answers.answered),
        "is_refused": any(f.is_blocking and f.code != "DELAI" for f in findings),
        "elsewhere": judged_elsewhere(),
    }
    is_fragment = request.htmx and not request.htmx.boosted
    template = "pages/simulator_verdict.html" if is_fragment else "pages/simulator.html"
    return render(request, template, context)
