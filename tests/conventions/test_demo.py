"""The conventions of the demonstration: one in every state, by the portal's own verbs."""

from datetime import date

import pytest
from django.core.management import call_command

from accounts.enums import OrganisationKind
from applications.demo import edition as dossiers
from conventions.board import tally
from conventions.demo import edition
from conventions.models import Convention, Remark
from tests.applications.test_demo import make_towns
from tests.factories import make_commune, make_departement, make_prefecture

TODAY = date(2026, 11, 22)


@pytest.fixture
def registered(db):
    """The call, and the towns and prefectures of the demonstration."""
    from accounts.models import Organisation

    make_towns()
    for tale in edition.TALES:
        departement = make_departement(tale.code[:2])
        if not Organisation.objects.filter(code=tale.code).exists():
            make_commune(f"Ville {tale.code}", departement=departement, code=tale.code)
        prefectures = Organisation.objects.filter(kind=OrganisationKind.PREFECTURE)
        if not prefectures.filter(departement=departement).exists():
            make_prefecture(departement)
    call_command("load_call", "limits-2024", verbosity=0)
    dossiers.load(today=TODAY)


def test_there_is_a_convention_in_every_state_and_a_second_run_changes_nothing(registered):
    from accounts import demo as demo_people

    assert edition.load(today=TODAY) == len(edition.TALES)
    ines = demo_people.load()["ines"]
    counted = tally(ines).by_state
    assert counted == {
        "drafting": 1,
        "negotiating": 2,
        # Drawn by the worker as soon as it runs.
        "issuing": 1,
        "signing": 0,
        "in_force": 1,
        "terminated": 1,
        "cancelled": 1,
    }
    signed = Convention.objects.get(status="in_force").acts.get().issues.get()
    assert [s.party for s in signed.signatures.all()] == ["holder", "prefecture", "mildeca"]
    assert Remark.objects.filter(status="open").count() == 2
    assert edition.load(today=TODAY) == 0
    assert Convention.objects.count() == len(edition.TALES)
