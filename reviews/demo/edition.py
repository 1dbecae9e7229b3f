"""What was made of the demonstration's dossiers.

The open edition is instructed, the past one decided; between them, one is before its committee.
"""

from datetime import date

from django.db import transaction

from accounts import demo as demo_people
from applications.demo.edition import open_edition
from applications.models import Call
from reviews.demo import committee, decision, instruction, opinion, session

PAST = "limits-2024"


def load(*, today: date) -> None:
    """Load what is missing; a second run changes nothing. Needs `load_demo`."""
    people = demo_people.load() | demo_people.load(committee.MORE)
    past = Call.objects.get(slug=PAST)
    present = open_edition(past, today=today, by=people["nora"])
    with transaction.atomic():
        opinion.load_past(past)
        committee.load_past(past, people)
        session.load_past(past, people)
        decision.load(past, people)
    if present != past:
        with transaction.atomic():
            instruction.load(present, people)
            opinion.load(present, people)
            committee.load_open(present, people)
        with transaction.atomic():
            between = session.edition_under_way(past, present, by=people["nora"])
            if between is not None:
                session.load_under_way(between, people)
