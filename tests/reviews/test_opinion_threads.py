"""Two people at the same instant: one opinion given, one rank (C-5c)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from reviews.models import Opinion
from reviews.workflow import OPINION
from tests.reviews.opinions import filed, make_dossier, make_draft, make_prepared
from workflow.engine import Refused
from workflow.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run these at the same instant; how many were refused."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            act()
        except Refused:
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(run, acts))


def test_an_opinion_is_given_once(commune_a, bob, flora_chief):
    application = filed(commune_a, bob)
    opinion = make_prepared(application, by=flora_chief)
    give = lambda: OPINION.perform(opinion, "give", by=flora_chief)  # noqa: E731
    assert at_once(give, give, give, give) == 3
    assert Event.objects.filter(name="opinion.give").count() == 1


def test_a_rank_is_given_once(commune_a, bob, flora_chief):
    first = filed(commune_a, bob)
    others = [make_dossier(call=first.call) for _ in range(3)]
    opinions = [make_prepared(a, by=flora_chief, rank=1) for a in (first, *others)]
    refused = at_once(*(lambda o=o: OPINION.perform(o, "give", by=flora_chief) for o in opinions))
    assert refused == 3
    assert list(Opinion.objects.standing().values_list("rank", flat=True)) == [1]


def test_two_people_begin_one_opinion(commune_a, bob, flora, flora_chief):
    from applications.drafting import Conflict

    application = filed(commune_a, bob)
    conflicts = []

    def begin(by):
        def act():
            try:
                make_draft(application, by=by, context=f"Texte de {by}")
            except Conflict as conflict:
                conflicts.append(conflict)

        return act

    at_once(begin(flora), begin(flora_chief))
    assert (Opinion.objects.count(), len(conflicts)) == (1, 1)
