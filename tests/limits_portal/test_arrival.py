"""The instant judged is the one at which the request came in."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.http import HttpResponse
from django.test import RequestFactory

from limits_portal.arrival import received_at
from limits_portal.middleware import RequestGuardMiddleware

LAST_SECOND = datetime(2024, 4, 30, 21, 59, 59, tzinfo=UTC)


def test_a_request_that_waits_is_not_late_for_having_waited():
    with time_machine.travel(LAST_SECOND, tick=False) as clock:

        def slow(request):
            clock.shift(timedelta(minutes=1))
            return HttpResponse(received_at(request).isoformat())

        answer = RequestGuardMiddleware(slow)(RequestFactory().post("/"))

    assert answer.content.decode() == LAST_SECOND.isoformat()
