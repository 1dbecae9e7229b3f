"""Opening a dossier from the portal."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import MembershipStatus, Role
from applications.models import Application
from tests.applications.sections_driver import stored
from tests.factories import make_application, make_call, make_epci, make_membership, make_user

pytestmark = pytest.mark.django_db
CREATE = "/dossiers/nouveau/"


def test_a_writer_opens_a_dossier_and_lands_in_its_first_section(alice, commune_a, client_of):
    call = make_call()
    browser = client_of(alice)
    assert browser.get(CREATE).status_code == 200

    response = browser.post(CREATE, {"call": call.slug, "holder": commune_a.pk})

    application = Application.objects.get()
    assert application.holder == commune_a
    assert response.url == reverse("applications:section", args=[application.reference, "porteur"])
    assert stored(application, "porteur")["postcode"] == "59120"


def test_an_epci_over_several_departements_chooses_its_prefecture(alice, departements, client_of):
    epci = make_epci(departement=departements["59"], departement_codes=["59", "33"])
    make_membership(alice, epci)
    call = make_call()
    browser = client_of(alice)
    answers = {"call": call.slug, "holder": epci.pk}

    assert "Préfecture de la Gironde" in browser.get(CREATE).content.decode()
    assert browser.post(CREATE, answers).status_code == 422
    assert browser.post(CREATE, answers | {"departement": "75"}).status_code == 422
    assert browser.post(CREATE, answers | {"departement": "33"}).status_code == 302
    assert Application.objects.get().departement_id == "33"


def test_the_dossier_already_open_is_shown_instead(alice, bob, commune_a, client_of):
    existing = make_application(holder=commune_a, by=bob)

    response = client_of(alice).post(
        CREATE, {"call": existing.call.slug, "holder": commune_a.pk}, follow=True
    )

    assert existing.reference in response.content.decode()
    assert "a déjà un dossier" in response.content.decode()
    assert Application.objects.count() == 1


def test_a_pending_member_is_told_of_it_without_seeing_it(commune_a, bob, client_of):
    existing = make_application(holder=commune_a, by=bob)
    pending = make_user("pauline@example.org")
    make_membership(pending, commune_a, Role.WRITER, MembershipStatus.PENDING)

    response = client_of(pending).post(CREATE, {"call": existing.call.slug, "holder": commune_a.pk})

    assert response.status_code == 422
    assert "attend encore d&#x27;être validé" in response.content.decode()
    assert existing.reference not in response.content.decode()


def test_only_open_calls_and_own_collectivites_are_accepted(alice, commune_a, commune_b, client_of):
    call = make_call()
    closed = make_call(closes_at=timezone.now() - timedelta(seconds=1))
    hidden = make_call(is_published=False)
    browser = client_of(alice)

    for answers in (
        {"call": closed.slug, "holder": commune_a.pk},
        {"call": hidden.slug, "holder": commune_a.pk},
        {"call": call.slug, "holder": commune_b.pk},
        {"call": call.slug, "holder": "9" * 30},
        {"call": "\x00", "holder": "\x00"},
        {},
    ):
        assert browser.post(CREATE, answers).status_code == 422
    assert not Application.objects.exists()


def test_without_a_call_or_a_collectivite_the_page_says_what_to_do(alice, dora, client_of, db):
    stranger = make_user("seul@example.org")
    assert "Aucun appel à projets" in client_of(alice).get(CREATE).content.decode()
    make_call()
    page = client_of(stranger).get(CREATE).content.decode()
    assert "rattachez-vous" in page
    assert reverse("accounts:join") in page


def test_the_simulator_s_answers_are_carried(alice, commune_a, client_of):
    call = make_call()
    query = "?porteur=commune&precedent=oui&fin=2022-12-31&duree=3&demande=90000"

    client_of(alice).post(CREATE + query, {"call": call.slug, "holder": commune_a.pk})

    application = Application.objects.get()
    assert stored(application, "objectifs")["duration_years"] == 3
    assert stored(application, "porteur")["has_previous_award"] is True
    assert stored(application, "budget")["requested"] == ["30000.00"] * 3


@pytest.mark.parametrize(
    "query", ["?duree=99999999999999999999&demande=1e99&fin=x&precedent=z", "?duree=%F0"]
)
def test_unreadable_answers_are_left_out(alice, commune_a, client_of, query):
    call = make_call()

    response = client_of(alice).post(CREATE + query, {"call": call.slug, "holder": commune_a.pk})

    assert response.status_code == 302
