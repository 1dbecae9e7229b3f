"""What the committee and the president made of the past edition of the demonstration."""

from django.db import transaction

from accounts import demo as demo_people
from applications.models import Call
from reviews.demo import decision

PAST = "limits-2024"


def load() -> None:
    """Load what is missing; a second run changes nothing. Needs `load_demo`."""
    people = demo_people.load()
    past = Call.objects.get(slug=PAST)
    with transaction.atomic():
        decision.load(past, people)
