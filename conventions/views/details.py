"""MILDECA completes a convention in preparation: deliberation, engagement, signatories."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import acting, only
from accounts.enums import Role
from applications.call_editing import revision
from conventions import details, terms
from conventions.detailing import save_details
from conventions.reading import Reading
from conventions.text_forms import DetailsForm
from conventions.views.talk import act_of
from limits_portal.forms import sent
from workflow.attempts import Attempt


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def convention_details(request: HttpRequest, reference: str) -> HttpResponse:
    """The data the text takes up; saving writes a new version when the text changes."""
    act = act_of(acting(request), reference, 0)
    convention = act.convention
    said = details.of(convention)
    form = DetailsForm(sent(request), initial=DetailsForm.initial_of(said))
    attempt = Attempt(form)
    if attempt.done(
        lambda _: save_details(
            convention, form.as_details(), by=acting(request), seen=request.POST.get("seen", "")
        )
    ):
        version = attempt.result
        change = f" La version {version.number} du texte les reprend." if version else ""
        messages.success(request, f"Données de la convention : c’est enregistré.{change}")
        return redirect("conventions:act", reference, 0)
    context = {
        "act": act,
        "convention": convention,
        "application": convention.application,
        "form": form,
        "reasons": attempt.reasons,
        "missing": terms.in_a_sentence(
            [
                *terms.missing(terms.of(convention.application.call)),
                *details.missing(said),
            ]
            or Reading(act.last_version()).blanks
        ),
        "seen": revision(convention.details),
    }
    return render(request, "conventions/details.html", context, status=attempt.status)
