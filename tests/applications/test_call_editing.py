"""Editing a call: whole, journaled, never over a colleague, never under the dossiers."""

from datetime import timedelta

import pytest

from applications.call_content import DocumentCategory, GovernanceBody
from applications.call_editing import (
    Outdated,
    new_code,
    publish,
    revision,
    save_content,
    save_terms,
    terms,
    unpublish,
)
from applications.call_usage import used_codes
from applications.content import ActionContent, ObjectiveText, PartnerLine, Partnership, Project
from applications.drafting import add_action, save_section
from applications.extending import grant, revoke
from applications.models import Call, Document
from tests.factories import make_application, make_call, make_call_content, make_commune
from workflow.engine import NotAllowed, Refused
from workflow.models import Event


@pytest.fixture
def call(db) -> Call:
    """A call with two bodies and two kinds of attachments."""
    return make_call(
        make_call_content(
            governance_bodies=[
                GovernanceBody(code="clspd", title="CLSPD"),
                GovernanceBody(code="gpo", title="GPO"),
            ],
            document_categories=[
                DocumentCategory(code="rib", title="RIB", is_required=True),
                DocumentCategory(code="autre", title="Autre"),
            ],
        )
    )


def seen(call: Call, *names: str) -> str:
    """The mark a page would carry."""
    return revision({name: call.content.get(name) for name in names})


def test_a_change_of_terms_is_journaled_with_what_was(call, nora):
    save_terms(
        call, {**terms(call), "ceiling_amount": 100_000}, seen=revision(terms(call)), by=nora
    )
    event = Event.objects.about(call).get()
    assert (event.name, event.acting_role, event.actor_id) == (
        "call.edited",
        "administrator",
        nora.pk,
    )
    assert event.payload["before"] == {"ceiling_amount": "240000.00"}
    assert event.payload["after"] == {"ceiling_amount": 100_000}


def test_saving_what_stands_writes_nothing(call, nora):
    save_terms(call, terms(call), seen=revision(terms(call)), by=nora)
    bodies = {"governance_bodies": call.content["governance_bodies"]}
    save_content(call, bodies, part="instances", seen=seen(call, "governance_bodies"), by=nora)
    assert not Event.objects.about(call).exists()


def test_the_closing_follows_the_opening__C_5a(call, nora):
    wrong = {**terms(call), "closes_at": call.opens_at}
    with pytest.raises(Refused, match="suivre l'ouverture"):
        save_terms(call, wrong, seen=revision(terms(call)), by=nora)


def test_a_colleague_is_never_overwritten_in_silence(call, nora):
    mark = seen(call, "purpose")
    save_content(call, {"purpose": "Premier"}, part="textes", seen=mark, by=nora)
    with pytest.raises(Outdated):
        save_content(call, {"purpose": "Second"}, part="textes", seen=mark, by=nora)
    assert Call.objects.get(pk=call.pk).texts.purpose == "Premier"


def test_two_parts_edited_at_once_do_not_collide(call, nora):
    purpose, context = seen(call, "purpose"), seen(call, "context")
    save_content(call, {"purpose": "P"}, part="textes", seen=purpose, by=nora)
    save_content(call, {"context": "C"}, part="textes", seen=context, by=nora)
    texts = Call.objects.get(pk=call.pk).texts
    assert (texts.purpose, texts.context) == ("P", "C")


@pytest.mark.parametrize("name", ["alice", "flora_chief", "ines", "karim", "martin"])
def test_only_an_administrator_edits(call, name, request):
    person = request.getfixturevalue(name)
    with pytest.raises(NotAllowed):
        save_terms(call, terms(call), seen=revision(terms(call)), by=person)
    with pytest.raises(NotAllowed):
        save_content(call, {"purpose": "x"}, part="textes", seen="", by=person)
    for verb in (publish, unpublish):
        with pytest.raises(NotAllowed):
            verb(call, by=person)
    with pytest.raises(NotAllowed):
        grant(call, holder=make_commune(), closes_at=call.closes_at, reason="x", by=person)


def test_a_content_that_is_not_valid_is_refused_whole(call, nora):
    double = [{"code": "clspd", "title": "A"}, {"code": "clspd", "title": "B"}]
    mark = seen(call, "governance_bodies")
    with pytest.raises(Refused, match="code en double"):
        save_content(call, {"governance_bodies": double}, part="instances", seen=mark, by=nora)


def test_every_entry_that_dossiers_use_is_known(call):
    application = make_application(call=call)
    by = application.created_by
    add_action(application, ActionContent(axis="axe-2", example="psfp"), by=by)
    sections = {s.key: s for s in application.sections.all()}
    objectives = [ObjectiveText(code="sante", is_pursued=True)]
    save_section(sections["objectifs"], Project(objectives=objectives), version=0, by=by)
    partnership = Partnership(
        governance_body="gpo", partners=[PartnerLine(category="police", name="PM")]
    )
    save_section(sections["partenaires"], partnership, version=0, by=by)
    Document.objects.create(
        application=application, category="autre", name="a.pdf", size=1, uploaded_by=by
    )
    used = used_codes(call)
    assert {name: sorted(codes) for name, codes in used.items() if codes} == {
        "axes": ["axe-2"],
        "examples": ["psfp"],
        "objectives": ["sante"],
        "actor_categories": ["police"],
        "governance_bodies": ["gpo"],
        "document_categories": ["autre"],
    }


def test_an_entry_used_by_dossiers_is_reworded_but_not_removed(call, nora):
    application = make_application(call=call)
    section = application.sections.get(key="partenaires")
    by = application.created_by
    save_section(section, Partnership(governance_body="gpo"), version=0, by=by)
    mark = seen(call, "governance_bodies")
    one = [{"code": "clspd", "title": "CLSPD"}]
    with pytest.raises(Refused, match="gpo"):
        save_content(call, {"governance_bodies": one}, part="instances", seen=mark, by=nora)
    reworded = [*one, {"code": "gpo", "title": "Groupe de partenariat opérationnel"}]
    save_content(call, {"governance_bodies": reworded}, part="instances", seen=mark, by=nora)
    assert Call.objects.get(pk=call.pk).texts.governance_bodies[1].title.startswith("Groupe")


def test_a_new_code_comes_from_the_title_and_is_never_taken():
    assert new_code("Cellule de veille", set()) == "cellule-de-veille"
    assert new_code("L'été à Loos", {"x"}) == "l-ete-a-loos"
    assert new_code("CLSPD", {"clspd", "clspd-2"}) == "clspd-3"
    assert new_code("!!!", set()) == "entree"
    assert len(new_code("a" * 200, {"a" * 34})) <= 40


def test_a_call_without_its_calendar_is_not_published(call, nora):
    Call.objects.update(is_published=False)
    with pytest.raises(Refused, match="calendrier"):
        publish(call, by=nora)


def test_a_call_with_dossiers_is_not_withdrawn(call, nora):
    make_application(call=call)
    with pytest.raises(Refused, match="dossiers existent"):
        unpublish(call, by=nora)


def test_a_call_is_withdrawn_once(call, nora):
    assert not unpublish(call, by=nora).is_published
    unpublish(call, by=nora)
    assert [e.name for e in Event.objects.about(call)] == ["call.unpublished"]


def test_an_extension_names_its_holder_its_reason_and_its_author(call, nora):
    holder = make_commune("Cyclone-sur-Mer")
    later = call.closes_at + timedelta(days=3)
    extension = grant(call, holder=holder, closes_at=later, reason=" Cyclone ", by=nora)
    assert (extension.closes_at, extension.reason) == (later, "Cyclone")
    event = Event.objects.about(call).get()
    assert (event.name, event.reason) == ("extension.granted", "Cyclone")
    assert event.payload["holder_name"] == "Cyclone-sur-Mer"


def test_a_second_extension_moves_the_first(call, nora):
    holder = make_commune()
    later = call.closes_at + timedelta(days=3)
    grant(call, holder=holder, closes_at=later, reason="Un", by=nora)
    grant(call, holder=holder, closes_at=later + timedelta(days=1), reason="Deux", by=nora)
    assert call.extensions.get().closes_at == later + timedelta(days=1)
    assert Event.objects.about(call).first().payload["former_closes_at"]


def test_an_extension_that_brings_nothing_or_says_nothing_is_refused(call, nora, prefecture_a):
    holder, later = make_commune(), call.closes_at + timedelta(days=1)
    with pytest.raises(Refused, match="suivre celle"):
        grant(call, holder=holder, closes_at=call.closes_at, reason="x", by=nora)
    with pytest.raises(Refused, match="motif"):
        grant(call, holder=holder, closes_at=later, reason="  ", by=nora)
    with pytest.raises(Refused, match="commune"):
        grant(call, holder=prefecture_a, closes_at=later, reason="x", by=nora)


def test_an_extension_taken_back_stays_in_the_journal(call, nora):
    later = call.closes_at + timedelta(days=1)
    extension = grant(call, holder=make_commune(), closes_at=later, reason="x", by=nora)
    revoke(extension, by=nora)
    revoke(extension, by=nora)
    assert not call.extensions.exists()
    names = [e.name for e in Event.objects.about(call)]
    assert names == ["extension.revoked", "extension.granted"]
