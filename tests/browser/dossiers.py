"""A dossier ready to file, in a call that is open: for what begins after the writing."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Organisation, User
from applications.models import Application
from tests.applications.filings import make_limits_call, make_ready


def ready(holder: Organisation, by: User) -> Application:
    """90 000 € asked of 120 000 €, four axes, two years: everything conforms."""
    now = timezone.now()
    call = make_limits_call(opens_at=now - timedelta(days=30), closes_at=now + timedelta(days=30))
    return make_ready(holder=holder, by=by, call=call)
