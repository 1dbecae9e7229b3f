"""Finding one's commune or EPCI among 36 000."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts import register
from accounts.models import Departement, Organisation, Region, RegisterLoad
from accounts.search import find, numbers
from limits_portal.french import search_key


@pytest.fixture(scope="module")
def national_register(django_db_setup, django_db_blocker):
    """The whole register, loaded once for this file and taken away after it."""
    with django_db_blocker.unblock():
        register.load(force=True)
        yield
        tables = [m._meta.db_table for m in (Organisation, Departement, Region, RegisterLoad)]
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


def names(text, limit=3):
    return [str(o) for o in find(text)[:limit]]


@pytest.mark.django_db
@pytest.mark.usefixtures("national_register")
class TestFind:
    @pytest.mark.parametrize(
        "text",
        ["Loos", "LOOS", "loos 59", "59120", "59360", "215903600", "215 903 600", "21590360000017"],
    )
    def test_a_commune_by_its_name_postcode_insee_code_siren_or_siret(self, text):
        assert "Loos" in names(text)[0:5]

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("ecully", "Écully"),
            ("L’Haÿ les roses", "L'Haÿ-les-Roses"),
            ("l'ile d'yeu", "L'Île-d'Yeu"),
            ("st jean de braye", "Saint-Jean-de-Braye"),
            ("Ste Geneviève des Bois", "Sainte-Geneviève-des-Bois"),
            ("OEUILLY", "Œuilly"),
            ("ajaccio 2a", "Ajaccio"),
            ("metropole lille", "Métropole Européenne de Lille"),
            ("CC du Perche", "Communauté de communes du Perche"),
            ("saint denis 93", "Saint-Denis"),
        ],
    )
    def test_accents_hyphens_apostrophes_and_abbreviations_do_not_matter(self, text, first):
        assert names(text, 1) == [first]

    def test_someone_still_typing_strasbourg_sees_it(self):
        assert "Strasbourg" in names("st", 100)

    def test_the_exact_name_then_its_beginnings_then_the_most_peopled(self):
        assert names("paris") == ["Paris", "Parisot", "Parisot"]
        assert names("saint denis")[0] == "Saint-Denis"
        assert [o.departement_id for o in find("saint denis")[:2]] == ["974", "93"]

    @pytest.mark.parametrize("text", ["", "  ", "%", "_", "'", "\\", "\ud800", "é" * 5000, "-"])
    def test_empty_or_absurd_text_finds_nothing(self, text):
        assert names(text) == []

    def test_prefectures_are_not_holders__C_4_3a(self):
        assert names("prefecture") == []

    @pytest.mark.parametrize("text", ["loos", "saint"])
    def test_one_query_however_many_answers(self, text, django_assert_num_queries):
        with django_assert_num_queries(1):
            [(str(o), str(o.departement)) for o in find(text)[:20]]


@given(st.text())
def test_a_search_key_is_folded_once_and_for_all(text):
    key = search_key(text)
    assert search_key(key) == key
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@given(st.text())
def test_a_number_is_digits_or_nothing(text):
    assert numbers(text) == "" or numbers(text).isdecimal()
