"""The mails that did not leave, as an administrator sees them."""

import pytest
from django.db import transaction
from django.utils import timezone

from notifications import delivery, dispatch
from notifications.models import Email
from tests.notifications.test_delivery import write
from workflow.engine import Refused, record
from workflow.models import Event

pytestmark = pytest.mark.django_db
PAGE = "/administration/courriels/"


def test_what_failed_comes_first_with_its_reason_and_never_its_text(client_of, nora):
    write("attend@example.org")
    write("parti@example.org", delivery="sent")
    write("refuse@example.org", delivery="failed", error="550 inconnu", text_body="lien secret")
    page = client_of(nora).get(PAGE).content.decode()
    assert page.index("refuse@example.org") < page.index("attend@example.org")
    assert "550 inconnu" in page
    assert "parti@example.org" not in page
    assert "lien secret" not in page


def test_a_mail_given_up_goes_again_and_the_journal_says_who(client_of, nora):
    mail = write(delivery="failed", attempts=9, error="550")
    browser = client_of(nora)
    browser.post(f"{PAGE}{mail.pk}/relancer/")
    mail.refresh_from_db()
    assert (mail.delivery, mail.attempts) == ("waiting", 0)
    assert Event.objects.about(mail).get().actor_name == str(nora)
    with pytest.raises(Refused):
        delivery.try_again(mail, by=nora, now=mail.created_at)
    assert (
        "pas en échec" in browser.post(f"{PAGE}{mail.pk}/relancer/", follow=True).content.decode()
    )


def test_the_page_counts_each_state_and_each_reason(client_of, nora):
    write("a@example.org")
    write("b@example.org", delivery="held", trouble="limit")
    for name in "cde":
        write(f"{name}@example.org", delivery="failed", trouble="address", error="550 x")
    page = client_of(nora).get(PAGE)
    found = page.context["backlog"]
    assert (found.waiting, found.held, found.failed) == (1, 1, 3)
    assert found.failures == [("address", "Adresse refusée", 3)]
    text = page.content.decode()
    assert "Renvoyer les 3" in text
    assert "Trop de courriels en une heure à cette adresse" in text


def test_a_reason_and_a_state_can_be_chosen_and_nonsense_is_ignored(client_of, nora):
    write("a@example.org")
    write("b@example.org", delivery="failed", trouble="address", error="550 x")
    browser = client_of(nora)
    only = browser.get(PAGE, {"etat": "failed", "raison": "address"}).context["page"]
    assert [mail.to for mail in only] == ["b@example.org"]
    assert browser.get(PAGE, {"etat": "sent", "raison": "x"}).context["page"].paginator.count == 2
    assert "Aucun courriel dans cet état" in browser.get(PAGE, {"etat": "held"}).content.decode()


def test_all_the_failures_of_one_reason_go_again_at_once(client_of, nora):
    for name in "ab":
        write(f"{name}@example.org", delivery="failed", trouble="address")
    write("c@example.org", delivery="failed", trouble="content")
    page = client_of(nora).post(f"{PAGE}relancer/", {"raison": "address"}, follow=True)
    assert "2 courriels vont repartir" in page.content.decode()
    assert list(Email.objects.filter(delivery="failed").values_list("to", flat=True)) == [
        "c@example.org"
    ]
    assert Event.objects.filter(name="email.retry", actor_id=nora.pk).count() == 2


def test_an_event_that_could_not_be_told_is_shown_with_its_reason_and_tried_on_demand(
    client_of, nora, alice
):
    event = record("application.submit", subject=alice)
    dispatch.dispatch_due()
    browser = client_of(nora)
    text = browser.get(PAGE).content.decode()
    assert "application.submit" in text
    assert "DoesNotExist" in text
    assert dispatch.next_event(now=timezone.now()) is None
    page = browser.post("/administration/evenements/relancer/", follow=True)
    assert "1 événement va être réessayé" in page.content.decode()
    with transaction.atomic():
        assert dispatch.next_event(now=timezone.now()) == event


@pytest.mark.parametrize("name", ["alice", "flora_chief", "ines", "karim", "martin"])
def test_the_page_exists_for_administrators_only(request, client_of, name):
    mail = write(delivery="failed")
    browser = client_of(request.getfixturevalue(name))
    assert browser.get(PAGE).status_code == 404
    assert browser.post(f"{PAGE}{mail.pk}/relancer/").status_code == 404
    assert Email.objects.get().delivery == "failed"


def test_the_number_of_questions_does_not_grow(client_of, nora, django_assert_max_num_queries):
    browser = client_of(nora)
    for count in (1, 10):
        for n in range(count):
            write(f"{count}-{n}@example.org", delivery="failed")
        with django_assert_max_num_queries(13):
            browser.get(PAGE)
