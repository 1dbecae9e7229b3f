"""`verify_filings` says nothing of sound filings, and names what was tampered with."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from applications import filing
from applications.invariants import broken_promises
from applications.models import Application
from tests.applications.filings import IN_TIME, make_filed


@pytest.fixture
def snapshot(bob, commune_a):
    return make_filed(holder=commune_a, by=bob)


def tamper(sql: str) -> None:
    """Change rows as somebody with the database's keys would, triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE applications_snapshot DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE workflow_event DISABLE TRIGGER USER")
        cursor.execute(sql)


def test_sound_filings_pass(snapshot, bob, capsys):
    filing.take_back(snapshot.application, by=bob, received_at=IN_TIME)
    filing.submit(snapshot.application, by=bob, received_at=IN_TIME)
    call_command("verify_filings")
    assert "2 dépôt(s) vérifié(s)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        (
            "UPDATE applications_snapshot SET canonical = replace(canonical, '45000.00', '1.00')",
            "empreinte",
        ),
        ("UPDATE applications_snapshot SET canonical = 'rien'", "ne se relit pas"),
        (
            "UPDATE workflow_event SET payload = '{}' WHERE name = 'application.submit'",
            "rompue",
        ),
        (
            "DELETE FROM workflow_event WHERE name = 'application.submit'",
            "se correspondent pas",
        ),
        (
            "UPDATE applications_application SET status = 'draft'",
            "contredit le journal",
        ),
        ("UPDATE applications_application SET submitted_at = now()", "date du dépôt"),
    ],
)
def test_a_tampering_shows(snapshot, sql, word):
    tamper(sql)
    assert any(word in sentence for sentence in broken_promises())
    with pytest.raises(CommandError):
        call_command("verify_filings")
    assert Application.objects.exists()
