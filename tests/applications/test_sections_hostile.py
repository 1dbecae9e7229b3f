"""Bad input: a page of wrong values keeps everything typed, and nothing is ever a 500."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.applications.sections_driver import address, fields_of, save, stored, typed_in
from tests.factories import make_application

pytestmark = pytest.mark.django_db

SECTIONS = ("porteur", "territoire", "objectifs", "partenaires", "moyens-humains", "engagements")
LISTS = {"publics", "objectives", "partners", "staff"}
HOSTILE = [
    "\x00",
    "texte\x00texte",
    "9223372036854775808",
    "-1",
    "1e999999",
    "NaN",
    "Infinity",
    "٣٤",
    "²",
    "1" * 5000,
    "é" * 20_000,
    "<script>alert(1)</script>",
    "0000-00-00",
    "9999-12-31",
    "{}",
    "[]",
    "\ufffe\uffff",
    "a\r\nBcc: b@c.fr",
]


@pytest.fixture
def dossier(alice, commune_a):
    """Alice's draft."""
    return make_application(holder=commune_a, by=alice)


@pytest.mark.parametrize("section", SECTIONS)
def test_any_value_in_any_field(alice, client_of, dossier, section):
    browser = client_of(alice)
    page = fields_of(browser.get(address(dossier, section)))
    kept = {"version", "base", "csrfmiddlewaretoken"} | LISTS
    commands = ({}, {"autosave": "1"}, {"line": "add publics"}, {"line": "\x00"})
    for shift in range(len(HOSTILE)):
        hostile = {
            name: values if name in kept else HOSTILE[(rank + shift) % len(HOSTILE)]
            for rank, (name, values) in enumerate(page.items())
        }
        response = save(browser, dossier, section, hostile | commands[shift % len(commands)])
        assert response.status_code in {200, 302, 409, 422}
    assert browser.get(address(dossier, section)).status_code == 200


@pytest.mark.parametrize(
    "control",
    [
        {"version": "99999999999999999999"},
        {"version": "-1"},
        {"version": "²"},
        {"version": ""},
        {"base": "{"},
        {"base": "[" * 100_000},
        {"base": '["a"]'},
        {"base": '{"name": 3, "x": null}'},
        {"base": "1e999"},
        {"publics": ["a", "a", "../..", "", "é", "x" * 300]},
        {"go": "https://ailleurs.example/"},
        {"opened": "\x00"},
        {"taken": ["name", "inconnu", "publics:\x00"]},
        {"choice-name": "theirs", "choice-inconnu": "theirs", "choice-publics:z": "theirs"},
        {"all": "theirs", "choice-": "mine"},
    ],
    ids="-".join,
)
def test_forged_controls(alice, client_of, dossier, control):
    browser = client_of(alice)
    data = typed_in(browser, dossier, "territoire", name="Les Oliveaux") | control

    for more in ({}, {"autosave": "1"}):
        response = save(browser, dossier, "territoire", data | more)
        assert response.status_code in {200, 302, 409, 422}
        if response.status_code == 302:
            assert response.url.startswith("/dossiers/")


def test_a_flood_of_fields_is_refused_in_french(alice, client_of, dossier):
    browser = client_of(alice)
    flood = {f"champ{n}": "x" for n in range(10_000)}

    assert save(browser, dossier, "territoire", flood).status_code == 400


def test_a_flood_of_lines_is_cut(alice, client_of, dossier):
    browser = client_of(alice)
    data = typed_in(browser, dossier, "partenaires")
    data["partners"] = [f"l{n}" for n in range(2500)]

    response = save(browser, dossier, "partenaires", data)

    assert response.status_code == 422
    assert len(fields_of(response)["partners"]) == 120


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(st.characters(blacklist_categories=("Cs",)), max_size=300))
def test_any_text_comes_back_as_typed(alice, client_of, dossier, text):
    browser = client_of(alice)
    data = typed_in(browser, dossier, "territoire", description=text)

    response = save(browser, dossier, "territoire", data)

    assert response.status_code in {302, 422}
    if response.status_code == 302:
        wanted = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        assert stored(dossier, "territoire")["description"] == wanted
