"""« Signer autrement »: with one's own certificate, or on paper (product.md, Conventions)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import acting
from conventions.enums import SignatureWay
from conventions.sign_forms import SignedFileForm
from conventions.signing import external
from conventions.signing.fields import FIELDS
from conventions.signing.wording import EXPLANATIONS
from conventions.views.signing import context_of, opened
from workflow.engine import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The other ways, each for what it is in law; bring a file signed outside."""
    user = acting(request)
    desk = opened(user, reference, number)
    form = SignedFileForm(request.POST or None, request.FILES or None)
    reasons: list[str] = []
    status = 200
    if request.method == "POST":
        form = SignedFileForm(request.POST, request.FILES)
        if desk.party is None:
            reasons, status = ["Ce n’est pas à votre partie de signer."], 409
        elif form.is_valid():
            try:
                external.record(
                    desk.issue,
                    party=desk.party,
                    content=form.cleaned_data["file"].read(),
                    by=user,
                )
            except Refused as refusal:
                reasons, status = refusal.reasons, 409
            else:
                messages.success(request, "La signature est vérifiée et enregistrée.")
                return redirect("conventions:signing", reference, number)
        else:
            status = 422
    ways = [
        (way, way.label, EXPLANATIONS[way]) for way in (SignatureWay.EXTERNAL, SignatureWay.PAPER)
    ]
    context = context_of(desk) | {
        "form": form,
        "reasons": reasons,
        "ways": ways,
        "field": FIELDS[desk.party] if desk.party else "",
    }
    return render(request, "conventions/signing/elsewhere.html", context, status=status)
