"""A person's own list of notices (product.md, Notifications)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Notice
from tests.factories import PASSWORD

LIST, MARK = "notifications:list", "notifications:mark_read"


def notice(person, rank: int = 1, **fields) -> Notice:
    made = Notice.objects.create(
        recipient=person, event_id=rank, code="x", title=f"Avis {rank}", body="…", url="/dossiers/"
    )
    if fields:
        Notice.objects.filter(pk=made.pk).update(**fields)
    return made


def test_notices_are_read_day_by_day(client_of, alice):
    notice(alice, 1, created_at=timezone.now() - timedelta(days=2))
    notice(alice, 2)
    days = client_of(alice).get(reverse(LIST)).context["days"]
    assert [[n.title for n in day.notices] for day in days] == [["Avis 2"], ["Avis 1"]]


def test_opening_a_notice_marks_it_and_goes_where_it_leads(client_of, alice):
    made = notice(alice)
    answer = client_of(alice).post(reverse(MARK), {"open": made.pk})
    assert answer["Location"] == "/dossiers/"
    made.refresh_from_db()
    assert made.read_at is not None


@pytest.mark.parametrize("field", ["open", "notice"])
def test_nobody_opens_or_marks_the_notices_of_others__A1(client_of, alice, charlie, field):
    made = notice(alice)
    for value in (made.pk, "9" * 30, "x", "٣"):
        answer = client_of(charlie).post(reverse(MARK), {field: value})
        assert answer["Location"] == reverse(LIST)
    made.refresh_from_db()
    assert made.read_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_notice_and_for_three(
    client_of, alice, count, django_assert_num_queries
):
    for rank in range(count):
        notice(alice, rank)
    browser = client_of(alice)
    with django_assert_num_queries(7):
        browser.get(reverse(LIST))


def test_a_hundred_notices_are_read_page_by_page(client_of, alice):
    Notice.objects.bulk_create(
        Notice(recipient=alice, event_id=n, code="x", title=f"Avis {n}", body="…")
        for n in range(100)
    )
    page = client_of(alice).get(reverse(LIST), {"page": 5})
    assert page.context["page"].paginator.num_pages == 5
    assert "100 notifications, dont 100 non lues" in page.content.decode()


def test_a_mails_link_leads_to_its_place_after_login_and_nowhere_else__A18(client, alice, settings):
    place = reverse("notifications:list")
    login = client.get(place)
    assert login["Location"] == f"{reverse('account_login')}?next={place}"
    answer = client.post(
        login["Location"], {"login": alice.email, "password": PASSWORD, "next": place}
    )
    assert answer["Location"] == place
