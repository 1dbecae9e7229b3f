"""The page of the probes."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from notifications import health
from workflow.origin import client_address

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@login_not_required
@never_cache
@require_GET
def show(request: HttpRequest) -> JsonResponse:
    """Every measure, with 503 when one is bad. Does not exist for those who may not ask."""
    if not may_ask(request):
        raise Http404
    found = health.measures()
    is_good = all(measure.is_good for measure in found.values())
    return JsonResponse(
        {
            "etat": "bon" if is_good else "mauvais",
            "mesures": {name: vars(measure) for name, measure in found.items()},
        },
        status=200 if is_good else 503,
    )


def may_ask(request: HttpRequest) -> bool:
    """Whether the probe runs on this machine, or knows HEALTH_TOKEN.

    A proxy of this machine that was not declared makes everybody look local: what it forwards
    is not taken for a local probe.
    """
    token = settings.HEALTH_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and constant_time_compare(given, token):
        return True
    is_forwarded = any(header in request.headers for header in FORWARDED)
    return client_address(request) in {"127.0.0.1", "::1"} and not is_forwarded
