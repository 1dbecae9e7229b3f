"""What a visitor reads, whether a call is open, closed, or none is published."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from applications.models import Call
from limits_portal.french import PARIS

pytestmark = pytest.mark.django_db

PLAIN_PAGES = [
    "guide",
    "footer-sitemap",
    "footer-accessibility-status",
    "footer-legal-notice",
    "footer-personal-data",
    "footer-cookie-management",
]


@pytest.fixture
def edition() -> Call:
    """LIMIT'S 2024 as it is loaded from its data file: closed."""
    call_command("load_call", "limits-2024")
    call = Call.objects.get(slug="limits-2024")
    Call.objects.filter(pk=call.pk).update(is_published=True)
    return call


@pytest.fixture
def open_edition(edition) -> Call:
    """The same, open for twelve more days."""
    edition.opens_at = timezone.now() - timedelta(days=30)
    edition.closes_at = timezone.now().astimezone(PARIS) + timedelta(days=12)
    edition.save(update_fields=["opens_at", "closes_at"])
    return edition


def read(client, name, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


@pytest.mark.parametrize("name", ["home", "call", "examples", *PLAIN_PAGES])
def test_every_public_page_reads_without_any_call(client, name):
    assert "<h1" in read(client, name)


@pytest.mark.parametrize("name", ["home", "call", "examples", *PLAIN_PAGES])
def test_every_public_page_has_one_title_and_one_main(client, edition, name):
    page = read(client, name)
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    assert "style=" not in page and "onclick=" not in page


def test_home_says_what_for_whom_how_much_until_when__C_1_1b(client, open_edition):
    page = read(client, "home")
    assert "Jusqu'à <strong>240 000 €</strong>" in page
    assert "2 ou 3 ans" in page
    assert "Communes et intercommunalités" in page
    assert "12 jours" in page
    assert "Déposer un dossier" in page


def test_home_of_a_closed_call_says_so_and_offers_to_prepare(client, edition):
    page = read(client, "home")
    assert "Dépôt clos" in page
    assert "30 avril 2024 à 23 h 59 (heure de Paris)" in page
    assert "Déposer un dossier" not in page
    assert "Préparer un dossier" in page


def test_home_shows_the_four_axes_and_three_costed_examples__C_2_2a(client, edition):
    page = read(client, "home")
    assert page.count('class="fr-tile ') == 4
    assert page.count("portal-cost") == 3
    assert "portal-cost--none" not in page


def test_the_call_gives_the_whole_call(client, edition):
    page = read(client, "call")
    for objective in edition.texts.objectives:
        assert objective.title.replace("'", "&#x27;").replace("\xa0", " ") in page
    for title in ("Qui peut candidater", "Ce qui n'est pas financé", "Le calendrier", "Contact"):
        assert title in page
    assert "69 rue de Varenne" in page


def test_weights_that_mildeca_has_not_decided_are_not_published(client, edition):
    page = read(client, "call")
    criterion = edition.criteria.filter(is_bonus=False).first()
    assert criterion.title.replace("'", "&#x27;").replace("\xa0", " ") in page
    assert "poids" not in page.lower()


def test_a_past_edition_stays_readable_and_an_unpublished_one_does_not(client, edition):
    assert "LIMIT" in read(client, "call_edition", "limits-2024")
    Call.objects.update(is_published=False)
    assert client.get(reverse("call_edition", args=["limits-2024"])).status_code == 404


def test_examples_are_filtered_by_axis_and_by_words_without_accents(client, edition):
    assert "21 exemples" in read(client, "examples")
    assert "théâtre" in read(client, "examples", mots="theatre FORUM").lower()
    page = read(client, "examples", axe="lutter", chiffre="on")
    assert "1 exemple" in page and "11 700 €" in page


def test_a_filter_without_result_says_what_to_try(client, edition):
    page = read(client, "examples", mots="introuvable")
    assert "Aucun exemple ne correspond" in page


@pytest.mark.parametrize("query", [{"axe": "inconnu"}, {"mots": "x" * 5000}, {"chiffre": "%"}])
def test_a_wrong_filter_never_fails(client, edition, query):
    read(client, "examples", **query)


def test_an_example_gives_cost_pitfalls_and_source__C_A2(client, edition):
    page = read(client, "example", "psfp")
    assert "42 000 €" in page
    assert "Points d'attention" in page
    assert "Cahier des charges 2024" in page


def test_an_unknown_example_is_a_404(client, edition):
    assert client.get(reverse("example", args=["rien"])).status_code == 404


@pytest.mark.parametrize("name", ["home", "call", "examples", "guide"])
def test_a_public_page_costs_few_queries(client, edition, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        read(client, name)
