"""The pile of a signatory: confirmed once, each document signed by a worker (screens.md)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from conventions import mandates
from conventions.enums import Party
from conventions.models import Mandate, Signature, SigningOrder
from conventions.signing import pile
from conventions.signing.wording import CONSENT_TO_A_PILE
from conventions.workflow import ACT
from tests.accounts.browser import code
from tests.conventions.issues import make_act, make_issue, make_mandate
from tests.conventions.queries import queries_of


@pytest.fixture
def waiting(act, ines, charlie, commune_b, enrolled) -> list:
    """Two conventions that wait for MILDECA's president."""
    return [
        make_issue(one, ines=ines, order=[Party.MILDECA, Party.HOLDER, Party.PREFECTURE])
        for one in (act, make_act(ines=ines, alice=charlie, holder=commune_b))
    ]


def keys(*issues) -> list[str]:
    mandate = Mandate.objects.get(person__email__startswith="martin")
    return [
        f"{issue.pk}:{issue.revisions.latest('number').sha256}:{mandate.pk}" for issue in issues
    ]


def test_the_president_confirms_once_and_each_convention_is_signed(waiting, enrolled, client_of):
    browser = client_of(enrolled["mildeca"])
    page = browser.get(reverse("conventions:pile")).content.decode()
    assert "2 documents attendent votre signature, pour 180\xa0000\xa0€" in page
    response = browser.post(
        reverse("conventions:pile"),
        {"document": keys(*waiting), "consents": "on", "code": code()},
    )
    assert response.status_code == 302, response.content.decode()
    assert "Signature en cours" in browser.get(reverse("conventions:pile")).content.decode()
    assert pile.sign_due() == 2
    signatures = Signature.objects.order_by("pk")
    assert [s.party for s in signatures] == [Party.MILDECA, Party.MILDECA]
    assert len({s.revision.sha256 for s in signatures}) == 2
    assert {s.evidence["second_factor"] for s in signatures} == {"totp"}
    assert {s.evidence["address"] for s in signatures} == {"127.0.0.1"}
    assert {s.evidence["consent"] for s in signatures} == {CONSENT_TO_A_PILE}
    assert "Rien n’attend" in browser.get(reverse("conventions:pile")).content.decode()


def test_only_the_documents_chosen_are_signed(waiting, enrolled, client_of):
    client_of(enrolled["mildeca"]).post(
        reverse("conventions:pile"),
        {"document": keys(waiting[0]), "consents": "on", "code": code()},
    )
    pile.sign_due()
    assert [s.issue for s in Signature.objects.all()] == [waiting[0]]


def test_a_document_that_changed_in_the_meantime_is_not_signed(waiting, enrolled, client_of, ines):
    browser = client_of(enrolled["mildeca"])
    browser.post(
        reverse("conventions:pile"),
        {"document": keys(*waiting), "consents": "on", "code": code()},
    )
    ACT.perform(waiting[0].act, "recall", by=ines, reason="Une erreur")
    pile.sign_due()
    assert [s.issue for s in Signature.objects.all()] == [waiting[1]]
    refused = SigningOrder.objects.get(progress=SigningOrder.Progress.REFUSED)
    assert "Une nouvelle version a été émise" in refused.reasons[0]
    assert "Une nouvelle version" in browser.get(reverse("conventions:pile")).content.decode()


def test_a_list_that_changed_since_it_was_shown_orders_nothing(waiting, enrolled, client_of, ines):
    chosen = keys(*waiting)
    ACT.perform(waiting[0].act, "recall", by=ines, reason="Une erreur")
    response = client_of(enrolled["mildeca"]).post(
        reverse("conventions:pile"), {"document": chosen, "consents": "on", "code": code()}
    )
    assert response.status_code == 409
    assert not SigningOrder.objects.exists()


def ordered(browser, *issues) -> None:
    response = browser.post(
        reverse("conventions:pile"), {"document": keys(*issues), "consents": "on", "code": code()}
    )
    assert response.status_code == 302, response.content.decode()


def test_a_mandate_that_changed_since_the_pile_was_shown_signs_nothing(
    waiting, enrolled, client_of, mildeca, ines
):
    ordered(client_of(enrolled["mildeca"]), waiting[0])
    make_mandate(
        enrolled["mildeca"], mildeca, by=ines, function="Autre", starts_on=mandates.today()
    )
    pile.sign_due()
    assert not Signature.objects.exists()
    assert "habilitation à signer a changé" in SigningOrder.objects.get().reasons[0]


def test_a_confirmation_of_friday_signs_nothing_on_monday(waiting, enrolled, client_of):
    ordered(client_of(enrolled["mildeca"]), waiting[0])
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=True):
        pile.sign_due()
    assert not Signature.objects.exists()
    assert SigningOrder.objects.get().reasons == [pile.TOO_LATE]


def test_what_waited_too_long_is_confirmed_again(waiting, enrolled, client_of):
    browser = client_of(enrolled["mildeca"])
    ordered(browser, waiting[0])
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=True):
        assert not any(row.is_being_signed for row in pile.waiting_for(enrolled["mildeca"]))
        ordered(browser, waiting[0])
        pile.sign_due()
    assert Signature.objects.count() == 1
    assert sorted(order.progress for order in SigningOrder.objects.all()) == ["done", "refused"]


def test_an_order_whose_workers_are_killed_ends_by_failing(waiting, enrolled, client_of):
    ordered(client_of(enrolled["mildeca"]), waiting[0])
    SigningOrder.objects.update(attempts=pile.MAX_ATTEMPTS)
    pile.sign_due()
    order = SigningOrder.objects.get()
    assert (order.progress, order.reasons) == (SigningOrder.Progress.REFUSED, [pile.FAILED])
    assert not Signature.objects.exists()


def test_nothing_chosen_is_said(waiting, enrolled, client_of):
    response = client_of(enrolled["mildeca"]).post(
        reverse("conventions:pile"), {"consents": "on", "code": code()}
    )
    assert response.status_code == 409
    assert "Choisissez au moins un document" in response.content.decode()


def test_signing_twice_what_is_ordered_signs_once(waiting, enrolled, client_of):
    browser = client_of(enrolled["mildeca"])
    for minutes in (0, 2):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=True):
            browser.post(
                reverse("conventions:pile"),
                {"document": keys(waiting[0]), "consents": "on", "code": code()},
            )
    pile.sign_due()
    pile.sign_due()
    assert Signature.objects.count() == 1


def test_the_pile_costs_the_same_for_one_and_three(enrolled, client_of, ines, alice, commune_a):
    order, browser = [Party.MILDECA, Party.HOLDER, Party.PREFECTURE], client_of(enrolled["mildeca"])
    found = []
    for more in (1, 2):
        for _ in range(more):
            make_issue(make_act(ines=ines, alice=alice, holder=commune_a), ines=ines, order=order)
        found.append(queries_of(browser, "pile"))
    assert len(pile.waiting_for(enrolled["mildeca"])) == 3
    assert found[0] == found[1]
