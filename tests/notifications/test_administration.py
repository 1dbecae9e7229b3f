"""The mails that did not leave, as an administrator sees them."""

import pytest

from notifications import delivery
from notifications.models import Email
from tests.notifications.test_delivery import write
from workflow.engine import Refused
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
        with django_assert_max_num_queries(8):
            browser.get(PAGE)
