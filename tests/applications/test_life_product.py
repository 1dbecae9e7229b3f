"""Every (state, transition, person): what is not in the table is refused and changes nothing (A7).

Written over the table itself: a transition or a state added to LIFE is tried at once.
"""

import pytest
from django.forms.models import model_to_dict

from applications.enums import ApplicationStatus
from applications.models import Application
from applications.workflow import LIFE
from tests.applications.filings import make_filed
from workflow.engine import NotAllowed, Refused
from workflow.models import Event

PEOPLE = (
    *("alice", "bob", "charlie", "dora", "edgar", "flora", "flora_chief", "gaston"),
    *("ines", "karim", "lea", "martin", "nora"),
)


@pytest.fixture
def filed(commune_a, bob):
    return make_filed(holder=commune_a, by=bob).application


def put(application: Application, status: str) -> Application:
    """The dossier in a state, however one comes to it: only the present state matters here."""
    Application.objects.filter(pk=application.pk).update(status=status)
    return Application.objects.get(pk=application.pk)


def trace(application: Application) -> tuple:
    """All that a refusal must leave as it was."""
    fresh = Application.objects.get(pk=application.pk)
    return (
        model_to_dict(fresh),
        fresh.snapshots.count(),
        fresh.completion_requests.count(),
        Event.objects.count(),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_not_in_the_table_is_refused_and_changes_nothing__A7(filed, request, person):
    user = request.getfixturevalue(person)
    for status in ApplicationStatus.values:
        application = put(filed, status)
        for row in LIFE.transitions:
            may = row.may(application, user)
            if may and status in row.sources:
                continue
            before = trace(application)
            with pytest.raises(Refused) as refusal:
                LIFE.perform(application, row.name, by=user, reason="Essai", decision=1)
            assert isinstance(refusal.value, NotAllowed) == (may is None), (status, row.name)
            assert trace(application) == before, (status, row.name)


def test_every_state_but_the_last_ones_leads_somewhere():
    sources = {source for row in LIFE.transitions for source in row.sources}
    assert set(ApplicationStatus.values) - sources == {
        *("inadmissible", "rejected", "withdrawn", "given_up")
    }
