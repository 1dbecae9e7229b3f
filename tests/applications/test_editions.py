"""Copying a call for another year takes all of it, shifted, unpublished."""

import json

import pytest
from django.conf import settings

from applications import call_file
from applications.editions import copy, load, next_identity, same_day, texts_of_another_year
from applications.models import Call
from limits_portal.french import PARIS
from tests.factories import make_commune
from workflow.engine import NotAllowed, Refused
from workflow.models import Event

PATH = settings.BASE_DIR / "data" / "calls" / "limits-2024.json"


@pytest.fixture
def call(db) -> Call:
    """LIMIT'S 2024."""
    load(call_file.check(json.loads(PATH.read_text(encoding="utf-8"))))
    return Call.objects.get()


def test_the_copy_has_everything__C_1_1b(call, nora):
    new = copy(call, slug="limits-2025", title="LIMIT'S 2025", years=1, by=nora)
    before, after = call_file.dump(call), call_file.dump(new)
    assert after["criteria"] == before["criteria"]
    assert after["articles"] == before["articles"]
    same = set(before["content"]) - {"milestones", "silence_text_is_validated"}
    assert {k: after["content"][k] for k in same} == {k: before["content"][k] for k in same}
    for name in ("ceiling_amount", "envelope_amount", "durations", "admits_epci"):
        assert after[name] == before[name]


def test_every_date_of_the_copy_is_a_year_later(call, nora):
    new = copy(call, slug="limits-2025", title="LIMIT'S 2025", years=1, by=nora)
    closing = new.closes_at.astimezone(PARIS)
    assert (new.year, f"{closing:%d/%m/%Y %H:%M:%S}") == (2025, "30/04/2025 23:59:59")
    assert [m.period for m in new.texts.milestones][2] == "mai 2025"
    assert [m.starts_on.year for m in new.texts.milestones] == [2025] * 8
    assert call_file.dump(new)["review"]["opinions_due_on"] == "2025-05-17"


def test_the_copy_is_unpublished_and_its_own(call, nora):
    new = copy(call, slug="limits-2025", title="LIMIT'S 2025", years=1, by=nora)
    assert not new.is_published
    assert new.copied_from == call
    new.criteria.update(weight=9)
    assert set(call.criteria.values_list("weight", flat=True)) == {5, 2, 3, 4}
    assert Event.objects.about(new).get().payload == {"from": "limits-2024"}


def test_extensions_and_dossiers_are_not_copied(call, nora):
    holder = make_commune()
    call.extensions.create(holder=holder, closes_at=call.closes_at, reason="x", granted_by=nora)
    new = copy(call, slug="limits-2025", title="LIMIT'S 2025", years=1, by=nora)
    assert not new.extensions.exists() and not new.applications.exists()


def test_a_taken_identifier_is_refused_and_nothing_is_left(call, nora):
    with pytest.raises(Refused, match="limits-2024"):
        copy(call, slug="limits-2024", title="Double", years=1, by=nora)
    assert Call.objects.count() == 1


def test_only_an_administrator_copies(call, ines):
    with pytest.raises(NotAllowed):
        copy(call, slug="limits-2025", title="LIMIT'S 2025", years=1, by=ines)


def test_the_identity_proposed_is_that_of_the_next_year(call):
    slug, title = next_identity(call)
    assert slug == "limits-2025" and title.endswith("LIMIT'S 2025")
    call.slug = "limits"
    assert next_identity(call)[0] == "limits-2025"


def test_the_copy_says_which_texts_still_speak_of_the_old_year(call, nora):
    new = copy(call, slug="limits-2025", title="LIMIT'S 2025", years=1, by=nora)
    assert texts_of_another_year(new) == ["Texte sur le silence de l'administration"]
    assert texts_of_another_year(call) == []


def test_29_february_has_a_neighbour():
    from datetime import date

    assert same_day(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert same_day(date(2024, 2, 29), 4) == date(2028, 2, 29)
