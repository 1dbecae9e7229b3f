"""The administrator's screens of a call: who, what is shown, what is kept, in few queries."""

import json
from datetime import datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import call_file
from applications.call_editing import revision, terms
from applications.content import Partnership
from applications.drafting import save_section
from applications.editions import load
from applications.models import Call
from limits_portal.french import PARIS
from tests.factories import make_application, make_call, make_commune
from workflow.models import Event

PATH = settings.BASE_DIR / "data" / "calls" / "limits-2024.json"
SLUG = ("limits-2024",)
PAGES = [
    ("applications:calls", ()),
    ("applications:call_edit", SLUG),
    ("applications:call_preview", SLUG),
    ("applications:call_copy", SLUG),
    ("applications:extensions", SLUG),
    ("applications:call_examples", SLUG),
    ("applications:call_example_add", SLUG),
    ("applications:call_example", (*SLUG, "psfp")),
    *(("applications:call_settings", (*SLUG, p)) for p in ("cadre", "textes", "seuils")),
    *(
        ("applications:call_lines", (*SLUG, p))
        for p in (
            "axes",
            "objectifs",
            "acteurs",
            "instances",
            "pieces",
            "engagements",
            "calendrier",
        )
    ),
    ("reviews:criteria", SLUG),
    ("conventions:articles", SLUG),
    ("conventions:article_add", SLUG),
    ("conventions:article", (*SLUG, "montant")),
]


@pytest.fixture
def call(db) -> Call:
    """LIMIT'S 2024."""
    load(call_file.check(json.loads(PATH.read_text(encoding="utf-8"))))
    return Call.objects.get()


@pytest.fixture
def browser(client_of, nora):
    """The administrator's browser."""
    return client_of(nora)


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_an_administrator_opens_every_page_in_few_queries(call, browser, name, args):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200
    assert len(queries) <= 8, [q["sql"][:90] for q in queries]


@pytest.mark.parametrize("person", ["alice", "bob", "flora_chief", "ines", "karim", "martin"])
def test_for_anyone_else_no_page_exists(call, client_of, request, person):
    browser = client_of(request.getfixturevalue(person))
    for name, args in PAGES:
        address = reverse(name, args=args)
        assert browser.get(address).status_code == 404, address
        assert browser.post(address, {}).status_code == 404, address


def test_nobody_is_sent_to_login(call, client_of):
    assert client_of(None).get(reverse("applications:calls")).status_code == 302


def test_queries_do_not_grow_with_calls_dossiers_or_extensions(call, browser, nora):
    def count(name: str, *args: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(name, args=args))
        return len(queries)

    pages = [
        ("applications:calls",),
        ("applications:call_edit", *SLUG),
        ("applications:extensions", *SLUG),
        ("applications:call_lines", *SLUG, "instances"),
    ]
    before = [count(*page) for page in pages]
    for _ in range(3):
        make_call()
        application = make_application(call=call)
        call.extensions.create(
            holder=application.holder, closes_at=call.closes_at, reason="x", granted_by=nora
        )
    assert [count(*page) for page in pages] == before


def test_an_empty_list_of_calls_says_what_to_do(browser):
    assert "load_call limits-2024" in browser.get(reverse("applications:calls")).content.decode()


def cadre(call: Call, **changes: object) -> dict:
    """The form of the terms, as a browser posts it."""
    return {
        "seen": revision(terms(call)),
        "title": call.title,
        "year": "2024",
        "opens_day": "2024-02-29",
        "opens_hour": "00:00:00",
        "closes_day": "2024-04-30",
        "closes_hour": "23:59:59",
        "ceiling_amount": "240 000",
        "envelope_amount": "",
        "durations": ["2", "3"],
        "admits_epci": "on",
    } | changes


def settings_of(part: str) -> str:
    """Address of a page of plain fields."""
    return reverse("applications:call_settings", args=(*SLUG, part))


def test_the_form_of_the_terms_saves_what_it_shows(call, browser):
    assert browser.post(settings_of("cadre"), cadre(call)).status_code == 302
    assert not Event.objects.filter(name="call.edited").exists()


def test_amounts_are_typed_as_the_french_type_them(call, browser):
    data = cadre(call, ceiling_amount="120 000,50 €", envelope_amount="2 000 000")
    assert browser.post(settings_of("cadre"), data).status_code == 302
    call.refresh_from_db()
    assert (str(call.ceiling_amount), str(call.envelope_amount)) == ("120000.50", "2000000.00")


def test_the_second_of_the_deadline_is_kept__C_5a(call, browser):
    browser.post(settings_of("cadre"), cadre(call, closes_day="15/05/2024", closes_hour="12:00:01"))
    call.refresh_from_db()
    assert call.closes_at == datetime(2024, 5, 15, 12, 0, 1, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"closes_day": "2024-02-28"}, "La clôture doit suivre l&#x27;ouverture."),
        ({"closes_day": "2025-03-30", "closes_hour": "02:30"}, "passe à l&#x27;heure d&#x27;été"),
        ({"closes_day": "2024-10-27", "closes_hour": "02:30"}, "passe à l&#x27;heure d&#x27;hiver"),
        ({"closes_day": "32/04/2024"}, "Indiquez une date"),
        ({"closes_hour": "25:00"}, "Indiquez une heure"),
        ({"closes_day": "0001-01-01"}, "La clôture doit suivre"),
        ({"ceiling_amount": "0"}, "inférieur à 0,01"),
        ({"ceiling_amount": "9" * 40}, "trop grand"),
        ({"ceiling_amount": "beaucoup"}, "montant en euros"),
        ({"durations": []}, "obligatoire"),
        ({"durations": ["9"]}, "9"),
        ({"year": str(2**63)}, "2100"),
        ({"title": "a\x00b"}, "illisible"),
        ({"title": ""}, "obligatoire"),
    ],
)
def test_wrong_terms_are_explained_and_nothing_changes(call, browser, changes, message):
    before = terms(call)
    page = browser.post(settings_of("cadre"), cadre(call, **changes))
    assert message in page.content.decode().replace("\u00a0", " ")
    call.refresh_from_db()
    assert terms(call) == before


def test_an_outdated_page_keeps_what_was_typed_and_then_prevails(call, browser):
    stale = cadre(call, title="Mon titre")
    Call.objects.update(title="Le titre d'un collègue")
    page = browser.post(settings_of("cadre"), stale)
    assert "Un collègue a modifié" in page.content.decode()
    assert "Mon titre" in page.content.decode()
    again = stale | {"seen": page.context["seen"]}
    assert browser.post(settings_of("cadre"), again).status_code == 302
    assert Call.objects.get().title == "Mon titre"


@pytest.mark.parametrize("part", ["textes", "seuils"])
def test_texts_and_thresholds_save_what_they_show(call, browser, part):
    page = browser.get(settings_of(part))
    form = page.context["form"]
    data = {"seen": page.context["seen"]}
    for field in form:
        value = field.value()
        if value not in (None, False):
            data[field.html_name] = str(value)
    assert browser.post(settings_of(part), data).status_code == 302
    assert not Event.objects.filter(name="call.edited").exists()


def typed(page) -> dict:
    """What a browser would post back of a page of lines."""
    lines = page.context["lines_of"]
    data = {"seen": page.context["seen"], lines.name: [row.id for row in lines.rows]}
    for row in lines.rows:
        for field in row.form:
            value = field.value()
            if value not in (None, False):
                data[field.html_name] = str(value)
    return data


@pytest.mark.parametrize(
    "address",
    [
        *(reverse(name, args=args) for name, args in PAGES if name == "applications:call_lines"),
        reverse("reviews:criteria", args=SLUG),
    ],
)
def test_a_list_saves_what_it_shows(call, browser, address):
    data = typed(browser.get(address)) | {"command": "save"}
    assert browser.post(address, data).status_code == 302
    assert not Event.objects.filter(name="call.edited").exists()


INSTANCES = reverse("applications:call_lines", args=(*SLUG, "instances"))


def test_lines_are_added_moved_and_removed_before_being_saved(call, browser):
    page = browser.get(INSTANCES)
    page = browser.post(INSTANCES, typed(page) | {"command": "add"})
    assert "Rien n'est encore enregistré" in page.content.decode()
    new = page.context["lines_of"].rows[-1]
    data = typed(page) | {f"governance_bodies-{new.id}-title": "Conseil des jeunes"}
    page = browser.post(INSTANCES, data | {"command": f"up:{new.id}"})
    page = browser.post(INSTANCES, typed(page) | {"command": "remove:clspd"})
    assert Call.objects.get().texts.governance_bodies[0].code == "clspd"
    assert browser.post(INSTANCES, typed(page) | {"command": "save"}).status_code == 302
    codes = [b.code for b in Call.objects.get().texts.governance_bodies]
    assert codes[0] == "cispd" and codes[-2:] == ["conseil-des-jeunes", "copil-propre"]


def test_a_line_used_by_dossiers_has_no_button_to_remove_it(call, browser):
    application = make_application(call=call)
    section = application.sections.get(key="partenaires")
    save_section(section, Partnership(governance_body="gpo"), version=0, by=application.created_by)
    page = browser.get(INSTANCES)
    assert "remove:gpo" not in page.content.decode()
    assert "Utilisé par des dossiers" in page.content.decode()
    page = browser.post(INSTANCES, typed(page) | {"command": "remove:gpo"})
    assert "gpo" in page.context["lines_of"].ids
    forged = typed(page) | {"command": "save"}
    forged["governance_bodies"] = [i for i in forged["governance_bodies"] if i != "gpo"]
    refused = browser.post(INSTANCES, forged)
    assert "elle peut être reformulée, pas supprimée" in refused.content.decode()
    assert "gpo" in [b.code for b in Call.objects.get().texts.governance_bodies]


def test_a_wrong_line_is_named_and_nothing_is_saved(call, browser):
    data = typed(browser.get(INSTANCES)) | {"command": "save", "governance_bodies-gpo-title": ""}
    page = browser.post(INSTANCES, data)
    assert "(instance 9)" in page.content.decode()
    assert not Event.objects.filter(name="call.edited").exists()


def test_the_order_of_the_axes_is_their_number(call, browser):
    address = reverse("applications:call_lines", args=(*SLUG, "axes"))
    data = typed(browser.get(address))
    data["axes"] = ["proposer", "piloter", "proteger", "lutter"]
    browser.post(address, data | {"command": "save"})
    first = Call.objects.get().texts.axes[0]
    assert (first.number, first.code) == (1, "proposer")


def test_forged_lines_change_nothing(call, browser):
    data = typed(browser.get(INSTANCES))
    data["governance_bodies"] = [*data["governance_bodies"], "../x", "inconnu", "new-" + "a" * 99]
    assert browser.post(INSTANCES, data | {"command": "save"}).status_code == 302
    assert len(Call.objects.get().texts.governance_bodies) == 10


def test_publishing_and_withdrawing(call, browser):
    address = reverse("applications:call_publication", args=SLUG)
    browser.post(address, {"published": "no"})
    assert not Call.objects.get().is_published
    browser.post(address, {"published": "yes"})
    assert Call.objects.get().is_published
    assert browser.get(address).status_code == 405


def test_a_call_is_copied_from_its_page(call, browser):
    address = reverse("applications:call_copy", args=SLUG)
    proposed = browser.get(address).context["form"].initial
    answer = browser.post(address, proposed, follow=True)
    assert "Non publié" in answer.content.decode()
    assert "en citent encore" in answer.content.decode()
    again = browser.post(address, proposed)
    assert "déjà celui d" in again.content.decode()
    assert Call.objects.count() == 2


@pytest.mark.parametrize("slug", ["Limits 2025", "../x", "", "a" * 41, "limits-2025\n"])
def test_a_wrong_identifier_is_refused(call, browser, slug):
    address = reverse("applications:call_copy", args=SLUG)
    browser.post(address, {"slug": slug, "title": "x", "years": "1"})
    assert list(Call.objects.exclude(slug="limits-2025")) == [call]


def test_the_parts_changed_are_told_in_the_journal(call, browser):
    data = typed(browser.get(INSTANCES)) | {"governance_bodies-gpo-title": "GPO"}
    browser.post(INSTANCES, data | {"command": "save"})
    page = browser.get(reverse("applications:call_edit", args=SLUG)).content.decode()
    assert "Appel modifié : instances de pilotage" in page


def test_an_extension_is_granted_to_a_holder_found_by_searching(call, browser, commune_a):
    address = reverse("applications:extensions", args=SLUG)
    commune_a.search_text = " loos | 59360 59120"
    commune_a.save()
    found = browser.get(address, {"q": "loos"})
    assert f"?holder={commune_a.pk}" in found.content.decode()
    assert (
        "Accorder la prolongation"
        in browser.get(address, {"holder": commune_a.pk}).content.decode()
    )
    data = {
        "holder": commune_a.pk,
        "closes_day": "2024-05-03",
        "closes_hour": "12:00",
        "reason": "Panne du réseau de la mairie.",
    }
    page = browser.post(address, data, follow=True)
    assert "Panne du réseau de la mairie." in page.content.decode()
    extension = call.extensions.get()
    assert extension.closes_at == datetime(2024, 5, 3, 12, tzinfo=PARIS)
    revoke = reverse("applications:extension_revoke", args=(*SLUG, extension.pk))
    assert browser.get(revoke).status_code == 405
    browser.post(revoke)
    assert not call.extensions.exists()


@pytest.mark.parametrize("holder", ["", "abc", "99999999", "9" * 30, "²"])
def test_an_extension_for_nobody_is_refused_kindly(call, browser, holder):
    address = reverse("applications:extensions", args=SLUG)
    data = {"holder": holder, "closes_day": "2024-05-03", "closes_hour": "12:00", "reason": "x"}
    assert "Choisissez d&#x27;abord le porteur" in browser.post(address, data).content.decode()
    assert not call.extensions.exists()


def test_an_extension_before_the_closing_is_explained(call, browser):
    holder = make_commune()
    address = reverse("applications:extensions", args=SLUG)
    data = {
        "holder": holder.pk,
        "closes_day": "2024-04-01",
        "closes_hour": "12:00",
        "reason": "Motif tapé",
    }
    page = browser.post(address, data).content.decode()
    assert "La nouvelle clôture doit suivre celle de l" in page and "Motif tapé" in page


@pytest.mark.parametrize(
    ("address", "change"),
    [
        (settings_of("cadre"), {"title": "Autre titre"}),
        (INSTANCES, {"governance_bodies-gpo-title": "GPO", "command": "save"}),
    ],
)
def test_a_save_takes_few_queries(call, browser, address, change):
    data = cadre(call) if address == settings_of("cadre") else typed(browser.get(address))
    with CaptureQueriesContext(connection) as queries:
        assert browser.post(address, data | change).status_code == 302
    sent = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(sent) <= 10, sent
