"""A dossier gets a second life in another call (product.md, Decision)."""

from datetime import date

import pytest
from django.urls import reverse

from applications.dossier import read
from applications.models import Application
from applications.reuse import start_from
from tests.applications.filings import make_filed, make_limits_call
from tests.factories import make_application, make_call_content, paris

CREATE = "/dossiers/nouveau/"


@pytest.fixture
def source(commune_a, bob) -> Application:
    """A dossier of the 2024 edition, not retained."""
    application = make_filed(holder=commune_a, by=bob).application
    Application.objects.filter(pk=application.pk).update(status="rejected")
    return Application.objects.get(pk=application.pk)


@pytest.fixture
def next_call(time_machine):
    """The edition two years later, open now."""
    time_machine.move_to(paris("2026-03-10 10:00:00"), tick=False)
    return make_limits_call(
        year=2026, opens_at=paris("2026-03-01 09:00:00"), closes_at=paris("2026-04-30 23:59:59")
    )


def test_what_was_written_starts_the_new_dossier(source, next_call, commune_a, bob):
    opened = make_application(holder=commune_a, by=bob, call=next_call)
    new, old = read(start_from(opened, source, by=bob)), read(source)
    assert new.project.title == old.project.title
    assert new.budget.requested == old.budget.requested
    assert [a.content.title for a in new.actions] == [a.content.title for a in old.actions]
    assert (opened.title, source.status) == ("", "rejected")
    assert Application.objects.get(pk=opened.pk).requested_amount == source.requested_amount


def test_each_cost_pays_for_the_new_action_not_for_the_old_one__C_4_3c(
    source, next_call, commune_a, bob
):
    opened = make_application(holder=commune_a, by=bob, call=next_call)
    new = read(start_from(opened, source, by=bob))
    own = {action.id for action in new.actions}
    paid = {line.action for line in new.budget.expenses if line.action}
    assert paid and paid <= own


def test_dates_move_with_the_editions(source, next_call, commune_a, bob):
    opened = make_application(holder=commune_a, by=bob, call=next_call)
    new, old = read(start_from(opened, source, by=bob)), read(source)
    assert new.project.starts_on.year == old.project.starts_on.year + 2
    for after, before in zip(new.actions, old.actions, strict=True):
        if before.content.starts_on:
            assert after.content.starts_on == date(
                before.content.starts_on.year + 2,
                before.content.starts_on.month,
                before.content.starts_on.day,
            )


def test_promises_and_papers_are_given_anew__C_4_4a(source, next_call, commune_a, bob):
    opened = make_application(holder=commune_a, by=bob, call=next_call)
    new = read(start_from(opened, source, by=bob))
    assert (new.commitments.commitments, new.documents) == ([], [])


def test_codes_that_the_new_call_lacks_are_left_behind(source, commune_a, bob, time_machine):
    from tests.factories import make_call

    other = make_call(make_call_content(), year=2025)
    opened = make_application(holder=commune_a, by=bob, call=other)
    new = read(start_from(opened, source, by=bob))
    assert {action.content.axis for action in new.actions} == {""}
    assert new.project.objectives == []


def test_the_page_offers_ones_own_past_dossiers_alone(
    client_of, source, next_call, alice, charlie, commune_a
):
    assert source.reference in client_of(alice).get(CREATE).content.decode()
    assert source.reference not in client_of(charlie).get(CREATE).content.decode()
    answer = client_of(alice).post(
        CREATE, {"call": next_call.slug, "holder": commune_a.pk, "source": source.reference}
    )
    made = Application.objects.get(call=next_call)
    assert answer["Location"] == reverse("applications:section", args=[made.reference, "porteur"])
    assert made.actions.count() == source.actions.count()


def test_the_dossier_of_somebody_else_starts_nothing(
    client_of, source, next_call, charlie, commune_b
):
    answer = client_of(charlie).post(
        CREATE, {"call": next_call.slug, "holder": commune_b.pk, "source": source.reference}
    )
    made = Application.objects.filter(call=next_call).first()
    assert answer.status_code == 302 and made.actions.count() == 0
