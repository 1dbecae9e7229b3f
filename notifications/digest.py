"""The daily digest, for those who chose it: one mail at 8 h, what concerns them, nothing when empty."""

from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from limits_portal.french import PARIS, long_date, moment
from notifications.backend import MESSAGE_DOMAIN
from notifications.models import Email, Notice
from notifications.preferences import DIGEST, unsubscribe_address

HOUR = time(8)
# Lines of one mail; the portal's own list has them all.
MOST_LINES = 50


def send_due(*, now: datetime) -> int:
    """Write the day's digest of everyone who waits for one; return how many were written.

    Before 8 h, or once the day's is written, there is nothing to do. The mail's name is the day's
    and the person's, unique in the database: two beats write one.
    """
    local = now.astimezone(PARIS)
    if local.time() < HOUR:
        return 0
    waiting = Notice.objects.filter(awaits_digest=True).values("recipient")
    people = User.objects.filter(pk__in=waiting, is_active=True).order_by("pk")
    return sum(_write(person, local.date()) for person in people.iterator(chunk_size=500))


def _write(person: User, day: date) -> bool:
    name = f"<digest-{day.isoformat()}.{person.pk}@{MESSAGE_DOMAIN}>"
    with transaction.atomic():
        notices = list(
            Notice.objects.select_for_update()
            .filter(recipient=person, awaits_digest=True)
            .order_by("-id")
        )
        if not notices or Email.objects.filter(message_id=name).exists():
            return False
        values = _values(person, notices[:MOST_LINES], day)
        Email.objects.create(
            to=person.email,
            code="digest",
            subject=values["title"],
            text_body=render_to_string("mail/digest.txt", values).strip() + "\n",
            html_body=render_to_string("mail/digest.html", values).strip() + "\n",
            unsubscribe_url=values["unsubscribe"],
            message_id=name,
        )
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(awaits_digest=False)
    return True


def _values(person: User, notices: list[Notice], day: date) -> dict:
    return {
        "title": f"Votre résumé du {long_date(day)}",
        "lines": [
            {
                "title": notice.title,
                "body": notice.body,
                "when": moment(notice.created_at),
                "address": settings.BASE_URL + notice.url,
            }
            for notice in notices
        ],
        "address": settings.BASE_URL + reverse("notifications:list"),
        "preferences": settings.BASE_URL + reverse("notifications:preferences"),
        "unsubscribe": unsubscribe_address(person, DIGEST),
    }
