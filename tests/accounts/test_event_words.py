"""Every line of the journal speaks French to the administrator who reads it."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse

from accounts import event_words
from pages.management.commands.write_workflow_doc import LIVES
from reviews.enums import RecusalOrigin
from tests.factories import make_membership
from workflow.engine import record

ROOT = Path(__file__).parents[2]
PREFIXES = {name.partition(".")[0] for name in event_words.WORDS}


def written_in_the_code() -> set[str]:
    """Names of events found in the apps: « kind.verb », whole, as the journal keeps them."""
    names = set()
    for app in ("accounts", "applications", "reviews", "conventions", "notifications"):
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" in path.parts or path.name == "event_words.py":
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                value = node.value if isinstance(node, ast.Constant) else None
                if isinstance(value, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", value):
                    names.add(value)
    models = {model._meta.label_lower for model in apps.get_models()}
    return {n for n in names - models if n.partition(".")[0] in PREFIXES}


def of_the_tables() -> set[str]:
    """Names of the events that the tables of transitions write."""
    steps = {f"{table.subject}.{row.name}" for _, table, _ in LIVES for row in table.transitions}
    return steps | {f"recusal.{origin}" for origin in RecusalOrigin}


def test_every_event_the_code_writes_has_its_words():
    found = written_in_the_code() | of_the_tables()
    assert len(found) > 100
    assert found - set(event_words.WORDS) == set()


def test_no_words_are_kept_for_an_event_that_no_code_writes():
    # allauth's own mails name what happened to an account (accounts.adapter).
    of_allauth = {name for name in event_words.PEOPLE if name.startswith("account.")}
    unused = set(event_words.WORDS) - written_in_the_code() - of_the_tables() - of_allauth
    assert unused == set()


@pytest.mark.parametrize(
    ("subject_type", "value", "said"),
    [
        ("applications.application", "submitted", "Déposé"),
        ("accounts.membership", "pending", "En attente de validation"),
        ("accounts.user", "x", "x"),
        ("gone.model", "y", "y"),
        ("nonsense", "z", "z"),
    ],
)
def test_states_are_said_in_french_and_unknown_ones_as_they_are(subject_type, value, said):
    assert event_words.state(subject_type, value) == said


@pytest.mark.django_db
def test_the_journal_is_read_in_words(client, nora, commune_a, alice):
    link = make_membership(alice, commune_a, role="reader")
    record("membership.validate", subject=link, by=nora, source="pending", target="validated")
    client.force_login(nora)
    page = " ".join(client.get(reverse("accounts:journal")).content.decode().split())
    assert "Rattachement validé" in page
    assert "En attente de validation → Validé" in page
    assert "pending" not in page
