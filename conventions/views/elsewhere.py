"""« Signer autrement »: with one's own certificate, or on paper (product.md, Conventions)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import acting
from conventions.enums import SignatureWay
from conventions.sign_forms import SignedFileForm
from conventions.signing import external
from conventions.signing.desk import desk_for
from conventions.signing.fields import FIELDS
from conventions.signing.wording import EXPLANATIONS
from conventions.views.signing import context_of, without_document
from conventions.views.talk import act_of
from limits_portal.forms import sent_with_files
from workflow.attempts import Attempt
from workflow.engine import Refused

# What is wrong with the file itself; any other refusal comes from the circuit.
OF_THE_FILE = (external.Rejected, external.TooBig, external.Unscanned)


@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The other ways, each for what it is in law; bring a file signed outside."""
    user = acting(request)
    act = act_of(user, reference, number)
    desk = desk_for(act, user)
    if desk is None:
        return without_document(request, act)
    form = SignedFileForm(*sent_with_files(request))
    attempt = Attempt(form)
    party = desk.party
    if party is None and form.is_bound:
        attempt.refusal = Refused("Ce n’est pas à votre partie de signer.")
    elif party is not None and attempt.done(
        lambda values: external.record(
            desk.issue, party=party, content=values["file"].read(), by=user
        )
    ):
        messages.success(request, "La signature est vérifiée et enregistrée.")
        return redirect("conventions:signing", reference, number)
    ways = [
        (way, way.label, EXPLANATIONS[way]) for way in (SignatureWay.EXTERNAL, SignatureWay.PAPER)
    ]
    context = context_of(desk) | {
        "form": form,
        "reasons": attempt.reasons,
        "ways": ways,
        "is_file_refused": isinstance(attempt.refusal, OF_THE_FILE),
        "field": FIELDS[desk.party] if desk.party else "",
    }
    return render(request, "conventions/signing/elsewhere.html", context, status=attempt.status)
