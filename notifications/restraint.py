"""No address gets more than a few mails an hour: a loop is stopped, nothing is lost (F18).

The ones beyond are held, and leave by themselves once the hour has passed.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from notifications.models import Email

WINDOW = timedelta(hours=1)
# Distinguishes our advisory locks from any other use of them.
LOCK_SPACE = 4018


def held_until(mail: Email, *, now: datetime) -> datetime | None:
    """When this mail may leave, when its address has had its share; None when it may now.

    To be called in the transaction that leases the mail: two mails to one address are counted
    one after the other. A mail that was tried counts, for a server may have taken it.
    """
    limit = settings.ACCOUNT_MAILS_PER_HOUR if mail.is_urgent else settings.MAILS_PER_HOUR
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SPACE, mail.to])
    others = Email.objects.filter(to=mail.to, tried_at__gt=now - WINDOW).exclude(pk=mail.pk)
    latest = others.order_by("-tried_at").values_list("tried_at", flat=True)
    oldest_that_counts = latest[limit - 1 : limit].first()
    return oldest_that_counts + WINDOW if oldest_that_counts else None
