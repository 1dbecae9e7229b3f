"""The national register: what the file says, what loading it does."""

from collections import Counter

import pytest
from django.core.management import call_command

from accounts import register
from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import Departement, Membership, Organisation, RegisterLoad, User


@pytest.fixture(scope="module")
def content():
    return register.read()


@pytest.fixture(scope="module")
def rows(content):
    return {(row.kind, row.code): row for row in register.organisations(content)}


def test_every_commune_epci_and_prefecture_is_there(rows):
    assert Counter(kind for kind, _ in rows) == {
        "mildeca": 1,
        "prefecture": 101,
        "epci": 1255,
        "commune": 34875,
    }


def test_every_holder_has_its_own_siren_from_the_source(rows):
    from stdnum.fr import siren

    sirens = [row.siren for row in rows.values() if row.kind in OrganisationKind.HOLDERS]
    assert len(set(sirens)) == 34875 + 1255
    assert all(siren.is_valid(number) for number in sirens)


def test_loos_is_as_the_call_knows_it(rows):
    loos = rows["commune", "59360"]
    assert (loos.name, loos.siren, loos.population) == ("Loos", "215903600", 22567)
    assert (loos.departement_id, loos.postcodes, loos.epci) == ("59", ("59120",), "200093201")


def test_the_metropole_of_lille_has_its_95_members(rows):
    members = [row for row in rows.values() if row.epci == "200093201"]
    metropole = rows["epci", "200093201"]
    assert len(members) == 95
    assert (metropole.name, metropole.legal_form) == ("Métropole Européenne de Lille", "Métropole")


def test_an_epci_over_two_departements_offers_both_the_most_peopled_first(rows):
    straddling = [row for row in rows.values() if len(row.departement_codes) > 1]
    assert len(straddling) == 89
    for row in straddling[:10]:
        people = Counter()
        for member in rows.values():
            if member.epci == row.code:
                people[member.departement_id] += member.population
        assert row.departement_id == row.departement_codes[0] == people.most_common(1)[0][0]
        assert set(people) == set(row.departement_codes)


def test_only_four_islands_are_in_no_epci(rows):
    assert {row.name for row in rows.values() if row.kind == "commune" and not row.epci} == {
        "Île-de-Bréhat",
        "Île-de-Sein",
        "Ouessant",
        "L'Île-d'Yeu",
    }


def test_abbreviations_of_epci_are_written_in_full():
    assert register.full_name("CC du Perche", "CC") == "Communauté de communes du Perche"
    assert register.full_name("CA de Blois ''Agglopolys''", "CA") == (
        'Communauté d\'agglomération de Blois "Agglopolys"'
    )
    assert register.full_name("Bordeaux Métropole", "METRO") == "Bordeaux Métropole"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("59", "Préfecture du Nord"),
        ("35", "Préfecture d'Ille-et-Vilaine"),
        ("974", "Préfecture de La Réunion"),
        ("973", "Préfecture de la Guyane"),
        ("08", "Préfecture des Ardennes"),
        ("77", "Préfecture de Seine-et-Marne"),
        ("95", "Préfecture du Val-d'Oise"),
        ("84", "Préfecture de Vaucluse"),
        ("75", "Préfecture de la région d'Île-de-France, préfecture de Paris"),
    ],
)
def test_prefectures_are_named_as_in_french(rows, code, name):
    assert rows["prefecture", code].name == name


@pytest.mark.django_db
def test_the_command_loads_once_and_skips_the_same_file(capsys):
    call_command("load_register")
    assert "34875 communes" in capsys.readouterr().out
    assert Organisation.objects.count() == 34875 + 1255 + 101 + 1
    assert Organisation.objects.get(code="200093201").communes.count() == 95
    assert Departement.objects.get(code="973").time_zone == "America/Cayenne"
    call_command("load_register")
    assert capsys.readouterr().out.strip() == "Registre national : déjà chargé."
    assert RegisterLoad.objects.count() == 1


@pytest.fixture
def small(content, monkeypatch):
    """A register of three communes, to load again and again quickly."""
    kept = [row for row in content.communes if row[0] in {"59360", "59350", "22016"}]
    lille = [row for row in content.epcis if row[0] == "200093201"]

    def give(*codes):
        communes = [row for row in kept if row[0] in codes]
        few = register.Register(
            content.edition, content.source, content.regions, content.departements, lille, communes
        )
        monkeypatch.setattr(register, "read", lambda path: few)
        register.load(force=True)

    return give


@pytest.mark.django_db
def test_loading_again_keeps_the_same_rows_and_a_corrected_prefecture_name(small):
    small("59360", "59350", "22016")
    loos = Organisation.objects.get(code="59360")
    Organisation.objects.filter(kind="prefecture", code="59").update(name="Préfecture de Lille")
    Organisation.objects.filter(pk=loos.pk).update(name="Loos-lez-Lille", population=1)
    small("59360", "59350", "22016")
    again = Organisation.objects.get(kind="commune", code="59360")
    assert (again.pk, again.name, again.population) == (loos.pk, "Loos", 22567)
    assert Organisation.objects.get(kind="prefecture", code="59").name == "Préfecture de Lille"


@pytest.mark.django_db
def test_a_vanished_commune_is_deleted_only_when_nothing_refers_to_it(small):
    small("59360", "59350", "22016")
    person = User.objects.create_user("p@exemple.fr")
    Membership.objects.create(
        user=person,
        organisation=Organisation.objects.get(code="59360"),
        role=Role.WRITER,
        status=MembershipStatus.PENDING,
    )
    small("59350")
    assert not Organisation.objects.filter(code="22016").exists()
    assert Organisation.objects.get(code="59360").search_text == ""
