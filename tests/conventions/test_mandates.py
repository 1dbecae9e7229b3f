"""Who may sign, from which act and on which days: recorded, followed, taken back (product.md)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.conventions import documents
from tests.conventions.issues import make_mandate
from tests.conventions.queries import queries_of
from workflow.engine import Refused


def address(name: str, issue, *more) -> str:
    return reverse(f"conventions:{name}", args=[issue.act.convention.reference, 0, *more])


def test_the_mandates_cost_the_same_for_one_and_three(bob, commune_a, client_of):
    browser, found = client_of(bob), []
    for more in (1, 2):
        for _ in range(more):
            make_mandate(bob, commune_a, by=bob)
        found.append(queries_of(browser, "mandates"))
    assert found[0] == found[1]


def test_a_mayor_records_his_own_mandate_and_then_signs(issue, bob, commune_a, client_of):
    browser = client_of(bob)
    assert (
        "Aucune habilitation à signer à votre nom"
        in browser.get(address("signing", issue)).content.decode()
    )
    response = browser.post(
        reverse("conventions:mandate_add", args=[commune_a.pk]),
        {
            "person": bob.pk,
            "kind": "office",
            "function": "Maire",
            "basis": "Procès-verbal d’installation",
            "basis_on": "2020-07-04",
            "starts_on": "2020-07-04",
            "ends_on": "",
            "upload": SimpleUploadedFile("pv.pdf", documents.drawn()),
        },
    )
    assert response.status_code == 302, response.content.decode()
    assert "Procès-verbal" in browser.get(reverse("conventions:mandates")).content.decode()
    assert "À vous de signer" in browser.get(address("signing", issue)).content.decode()


def test_a_mandate_that_ends_before_it_begins_is_refused_and_nothing_is_lost(
    bob, commune_a, client_of
):
    response = client_of(bob).post(
        reverse("conventions:mandate_add", args=[commune_a.pk]),
        {
            "person": bob.pk,
            "kind": "office",
            "function": "Maire",
            "basis": "Délibération",
            "basis_on": "2020-07-04",
            "starts_on": "2024-07-04",
            "ends_on": "2023-01-01",
        },
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "La fin de l’habilitation précède son début" in page
    assert 'value="Maire"' in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"starts_on": date(2020, 7, 3)}, "ne peut pas commencer avant l’acte qui la donne"),
        ({"basis_on": date(2199, 1, 1), "starts_on": date(2199, 1, 1)}, "une date à venir"),
    ],
    ids=["before its act", "by an act to come"],
)
def test_a_mandate_follows_the_act_that_gives_it(bob, commune_a, given, said):
    with pytest.raises(Refused, match=said):
        make_mandate(bob, commune_a, by=bob, **({"ends_on": None} | given))


def test_a_mandate_is_taken_back_with_its_reason(bob, commune_a, client_of):
    mandate = make_mandate(bob, commune_a, by=bob)
    url = reverse("conventions:mandate_take_back", args=[mandate.pk])
    assert client_of(bob).post(url, {"reason": ""}).status_code == 422
    assert client_of(bob).post(url, {"reason": "Fin de mandat"}).status_code == 302
    mandate.refresh_from_db()
    assert mandate.revoked_at is not None
