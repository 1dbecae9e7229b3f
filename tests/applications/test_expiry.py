"""Drafts never filed are erased a year after the deadline they missed (personal data page)."""

import pytest

from applications import expiry, filing
from applications.models import Application
from tests.applications.filings import IN_TIME, make_filed, make_ready
from tests.factories import paris
from workflow.models import Event


@pytest.fixture
def draft(commune_a, bob):
    return make_ready(holder=commune_a, by=bob)


def test_a_draft_is_kept_until_its_last_day_then_erased_with_a_trace(draft):
    assert expiry.erase_expired(now=paris("2025-04-29 23:30:00")) == 0
    assert expiry.erase_expired(now=paris("2025-04-30 00:30:00")) == 1
    assert not Application.objects.filter(pk=draft.pk).exists()
    event = Event.objects.get(name="application.erased")
    assert event.payload["reference"] == draft.reference


def test_what_was_filed_once_is_never_erased(commune_a, bob):
    application = make_filed(holder=commune_a, by=bob).application
    filing.take_back(application, by=bob, received_at=IN_TIME)
    assert expiry.erase_expired(now=paris("2030-01-01 12:00:00")) == 0
    assert Application.objects.filter(pk=application.pk).exists()
