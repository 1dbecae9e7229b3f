"""The library of examples on the administrator's screens (C-A2)."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from applications.content import ActionContent
from applications.drafting import add_action
from applications.models import Call
from tests.factories import make_application
from workflow.models import Event

LIBRARY = reverse("applications:call_examples", args=["limits-2024"])
ADD = reverse("applications:call_example_add", args=["limits-2024"])


def page_of(code: str) -> str:
    """Address of an example."""
    return reverse("applications:call_example", args=["limits-2024", code])


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
    """What a browser would post back of an example's page."""
    values = {f.html_name: f.value() for f in page.context["form"]}
    return {"seen": page.context["seen"]} | {
        name: str(value) for name, value in values.items() if value is not None
    }


def codes() -> list[str]:
    """Codes of the examples, in order."""
    return [e.code for e in Call.objects.get().texts.examples]


def test_every_example_saves_what_it_shows(call, browser):
    for code in codes():
        answer = browser.post(page_of(code), typed(browser.get(page_of(code))))
        assert answer.status_code == 302, (code, answer.context["lines"])
    assert not Event.objects.filter(name="call.edited").exists()


def test_a_cost_is_corrected_with_its_parts(call, browser):
    data = typed(browser.get(page_of("psfp"))) | {
        "cost": "43 000",
        "cost_items": "Formation = 30 000\n\n- Coordination = 13 000,00 €",
    }
    assert browser.post(page_of("psfp"), data).status_code == 302
    example = next(e for e in Call.objects.get().texts.examples if e.code == "psfp")
    assert [(i.label, i.amount) for i in example.cost_items] == [
        ("Formation", 30_000),
        ("Coordination", 13_000),
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cost_items": "Formation = 30 000"}, "La somme de ces éléments"),
        ({"cost": ""}, "La somme de ces éléments"),
        ({"cost_items": "Formation 30 000"}, "Ligne 1 : écrivez"),
        ({"cost_items": "Formation = beaucoup"}, "Ligne 1 : écrivez"),
        ({"cost_items": "Formation = -3"}, "Ligne 1 : écrivez"),
        ({"axis": "mars"}, "mars"),
        ({"aims": " \n \n"}, "obligatoire"),
        ({"aims": "\n".join("x" * 50)}, "50 lignes"),
        ({"pitfalls": "x" * 601}, "600 caractères"),
        ({"years": str(2**63)}, "10"),
        ({"title": ""}, "obligatoire"),
    ],
)
def test_a_wrong_example_is_explained(call, browser, changes, message):
    page = browser.post(page_of("psfp"), typed(browser.get(page_of("psfp"))) | changes)
    assert message in page.content.decode().replace("\u00a0", " ")
    assert not Event.objects.filter(name="call.edited").exists()


def test_an_example_is_added(call, browser):
    data = typed(browser.get(ADD)) | {
        "title": "Maraude éducative",
        "axis": "proposer",
        "town": "Lille",
        "audience": "Jeunes",
        "summary": "Aller vers.",
        "aims": "Aller vers les jeunes",
        "description": "Description.",
        "source": "Essai",
    }
    assert browser.post(ADD, data).status_code == 302
    example = Call.objects.get().texts.examples[-1]
    assert (example.code, example.cost) == ("maraude-educative", None)


def test_examples_move_within_their_axis(call, browser):
    seen = browser.get(LIBRARY).context["seen"]
    browser.post(LIBRARY, {"command": "up:capsules-videos", "seen": seen})
    assert codes().index("capsules-videos") == 10
    browser.post(LIBRARY, {"command": "down:capsules-videos", "seen": seen})
    assert codes().index("capsules-videos") == 11


def test_an_example_taken_up_by_a_dossier_stays(call, browser):
    application = make_application(call=call)
    add_action(application, ActionContent(example="psfp"), by=application.created_by)
    page = browser.get(LIBRARY)
    assert "repris par 1 action" in page.content.decode()
    assert "remove:psfp" not in page.content.decode()
    data = {"command": "remove:psfp", "seen": page.context["seen"]}
    answer = browser.post(LIBRARY, data, follow=True)
    assert "pas supprimée" in answer.content.decode()
    assert "psfp" in codes()


def test_an_example_goes_once_and_a_stale_page_removes_nothing(call, browser):
    seen = browser.get(LIBRARY).context["seen"]
    browser.post(LIBRARY, {"command": "remove:unplugged", "seen": seen})
    assert "unplugged" not in codes()
    answer = browser.post(LIBRARY, {"command": "remove:psfp", "seen": seen}, follow=True)
    assert "Un collègue a modifié" in answer.content.decode()
    assert "psfp" in codes()


def test_what_does_not_exist_is_not_found(call, browser):
    assert browser.get(page_of("rien")).status_code == 404
    for command in ("", "up:rien", "explode:psfp"):
        assert browser.post(LIBRARY, {"command": command}).status_code == 404
