"""Saving a section: what is kept, what is refused, what is never touched."""

import re

import pytest

from applications.content import Project, PublicLine, Territory
from applications.drafting import save_section
from applications.models import Application, Section
from tests.applications.sections_driver import address, fields_of, save, stored, typed_in
from tests.factories import make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(alice, commune_a) -> Application:
    """Alice's draft."""
    return make_application(holder=commune_a, by=alice)


@pytest.fixture
def alices(alice, client_of):
    """Alice's browser."""
    return client_of(alice)


def test_save_keeps_what_was_typed_and_goes_to_the_next_section(alices, dossier, alice):
    data = typed_in(alices, dossier, "territoire", name="Les Oliveaux", population="4 500")

    response = save(alices, dossier, "territoire", data, go="next")

    assert response.status_code == 302
    assert response.url == address(dossier, "objectifs")
    assert stored(dossier, "territoire")["name"] == "Les Oliveaux"
    assert stored(dossier, "territoire")["population"] == 4500
    assert "par vous" in alices.get(address(dossier, "territoire")).content.decode()


def test_save_touches_its_own_section_only(alices, dossier):
    before = {s.key: s.content for s in dossier.sections.all()}
    data = typed_in(alices, dossier, "territoire", name="Les Oliveaux")

    save(alices, dossier, "territoire", data)

    after = {s.key: s.content for s in dossier.sections.all()}
    assert after.pop("territoire") != before.pop("territoire")
    assert after == before


def test_extra_fields_change_nothing(alices, dossier, commune_b):
    data = typed_in(alices, dossier, "territoire", name="Les Oliveaux")
    forged = {
        "status": "selected",
        "holder": commune_b.pk,
        "holder_id": commune_b.pk,
        "requested_amount": "1",
        "content": '{"name": "autre"}',
        "reference": "LIMITS-2024-9999",
        "siret": "21590360000017",
        "saved_by": "1",
    }

    assert save(alices, dossier, "territoire", data, **forged).status_code == 302

    fresh = Application.objects.get(pk=dossier.pk)
    assert (fresh.status, fresh.holder_id, fresh.reference, fresh.requested_amount) == (
        dossier.status,
        dossier.holder_id,
        dossier.reference,
        dossier.requested_amount,
    )
    assert stored(dossier, "porteur")["siret"] == ""


def test_an_error_of_format_keeps_everything_typed_and_saves_nothing(alices, dossier):
    data = typed_in(alices, dossier, "territoire", name="Les Oliveaux", population="beaucoup")

    response = save(alices, dossier, "territoire", data)

    assert response.status_code == 422
    page = fields_of(response)
    assert page["name"] == ["Les Oliveaux"]
    assert page["population"] == ["beaucoup"]
    assert "#id_population" in response.content.decode()
    assert stored(dossier, "territoire")["name"] == ""


def test_a_blank_section_may_be_saved(alices, dossier):
    for section in ("porteur", "territoire", "objectifs", "partenaires", "moyens-humains"):
        data = typed_in(alices, dossier, section)
        assert save(alices, dossier, section, data).status_code == 302


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2159036000001", "14 chiffres"),
        ("21590360000018", "erreur de frappe"),
        ("21590286700013", "n&#x27;est pas celui de votre collectivité"),
        ("215 903 600 00017", ""),
    ],
)
def test_siret_is_checked_against_its_key_and_the_holder__C_4_1a(alices, dossier, typed, message):
    response = save(alices, dossier, "porteur", typed_in(alices, dossier, "porteur", siret=typed))

    if message:
        assert message in response.content.decode()
        assert stored(dossier, "porteur")["siret"] == ""
    else:
        assert response.status_code == 302
        assert stored(dossier, "porteur")["siret"] == "21590360000017"


def test_a_prefecture_elsewhere_is_refused(alices, dossier, departements):
    data = typed_in(alices, dossier, "porteur", departement="33")

    assert save(alices, dossier, "porteur", data).status_code == 422
    assert Application.objects.get(pk=dossier.pk).departement_id == "59"


def test_iban_is_checked_and_an_unusual_bank_only_warned_of(alices, dossier):
    data = typed_in(
        alices, dossier, "engagements", iban="FR76 3000 6000 0112 3456 7890 189", bic="AGRIFRPP"
    )

    assert save(alices, dossier, "engagements", data).status_code == 302
    assert stored(dossier, "engagements")["iban"] == "FR7630006000011234567890189"
    assert "30001" in alices.get(address(dossier, "engagements")).content.decode()

    wrong = typed_in(alices, dossier, "engagements", iban="FR76 3000 6000 0112 3456 7890 188")
    assert save(alices, dossier, "engagements", wrong).status_code == 422


def test_commitments_are_ticked_one_by_one__C_4_4(alices, dossier):
    data = typed_in(alices, dossier, "engagements", commitments=["copil"])

    assert save(alices, dossier, "engagements", data).status_code == 302
    assert stored(dossier, "engagements")["commitments"] == ["copil"]

    data["commitments"] = ["copil", "inconnu"]
    data["version"] = ["1"]
    assert save(alices, dossier, "engagements", data).status_code == 422


def test_each_objective_of_the_call_has_its_text__C_2_1b(alices, dossier):
    data = typed_in(alices, dossier, "objectifs")
    data |= {"objectives-sante-is_pursued": "on", "objectives-sante-text": "Par des ateliers."}

    assert save(alices, dossier, "objectifs", data).status_code == 302
    assert stored(dossier, "objectifs")["objectives"] == [
        {"code": "sante", "is_pursued": True, "text": "Par des ateliers."}
    ]


def test_the_title_shows_in_lists(alices, dossier):
    save(alices, dossier, "objectifs", typed_in(alices, dossier, "objectifs", title="Agir tôt"))

    assert Application.objects.get(pk=dossier.pk).title == "Agir tôt"


# --- Lines, with no JavaScript


def test_a_line_is_added_with_everything_typed_and_nothing_saved(alices, dossier):
    data = typed_in(alices, dossier, "territoire", name="Les Oliveaux", population="beaucoup")

    page = save(alices, dossier, "territoire", data, line="add publics")

    assert page.status_code == 200
    fields = fields_of(page)
    assert len(fields["publics"]) == 2
    assert fields["name"] == ["Les Oliveaux"]
    assert fields["population"] == ["beaucoup"]
    assert stored(dossier, "territoire")["name"] == ""


def test_lines_move_and_go_with_their_text(alices, dossier, alice):
    lines = [
        PublicLine(id=name, kind="youth", description=name) for name in ("un", "deux", "trois")
    ]
    section = Section.objects.get(application=dossier, key="territoire")
    save_section(section, Territory(publics=lines), version=0, by=alice)
    data = typed_in(alices, dossier, "territoire")

    moved = fields_of(save(alices, dossier, "territoire", data, line="up publics:trois"))
    removed = fields_of(save(alices, dossier, "territoire", moved, line="remove publics:un"))
    assert removed["publics"] == ["trois", "deux"]
    assert save(alices, dossier, "territoire", removed, go="stay").status_code == 302

    kept = stored(dossier, "territoire")["publics"]
    assert [(line["id"], line["description"]) for line in kept] == [
        ("trois", "trois"),
        ("deux", "deux"),
    ]


def test_a_blank_line_is_not_kept(alices, dossier):
    save(alices, dossier, "territoire", typed_in(alices, dossier, "territoire"))

    assert stored(dossier, "territoire")["publics"] == []


def test_too_many_lines_are_refused_in_words(alices, dossier):
    data = typed_in(alices, dossier, "territoire")
    data["publics"] = [f"ligne{n}" for n in range(30)]
    data |= {f"publics-ligne{n}-description": f"texte {n}" for n in range(30)}

    response = save(alices, dossier, "territoire", data)

    assert response.status_code == 422
    assert "Gardez-en 20 au plus" in response.content.decode()
    assert len(fields_of(response)["publics"]) == 30


def test_commands_on_unknown_lines_do_no_harm(alices, dossier):
    data = typed_in(alices, dossier, "territoire", name="Les Oliveaux")
    for command in ("remove publics:inconnu", "up publics:inconnu", "down publics:"):
        assert save(alices, dossier, "territoire", data, line=command).status_code == 200
    # Fixed lines and unknown lists have no such command: the text is saved.
    for command in ("add", "add inconnu", "explode publics:1"):
        data = typed_in(alices, dossier, "territoire", name="Les Oliveaux")
        assert save(alices, dossier, "territoire", data, line=command).status_code == 302


def test_french_numbers_and_dates_are_read(alices, dossier):
    data = typed_in(alices, dossier, "moyens-humains", referent_fte="0,4")
    line = data["staff"][0]
    data |= {
        f"staff-{line}-function": "Chargé de mission",
        f"staff-{line}-cost": "12 500,50 €",
        f"staff-{line}-starts_on": "01/09/2024",
    }

    assert save(alices, dossier, "moyens-humains", data).status_code == 302
    content = stored(dossier, "moyens-humains")
    assert content["referent_fte"] == "0.4"
    assert content["staff"][0]["cost"] == "12500.50"
    assert content["staff"][0]["starts_on"] == "2024-09-01"


def test_project_dates_survive_a_second_save(alices, dossier):
    data = typed_in(alices, dossier, "objectifs", starts_on="2024-09-01", duration_years="3")
    save(alices, dossier, "objectifs", data)
    save(alices, dossier, "objectifs", typed_in(alices, dossier, "objectifs", title="Titre"))

    project = Project.model_validate(stored(dossier, "objectifs"))
    assert str(project.starts_on) == "2024-09-01"
    assert project.duration_years == 3


def test_the_blank_line_that_the_page_copies_names_every_field_by_its_placeholder(alices, dossier):
    page = alices.get(address(dossier, "partenaires")).content.decode()
    blank = page.split("<template data-blank>")[1].split("</template>")[0]

    names = set(re.findall(r' name="(partners-[^"]*)"', blank))

    assert "partners-blank-id-category" in names
    assert all(name.startswith("partners-blank-id-") for name in names)
    assert 'id="id_partners-blank-id-name"' in blank


def test_the_form_has_one_token_that_a_new_login_renews(alices, dossier):
    page = alices.get(address(dossier, "partenaires")).content.decode()
    form = page.split("data-autosave")[1].split("</form>")[0]

    assert form.count('name="csrfmiddlewaretoken"') == 1
