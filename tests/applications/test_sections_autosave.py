"""Saving as one types: an honest answer, valid fields kept, nothing typed replaced."""

import pytest

from applications.models import Section
from tests.applications.sections_driver import address, fields_of, save, stored, typed_in
from tests.factories import make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(alice, commune_a):
    """Alice's draft."""
    return make_application(holder=commune_a, by=alice)


def test_autosave_saves_and_says_when_and_what_to_type_over_next(alice, client_of, dossier):
    tab = client_of(alice)
    data = typed_in(tab, dossier, "territoire", name="Les Oliveaux")

    answer = save(tab, dossier, "territoire", data, autosave="1").json()

    assert answer["saved"].startswith("Enregistré à ")
    assert answer["saved"].endswith("par vous")
    assert answer["version"] == 1
    assert answer["errors"] == {}
    assert stored(dossier, "territoire")["name"] == "Les Oliveaux"


def test_the_next_autosave_types_over_the_version_it_was_given(alice, client_of, dossier):
    tab = client_of(alice)
    data = typed_in(tab, dossier, "territoire", name="Les")
    first = save(tab, dossier, "territoire", data, autosave="1").json()
    data |= {"version": first["version"], "name": "Les Oliveaux"}

    assert save(tab, dossier, "territoire", data, autosave="1").json()["version"] == 2


def test_an_invalid_field_keeps_its_stored_value_and_is_named(alice, client_of, dossier):
    tab = client_of(alice)
    save(tab, dossier, "territoire", typed_in(tab, dossier, "territoire", population="4500"))
    data = typed_in(tab, dossier, "territoire", name="Les Oliveaux", population="beaucoup")

    answer = save(tab, dossier, "territoire", data, autosave="1").json()

    assert answer["saved"].endswith("sauf 1 champ à corriger")
    assert list(answer["errors"]) == ["population"]
    content = stored(dossier, "territoire")
    assert (content["name"], content["population"]) == ("Les Oliveaux", 4500)


def test_an_invalid_field_of_a_line_is_named_with_its_line(alice, client_of, dossier):
    tab = client_of(alice)
    data = typed_in(tab, dossier, "territoire")
    line = data["publics"][0]
    data |= {f"publics-{line}-kind": "youth", f"publics-{line}-headcount": "des tas"}

    answer = save(tab, dossier, "territoire", data, autosave="1").json()

    assert list(answer["errors"]) == [f"publics-{line}-headcount"]
    assert stored(dossier, "territoire")["publics"][0]["kind"] == "youth"


def test_a_new_line_with_nothing_readable_is_not_stored_blank(alice, client_of, dossier):
    tab = client_of(alice)
    data = typed_in(tab, dossier, "territoire")
    line = data["publics"][0]
    data |= {f"publics-{line}-headcount": "des tas"}

    answer = save(tab, dossier, "territoire", data, autosave="1").json()

    assert list(answer["errors"]) == [f"publics-{line}-headcount"]
    assert stored(dossier, "territoire")["publics"] == []


def test_a_lost_session_answers_a_redirect_and_changes_nothing(alice, client_of, dossier):
    tab = client_of(alice)
    data = typed_in(tab, dossier, "territoire", name="Les Oliveaux")
    tab.session.flush()

    assert save(tab, dossier, "territoire", data, autosave="1").status_code == 302
    assert stored(dossier, "territoire")["name"] == ""


def test_a_dossier_filed_meanwhile_is_not_changed(alice, client_of, dossier):
    tab = client_of(alice)
    data = typed_in(tab, dossier, "territoire", name="Les Oliveaux")
    file_away(dossier)

    answer = save(tab, dossier, "territoire", data, autosave="1")
    assert answer.status_code == 409
    assert "ne se modifie plus" in answer.json()["refused"]

    page = save(tab, dossier, "territoire", data)
    assert page.status_code == 409
    assert fields_of(page)["name"] == ["Les Oliveaux"]
    assert stored(dossier, "territoire")["name"] == ""


def test_the_panel_and_the_steps_follow(alice, client_of, dossier):
    tab = client_of(alice)
    data = typed_in(tab, dossier, "objectifs", duration_years="3")
    before = tab.get(f"/dossiers/{dossier.reference}/recevabilite/?section=objectifs")
    save(tab, dossier, "objectifs", data, autosave="1")
    after = tab.get(f"/dossiers/{dossier.reference}/recevabilite/?section=objectifs")

    assert before.status_code == after.status_code == 200
    assert "Indiquez la durée du projet" in before.content.decode()
    assert "Indiquez la durée du projet" not in after.content.decode()
    assert tab.get(f"/dossiers/{dossier.reference}/recevabilite/?section=x").status_code == 200


def file_away(application):
    """Put the dossier in the state « déposé », as filing does."""
    from django.utils import timezone

    type(application).objects.filter(pk=application.pk).update(
        status="submitted", submitted_at=timezone.now()
    )
    assert Section.objects.filter(application=application).exists()
    assert address(application, "territoire")
