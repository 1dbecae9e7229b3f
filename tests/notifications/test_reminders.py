"""Reminders: at 9 h in Paris, once, never stale (F8, F12)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts import invitations
from accounts.enums import MembershipStatus, Role
from applications import extending
from applications.models import Application
from notifications import delivery, dispatch, reminders
from notifications.models import Email, Reminder
from tests.factories import (
    make_application,
    make_call,
    make_membership,
    make_user,
    paris,
)
from workflow.models import Event


@pytest.fixture
def draft(commune_a, alice, time_machine) -> Application:
    """A draft of a call that closes on 30 April 2027, opened well before."""
    time_machine.move_to(paris("2027-03-01 10:00:00"), tick=False)
    call = make_call(
        opens_at=paris("2027-02-01 09:00:00"), closes_at=paris("2027-04-30 23:59:59"), year=2027
    )
    return make_application(holder=commune_a, by=alice, call=call)


def at(text: str, time_machine) -> list[str]:
    """What is given at this instant, in Paris: « J-7 »."""
    now = paris(text)
    time_machine.move_to(now, tick=False)
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    reminders.give_due(now=now)
    given = Event.objects.filter(pk__gt=last, name="application.deadline_reminder")
    return [event.payload["left"] for event in given]


def test_a_draft_is_reminded_at_nine_thirty_seven_two_days_before_and_on_the_last_day(
    draft, time_machine
):
    assert at("2027-03-31 08:59:59", time_machine) == []
    assert at("2027-03-31 09:00:00", time_machine) == ["Il reste 30 jours"]
    assert at("2027-04-01 09:00:00", time_machine) == []
    assert at("2027-04-23 09:00:00", time_machine) == ["Il reste 7 jours"]
    assert at("2027-04-28 09:00:00", time_machine) == ["Il reste 2 jours"]
    assert at("2027-04-30 09:00:00", time_machine) == ["Dernier jour"]
    assert at("2027-04-30 23:00:00", time_machine) == []


def test_the_summer_time_changes_nothing_to_the_hour(draft, time_machine):
    """28 March 2027 is between the opening and J-30: nine is nine, on both sides."""
    given = {}
    for due in reminders.deadlines(paris("2027-03-31 00:00:00")):
        given[due.payload["left"]] = due.at
    assert given["Il reste 30 jours"].astimezone(reminders.PARIS).hour == 9
    assert given["Il reste 30 jours"].utcoffset() == timedelta(hours=2)


def test_seven_days_across_the_summer_time_are_seven_days_at_nine(commune_a, alice, time_machine):
    time_machine.move_to(paris("2027-03-01 10:00:00"), tick=False)
    call = make_call(
        opens_at=paris("2027-02-01 09:00:00"), closes_at=paris("2027-03-31 23:59:59"), year=2027
    )
    make_application(holder=commune_a, by=alice, call=call)
    # J-7 is in winter, J-2 the day after the change.
    assert at("2027-03-24 08:59:59", time_machine) == []
    assert at("2027-03-24 09:00:00", time_machine) == ["Il reste 7 jours"]
    assert at("2027-03-29 08:59:59", time_machine) == []
    assert at("2027-03-29 09:00:00", time_machine) == ["Il reste 2 jours"]


def test_a_reminder_told_too_late_is_told_to_nobody(draft, alice, time_machine):
    at("2027-04-23 09:00:00", time_machine)
    time_machine.move_to(paris("2027-04-24 09:00:00"), tick=False)
    dispatch.dispatch_due()
    assert not Email.objects.filter(code="deadline-near").exists()


def test_a_reminders_mail_that_could_not_leave_in_time_never_leaves(draft, alice, time_machine):
    at("2027-04-23 09:00:00", time_machine)
    dispatch.dispatch_due()
    mail = Email.objects.get(code="deadline-near")
    late = paris("2027-04-24 09:00:00")
    time_machine.move_to(late, tick=False)
    assert delivery.lease_next(now=late) is None
    mail.refresh_from_db()
    assert mail.delivery == Email.Status.STALE


def test_the_winter_time_either(commune_a, alice, time_machine):
    time_machine.move_to(paris("2026-09-01 10:00:00"), tick=False)
    call = make_call(
        opens_at=paris("2026-08-01 09:00:00"), closes_at=paris("2026-10-31 23:59:59"), year=2026
    )
    make_application(holder=commune_a, by=alice, call=call)
    # J-7 is the eve of the change, J-2 after it.
    assert at("2026-10-24 09:00:00", time_machine) == ["Il reste 7 jours"]
    assert at("2026-10-25 02:30:00", time_machine) == []
    assert at("2026-10-29 08:59:00", time_machine) == []
    assert at("2026-10-29 09:00:00", time_machine) == ["Il reste 2 jours"]


def test_a_beat_dead_for_six_hours_is_made_up_for_once(draft, time_machine):
    assert at("2027-04-23 15:00:00", time_machine) == ["Il reste 7 jours"]
    assert at("2027-04-23 15:05:00", time_machine) == []


def test_a_stale_reminder_is_not_given(draft, time_machine):
    assert at("2027-04-24 09:00:00", time_machine) == []
    assert at("2027-04-28 10:00:00", time_machine) == ["Il reste 2 jours"]


def test_a_draft_opened_after_its_hour_has_no_reminder_of_the_past(
    commune_b, draft, charlie, time_machine
):
    time_machine.move_to(paris("2027-04-23 10:00:00"), tick=False)
    make_application(holder=commune_b, by=charlie, call=draft.call)
    at("2027-04-23 11:00:00", time_machine)
    given = Event.objects.filter(name="application.deadline_reminder")
    assert set(given.values_list("subject_id", flat=True)) == {draft.pk}


def test_a_filed_dossier_is_left_in_peace(draft, time_machine):
    Application.objects.filter(pk=draft.pk).update(
        status="submitted", submitted_at=paris("2027-04-01 10:00:00")
    )
    assert at("2027-04-23 09:00:00", time_machine) == []


def test_an_extension_moves_the_reminders_of_its_holder(draft, nora, time_machine):
    extending.grant(
        call=draft.call,
        holder=draft.holder,
        closes_at=paris("2027-05-10 23:59:59"),
        reason="Panne",
        by=nora,
    )
    assert at("2027-04-30 09:00:00", time_machine) == []
    assert at("2027-05-03 09:00:00", time_machine) == ["Il reste 7 jours"]
    assert at("2027-05-10 09:00:00", time_machine) == ["Dernier jour"]


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_give_each_reminder_once__F12(draft, time_machine):
    now = paris("2027-04-23 09:00:00")

    def beat(_: int) -> int:
        try:
            return reminders.give_due(now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        given = list(pool.map(beat, range(6)))
    assert sum(given) == 1
    assert Event.objects.filter(name="application.deadline_reminder").count() == 1
    assert Reminder.objects.count() == 1


def test_a_request_that_waits_is_recalled_after_three_and_seven_days(commune_a, time_machine):
    time_machine.move_to(paris("2027-03-01 15:00:00"), tick=False)
    link = make_membership(make_user(), commune_a, Role.WRITER, MembershipStatus.PENDING)
    for day in range(1, 12):
        reminders.give_due(now=paris("2027-03-01 09:30:00") + timedelta(days=day))
    given = Event.objects.filter(name="membership.waiting_reminder", subject_id=link.pk)
    assert [event.payload["days"] for event in given] == [3, 7]


def test_an_invitation_is_recalled_two_days_before_it_ends(commune_a, bob, time_machine):
    time_machine.move_to(paris("2027-03-01 15:00:00"), tick=False)
    invitations.invite(organisation=commune_a, email="z@example.org", role=Role.READER, by=bob)
    assert reminders.give_due(now=paris("2027-03-06 14:00:00")) == 0
    assert reminders.give_due(now=paris("2027-03-06 15:00:00")) == 1
    assert reminders.give_due(now=paris("2027-03-06 15:05:00")) == 0


def test_a_draft_is_announced_a_month_before_it_is_erased(draft, time_machine):
    def expiry(instant: datetime) -> int:
        reminders.give_due(now=instant)
        return Event.objects.filter(name="application.expiry_reminder").count()

    assert expiry(paris("2028-03-29 09:00:00")) == 0
    assert expiry(paris("2028-03-30 09:00:00")) == 1
    assert expiry(paris("2028-03-30 10:00:00")) == 1
