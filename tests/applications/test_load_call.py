"""`load_call`: everything or nothing, twice is once, an edited call is not overwritten."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import User
from applications import call_file
from applications.call_editing import (
    revision,
    save_content,
    save_share,
    save_terms,
    terms,
)
from applications.call_file import BadCallFile
from applications.content import ActionContent, Partnership
from applications.drafting import add_action, save_section
from applications.editions import EditedCall, Loaded, load
from applications.models import Call
from reviews.grid import SHARE
from tests.factories import make_application
from workflow.engine import Refused
from workflow.models import Event

PATH = settings.BASE_DIR / "data" / "calls" / "limits-2024.json"


def data() -> dict:
    """The data file, to be damaged."""
    return json.loads(PATH.read_text(encoding="utf-8"))


def run(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("load_call", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def call(db) -> Call:
    """LIMIT'S 2024, loaded."""
    run("limits-2024")
    return Call.objects.get(slug="limits-2024")


def test_it_loads_the_call_its_criteria_and_its_articles(call):
    assert call.is_published
    assert call.texts.axes[0].code == "piloter"
    assert call.criteria.count() == 6
    assert call.article_templates.count() == 22
    assert Event.objects.about(call).get().name == "call.loaded"


def test_loading_twice_changes_nothing(call):
    kept = (
        list(call.criteria.values_list("pk", flat=True)),
        list(call.article_templates.values_list("pk", flat=True)),
    )
    assert "rien à faire" in run("limits-2024")
    assert Event.objects.about(call).count() == 1
    assert kept == (
        list(call.criteria.values_list("pk", flat=True)),
        list(call.article_templates.values_list("pk", flat=True)),
    )


def test_a_new_version_of_the_file_updates_an_unedited_call(call):
    changed = data() | {"title": "LIMIT'S corrigé"}
    assert load(call_file.check(changed)) is Loaded.UPDATED
    call.refresh_from_db()
    assert call.title == "LIMIT'S corrigé"


def retitle(call: Call, by: User) -> None:
    """Edit the call on the portal."""
    save_terms(call, terms(call) | {"title": "Repris"}, seen=revision(terms(call)), by=by)


def reweigh(call: Call, by: User) -> None:
    """Edit its grid on the portal."""
    stored = SHARE.read(call)
    heavier = [stored[0] | {"weight": 9}, *stored[1:]]
    save_share(call, SHARE, heavier, seen=revision(stored), by=by)


@pytest.mark.parametrize("edit", [retitle, reweigh])
def test_an_edited_call_is_not_overwritten(call, nora, edit):
    edit(call, nora)
    before = call_file.dump(Call.objects.get())
    with pytest.raises(CommandError, match="--replace"):
        run("limits-2024")
    assert call_file.dump(Call.objects.get()) == before


def test_an_edited_call_is_kept_when_asked(call, nora):
    retitle(call, nora)
    assert "laissé tel quel" in run("limits-2024", "--keep")
    assert Call.objects.get().title == "Repris"


def test_an_entry_added_on_the_portal_and_used_is_kept_too(call, nora):
    bodies = [*call.content["governance_bodies"], {"code": "conseil", "title": "Conseil"}]
    seen = revision({"governance_bodies": call.content["governance_bodies"]})
    changes = {"governance_bodies": bodies}
    save_content(call, changes, part="instances", seen=seen, by=nora)
    application = make_application(call=call)
    section = application.sections.get(key="partenaires")
    used = Partnership(governance_body="conseil")
    save_section(section, used, version=0, by=application.created_by)
    assert "laissé tel quel" in run("limits-2024", "--keep")
    with pytest.raises(CommandError, match="conseil"):
        run("limits-2024", "--replace")


def test_replace_comes_back_to_the_file(call, nora):
    retitle(call, nora)
    reweigh(call, nora)
    assert "mis à jour" in run("limits-2024", "--replace")
    call.refresh_from_db()
    assert call.title == data()["title"]
    assert call.criteria.first().weight == 5
    assert "rien à faire" in run("limits-2024")


def test_an_edit_undone_is_no_loss(call, nora):
    retitle(call, nora)
    call.refresh_from_db()
    back = terms(call) | {"title": data()["title"]}
    save_terms(call, back, seen=revision(terms(call)), by=nora)
    assert "rien à faire" in run("limits-2024")


def test_unpublishing_is_not_an_edit_and_is_kept(call):
    Call.objects.update(is_published=False)
    assert "rien à faire" in run("limits-2024")
    assert not Call.objects.get().is_published


def test_an_entry_used_by_dossiers_cannot_disappear(call):
    application = make_application(call=call)
    add_action(application, ActionContent(example="psfp"), by=application.created_by)
    changed = data()
    changed["content"]["examples"] = [
        e for e in changed["content"]["examples"] if e["code"] != "psfp"
    ]
    with pytest.raises(Refused, match="psfp"):
        load(call_file.check(changed), replace=True)
    assert any(e.code == "psfp" for e in Call.objects.get().texts.examples)


def test_a_change_of_the_file_and_an_edit_on_the_portal_are_both_seen(call, nora):
    retitle(call, nora)
    with pytest.raises(EditedCall):
        load(call_file.check(data() | {"year": 2025}))
    assert Call.objects.get().year == 2024


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda d: d.pop("title"), "title : ce champ manque"),
        (lambda d: d.update(extra=1), "extra : ce champ n'est pas connu"),
        (lambda d: d.update(closes_at="2024-04-30T23:59:59"), "décalage horaire"),
        (lambda d: d.update(closes_at="2024-02-01T00:00:00+01:00"), "suivre l'ouverture"),
        (lambda d: d.update(ceiling_amount="-1"), "ceiling_amount"),
        (lambda d: d["content"]["axes"][0].pop("title"), "content.axes.0.title"),
        (lambda d: d["content"]["axes"].append(d["content"]["axes"][0]), "code en double"),
        (lambda d: d["content"]["examples"][0].update(axis="mars"), "axe inconnu"),
        (lambda d: d["content"]["axes"][0].update(code="Axe 1"), "minuscules"),
        (lambda d: d["criteria"][0]["levels"].pop(), "criteria.0.levels"),
        (lambda d: d["criteria"].append(d["criteria"][0]), "criteria"),
        (
            lambda d: d["articles"][0].update(body="[[inconnu]]"),
            "ne sait pas remplacer [[inconnu]]",
        ),
    ],
)
def test_a_bad_file_is_refused_with_the_field_named(damage, message):
    damaged = data()
    damage(damaged)
    with pytest.raises(BadCallFile) as refused:
        call_file.check(damaged)
    assert message in str(refused.value)


def test_what_is_not_json_is_refused():
    with pytest.raises(BadCallFile, match="JSON"):
        call_file.parse("{")
    with pytest.raises(BadCallFile, match="objet"):
        call_file.parse("[]")


@pytest.mark.parametrize("slug", ["inconnu", "../../pyproject", ""])
def test_an_unknown_call_is_refused_with_those_known(db, slug):
    with pytest.raises(CommandError, match="limits-2024"):
        run(slug)
