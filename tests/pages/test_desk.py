"""Each person is sent to their own work."""

import pytest
from django.urls import reverse

from limits_portal.menu import address, entries, every

pytestmark = pytest.mark.django_db


def test_a_visitor_is_asked_to_log_in(client):
    response = client.get(reverse("desk"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("person", "place"),
    [
        ("alice", "applications:list"),
        ("bob", "applications:list"),
        ("flora", "reviews:opinions"),
        ("ines", "reviews:board"),
        ("martin", "reviews:decisions"),
        ("karim", "reviews:readings"),
        ("nora", "applications:calls"),
    ],
)
def test_a_person_lands_on_their_own_list(request, settings, client_of, person, place):
    settings.REQUIRE_AGENT_SECOND_FACTOR = False
    response = client_of(request.getfixturevalue(person)).get(reverse("desk"))
    assert response.status_code == 302
    assert response.url == (address(place) or reverse("home"))


@pytest.mark.parametrize("person", ["alice", "flora", "ines", "martin", "nora"])
def test_the_menu_has_at_most_five_entries_and_no_dead_link(request, settings, client_of, person):
    settings.REQUIRE_AGENT_SECOND_FACTOR = False
    user = request.getfixturevalue(person)
    shown = entries(user, "/")
    assert len(shown) <= 5
    assert all(entry.address for entry in shown)


def test_what_the_menu_has_no_room_for_is_on_the_site_map(settings, client_of, ines):
    settings.REQUIRE_AGENT_SECOND_FACTOR = False
    page = client_of(ines).get(reverse("footer-sitemap")).content.decode()
    assert len(every(ines, "/")) > 5
    assert all(f'href="{entry.address}"' in page for entry in every(ines, "/"))
    assert entries(ines, "/")[-1].address == reverse("footer-sitemap")


def test_the_page_says_the_role_one_acts_in(settings, client_of, alice):
    page = client_of(alice).get(reverse("home")).content.decode()
    assert "Vous agissez comme" in page
    assert "<strong>rédacteur</strong>" in page


def test_a_role_inside_the_sentence_keeps_its_acronym(settings, client_of, flora_chief):
    settings.REQUIRE_AGENT_SECOND_FACTOR = False
    page = client_of(flora_chief).get(reverse("home")).content.decode()
    assert "<strong>chef de projet MILDECA</strong>" in page
