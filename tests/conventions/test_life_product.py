"""Every (state, transition, person) of a text, a convention, a remark: what is not in the table is
refused and changes nothing (A7)."""

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone

from conventions.enums import ActStatus, ConventionStatus, RemarkStatus
from conventions.models import Acceptance, Act, Convention, Issue, Remark, Version
from conventions.permissions import as_the_portal
from conventions.remarks import remark
from conventions.workflow import ACT, CONVENTION, REMARK
from tests.conventions.talks import make_talk
from workflow.engine import NotAllowed, Refused
from workflow.models import Event

PEOPLE = (
    *("alice", "bob", "charlie", "dora", "edgar", "flora", "flora_chief", "gaston"),
    *("ines", "karim", "lea", "martin", "nora", "nobody"),
)
TABLES = {
    "act": (ACT, ActStatus, Act, lambda act: act),
    "convention": (CONVENTION, ConventionStatus, Convention, lambda act: act.convention),
    "remark": (REMARK, RemarkStatus, Remark, lambda act: act.remarks.get()),
}


@pytest.fixture
def talk(ines, flora, commune_a):
    act = make_talk(ines=ines, holder=commune_a)
    remark(act, by=flora, seen=1, text="Bonjour")
    return act


def put(subject, status: str):
    """The object in a state, however one comes to it: only the present state matters here."""
    dates = {
        field: timezone.now()
        for field in ("signed_at", "in_force_at")
        if hasattr(type(subject), field)
    }
    rows = type(subject)._base_manager.filter(pk=subject.pk)
    rows.update(status=status, **dates)
    return rows.get()


def trace(subject) -> tuple:
    """All that a refusal must leave as it was."""
    kept = (Version, Acceptance, Issue, Remark, Event)
    return (
        model_to_dict(type(subject)._base_manager.get(pk=subject.pk)),
        *(kind.objects.count() for kind in kept),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_not_in_the_table_is_refused_and_changes_nothing__A7(talk, request, person, table):
    workflow, statuses, _, subject_of = TABLES[table]
    user = None if person == "nobody" else request.getfixturevalue(person)
    tried = 0
    for status in statuses.values:
        subject = put(subject_of(talk), status)
        for row in workflow.transitions:
            if user is None and row.may is not as_the_portal:
                continue  # a step of people: nobody is not one of them
            may = row.may(subject, user)
            if may and status in row.sources:
                continue
            before = trace(subject)
            with pytest.raises(Refused) as refusal:
                workflow.perform(subject, row.name, by=user, reason="Essai")
            assert isinstance(refusal.value, NotAllowed) == (may is None), (status, row.name)
            assert trace(subject) == before, (status, row.name)
            tried += 1
    # All of a remark's steps are people's.
    assert (tried == 0) == (table == "remark" and person == "nobody")


def test_every_state_but_the_last_ones_leads_somewhere():
    ends = {
        "act": {"signed", "abandoned"},
        "convention": {"terminated", "cancelled"},
        "remark": {"accepted", "refused", "withdrawn"},
    }
    for name, (workflow, statuses, _, _) in TABLES.items():
        sources = {source for row in workflow.transitions for source in row.sources}
        assert set(statuses.values) - sources == ends[name]
