"""The public page that tells whether a document is authentic (screens.md, Verify)."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import attempts
from conventions.sign_forms import VerifyForm
from conventions.signing import certificates, verification
from conventions.signing.verdict import Verdict
from conventions.signing.wording import WORTHLESS
from limits_portal.errors import too_many_requests
from workflow.origin import client_address

# Bytes of a file, and files a minute from one address: reading one costs seconds.
LARGEST = 20_000_000
A_MINUTE = 20
# Seconds.
RETRY_AFTER = "20"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Drop a PDF or type a reference: authentic, or what differs, in words."""
    asked = request.GET.get("d", "")[:200]
    form = VerifyForm(initial={"reference": asked}, limit=LARGEST)
    verdict: Verdict | None = None
    status, is_busy = 200, False
    if request.method == "POST":
        if _is_too_much(request):
            return too_many_requests(request)
        form = VerifyForm(request.POST, request.FILES, limit=LARGEST)
        if form.is_valid():
            file = form.cleaned_data["file"]
            if file is None:
                verdict = verification.look_up(form.cleaned_data["reference"])
            else:
                with _alone() as is_alone:
                    verdict = verification.verify(file.read()) if is_alone else None
                is_busy = verdict is None
                status = 503 if is_busy else 200
        else:
            status = 422
    elif asked:
        verdict = verification.look_up(asked)
    worthless = WORTHLESS if certificates.is_demonstration() else ""
    context = {"form": form, "verdict": verdict, "worthless": worthless, "is_busy": is_busy}
    response = render(request, "conventions/verify.html", context, status=status)
    if is_busy:
        response["Retry-After"] = RETRY_AFTER
    return response


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other file is being read for the public, in the whole portal, until the end.

    Reading costs up to half a minute: two at once would hold all that answers the others.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('conventions.verify'))")
        (is_alone,) = cursor.fetchone()
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('conventions.verify'))")


def _is_too_much(request: HttpRequest) -> bool:
    digest = hashlib.sha256((client_address(request) or "").encode()).hexdigest()
    limit = attempts.Limit("verify", f"verify:{digest}", A_MINUTE, 60.0)
    return bool(attempts.count([limit]).refused_by)
