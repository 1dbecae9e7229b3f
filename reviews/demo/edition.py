"""What was made of the demonstration's dossiers: the open edition instructed, the past one decided."""

from django.db import transaction
from django.utils import timezone

from accounts import demo as demo_people
from applications.models import Call
from reviews.demo import committee, decision, instruction, opinion

PAST = "limits-2024"


def load() -> None:
    """Load what is missing; a second run changes nothing. Needs `load_demo`."""
    people = demo_people.load()
    past = Call.objects.get(slug=PAST)
    with transaction.atomic():
        committee.load_past(past, people)
        decision.load(past, people)
    for call in Call.objects.published().filter(closes_at__gte=timezone.now()):
        with transaction.atomic():
            instruction.load(call, people)
            opinion.load(call, people)
            committee.load_open(call, people)
