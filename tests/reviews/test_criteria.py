"""The scoring grid of a call, on the administrator's screen (C-4.3f, C-4.3g)."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from applications.models import Call
from workflow.models import Event

GRID = reverse("reviews:criteria", args=["limits-2024"])


@pytest.fixture
def call(db) -> Call:
    """LIMIT'S 2024."""
    call_command("load_call", "limits-2024", stdout=io.StringIO())
    return Call.objects.get()


@pytest.fixture
def browser(client_of, nora):
    """The administrator's browser."""
    return client_of(nora)


def typed(page) -> dict:
    """What a browser would post back of the page."""
    lines = page.context["lines_of"]
    data = {"seen": page.context["seen"], "criteria": [row.id for row in lines.rows]}
    for row in lines.rows:
        for field in row.form:
            if field.value() not in (None, False):
                data[field.html_name] = str(field.value())
    return data


def test_the_page_says_on_how_many_marks_a_dossier_is_scored(call, browser):
    assert "soit une note sur 100" in browser.get(GRID).content.decode()


def test_a_weight_decided_is_no_longer_a_proposal(call, browser):
    data = typed(browser.get(GRID)) | {"criteria-innovation-weight": "3", "command": "save"}
    del data["criteria-innovation-weight_is_proposed"]
    assert browser.post(GRID, data).status_code == 302
    criterion = call.criteria.get(code="innovation")
    assert (criterion.weight, criterion.weight_is_proposed) == (3, False)
    assert Event.objects.about(call).first().payload["part"] == "criteria"


@pytest.mark.parametrize("weight", ["0", "-1", "", "beaucoup", str(2**63), "2,5"])
def test_a_wrong_weight_is_refused(call, browser, weight):
    data = typed(browser.get(GRID)) | {"criteria-innovation-weight": weight, "command": "save"}
    page = browser.post(GRID, data)
    assert "(critère 2)" in page.content.decode()
    assert call.criteria.get(code="innovation").weight == 2


def test_each_mark_needs_its_words(call, browser):
    data = typed(browser.get(GRID)) | {"criteria-innovation-level_3": " ", "command": "save"}
    assert "Note 3 (critère 2)" in browser.post(GRID, data).content.decode()


def test_a_criterion_is_added_with_a_code_of_its_own(call, browser):
    page = browser.post(GRID, typed(browser.get(GRID)) | {"command": "add"})
    new = page.context["lines_of"].rows[-1].id
    data = typed(page) | {
        "command": "save",
        f"criteria-{new}-title": "Portée régionale",
        f"criteria-{new}-weight": "1",
        **{f"criteria-{new}-level_{mark}": f"Niveau {mark}" for mark in range(6)},
    }
    assert browser.post(GRID, data).status_code == 302
    assert call.criteria.last().code == "portee-regionale"


def test_criteria_keep_their_rows_when_reordered(call, browser):
    before = dict(call.criteria.values_list("code", "pk"))
    data = typed(browser.get(GRID))
    data["criteria"] = list(reversed(data["criteria"]))
    browser.post(GRID, data | {"command": "save"})
    assert dict(call.criteria.values_list("code", "pk")) == before
    assert call.criteria.first().code == "portage-politique"
