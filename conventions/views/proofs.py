"""What proves the signatures: the evidence of an issue, the archive of a text, the guide."""

import json

from django.contrib.auth.decorators import login_not_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting
from accounts.models import User
from conventions.enums import SignatureWay
from conventions.models import Act
from conventions.permissions import parties_of
from conventions.signing import archive as packing
from conventions.signing import certificates
from conventions.signing.evidence import file_of, in_words
from conventions.signing.wording import EXPLANATIONS
from conventions.views.signing import context_of, opened
from conventions.views.talk import act_of
from limits_portal.papers import kept, paper_of
from limits_portal.printouts import Printout


def _party_only(act: Act, user: User) -> None:
    """Addresses and browsers of the signatories are for the parties. Raises Http404."""
    if not parties_of(act.convention, user):
        raise Http404


@require_safe
def evidence(request: HttpRequest, reference: str, number: int, issue: int) -> HttpResponse:
    """What proves each signature of an issue, on screen; « ?format=json »: the file to keep."""
    user = acting(request)
    desk = opened(user, reference, number, issue)
    _party_only(desk.act, user)
    said = file_of(desk.issue)
    if request.GET.get("format") == "json":
        text = json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        name = f"preuves-{reference}-{number}-{issue}.json"
        return kept(text.encode(), name, "application/json; charset=utf-8")
    signatures = desk.issue.signatures.select_related("revision", "certified_by")
    context = context_of(desk) | {
        "signatures": [(signature, in_words(signature)) for signature in signatures],
        "revisions": desk.issue.revisions.all(),
        "journal": said["journal"],
        "mark": said["mark"],
    }
    return render(request, "conventions/signing/evidence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The archive of a text: asked for by one button, packed by a worker."""
    user = acting(request)
    act = act_of(user, reference, number)
    _party_only(act, user)
    if request.method == "POST":
        packing.ask(act, by=user)
        return redirect("conventions:archive", reference, number)
    last = act.archives.filter(asked_by=user).first()
    context = {"act": act, "convention": act.convention, "archive": last}
    name = "archive_progress" if request.headers.get("HX-Request") else "archive"
    return render(request, f"conventions/signing/{name}.html", context)


@require_safe
def archive_file(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The last archive this person asked for."""
    user = acting(request)
    act = act_of(user, reference, number)
    _party_only(act, user)
    last = act.archives.filter(asked_by=user, progress=Printout.Status.DONE).first()
    name = f"archive-{reference}-{number}.zip"
    answer = paper_of(last, name, "application/zip") if last else None
    return answer or redirect("conventions:archive", reference, number)


@login_not_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """How each party signs, in each way, and what it is in law."""
    ways = [(way, way.label, EXPLANATIONS[way]) for way in SignatureWay]
    context = {"ways": ways, "is_demonstration": certificates.is_demonstration()}
    return render(request, "conventions/signing/guide.html", context)
