"""A request to complete: what it asks, what it opens, how it is answered (ADR 0014)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications import completion, drafting
from applications.content import ActionContent, Project
from applications.dossier import read
from applications.enums import ApplicationStatus
from applications.invariants import broken_promises
from applications.models import Application, CompletionRequest, Remark
from applications.snapshot import thaw
from applications.workflow import LIFE
from tests.applications.completions import make_to_complete
from tests.applications.filings import IN_TIME, make_filed
from workflow.engine import NotAllowed, Refused
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(commune_a, bob, ines):
    return make_to_complete(holder=commune_a, by=bob, instructor=ines)


def project_of(application):
    return application.sections.get(key="objectifs")


def rewrite(application, by, **fields):
    section = project_of(application)
    content = Project.model_validate(section.content).model_copy(update=fields)
    return drafting.save_section(section, content, version=section.version, by=by)


def complete(application, by, **fields):
    return completion.complete(application, by=by, received_at=timezone.now(), **fields)


def test_asking_needs_a_point_and_a_day_to_come(commune_a, bob, ines):
    application = make_filed(holder=commune_a, by=bob).application
    with pytest.raises(Refused) as refusal:
        completion.ask(application, due_on=timezone.localdate(), by=ines)
    assert len(refusal.value.reasons) == 2
    assert not CompletionRequest.objects.exists()


def test_the_points_prepared_are_the_instruction_s_alone(commune_a, bob, ines):
    application = make_filed(holder=commune_a, by=bob).application
    with pytest.raises(NotAllowed):
        completion.add_remark(
            application, section="objectifs", unit="title", label="T", text="?", by=bob
        )
    assert not Remark.objects.exists()


def test_a_point_reworded_by_two_is_not_overwritten(commune_a, bob, ines):
    application = make_filed(holder=commune_a, by=bob).application
    remark = completion.add_remark(
        application, section="objectifs", unit="title", label="T", text="Un", by=ines
    )
    completion.change_remark(remark, text="Deux", version=0, by=ines)
    with pytest.raises(completion.Stale):
        completion.change_remark(remark, text="Trois", version=0, by=ines)
    assert Remark.objects.get().text == "Deux"


def test_only_what_is_asked_may_be_written(asked, alice):
    rewrite(asked, alice, diagnosis="Ce que nous observons, rue par rue.")
    with pytest.raises(Refused, match="Seuls les points demandés"):
        rewrite(asked, alice, title="Un autre titre")
    assert project_of(asked).content["title"] == "Grandir ici"
    assert project_of(asked).content["diagnosis"].endswith("rue par rue.")


def test_the_rest_of_the_dossier_stays_closed(asked, alice):
    action = asked.actions.first()
    content = ActionContent.model_validate(action.content)
    for attempt in (
        lambda: drafting.add_action(asked, ActionContent(title="Nouvelle"), by=alice),
        lambda: drafting.remove_action(action, by=alice),
        lambda: drafting.move_action(action, up=False, by=alice),
        lambda: drafting.save_action(
            action, content.model_copy(update={"title": "X"}), version=action.version, by=alice
        ),
    ):
        with pytest.raises(Refused):
            attempt()
    assert read(asked, at=IN_TIME).actions == read(asked, at=IN_TIME).actions


def test_one_field_of_an_action_may_be_asked(commune_a, bob, alice, ines):
    filed = make_filed(holder=commune_a, by=bob).application
    action = filed.actions.first()
    completion.add_remark(
        filed,
        section="actions",
        unit=f"{action.pk}/description",
        label="Ce qui sera fait",
        text="Quand ?",
        by=ines,
    )
    completion.ask(filed, due_on=timezone.localdate() + timedelta(days=3), by=ines)
    content = ActionContent.model_validate(action.content)
    better = content.model_copy(update={"description": "Chaque mardi."})
    drafting.save_action(action, better, version=action.version, by=alice)
    worse = better.model_copy(update={"title": "Autre"})
    with pytest.raises(Refused):
        drafting.save_action(action, worse, version=action.version + 1, by=alice)


def test_an_answer_is_a_new_filing_that_keeps_the_date_of_the_first(asked, alice, bob):
    filed_at = asked.submitted_at
    rewrite(asked, alice, diagnosis="Précisé.")
    snapshot = complete(asked, bob, reply="Voici.")
    fresh = Application.objects.get(pk=asked.pk)
    request = CompletionRequest.objects.get()
    assert (fresh.status, fresh.submitted_at) == (ApplicationStatus.SUBMITTED, filed_at)
    assert snapshot.number == 2
    assert thaw(snapshot).project.diagnosis == "Précisé."
    assert (request.answer, request.reply, request.is_late) == (snapshot, "Voici.", False)
    assert list(broken_promises()) == []


def test_after_the_deadline_an_answer_is_judged_as_on_the_day_of_filing__C_4_1k(asked, alice, bob):
    rewrite(asked, alice, diagnosis="Précisé.")
    snapshot = complete(asked, bob)  # the call closed in 2024
    verdicts = {f["code"]: f["state"] for f in snapshot.findings}
    assert verdicts["DELAI"] == "conforming"


def test_an_answer_after_the_day_asked_is_flagged_not_refused(asked, alice, bob):
    rewrite(asked, alice, diagnosis="Précisé.")
    late = timezone.now() + timedelta(days=11)
    snapshot = completion.complete(asked, by=bob, received_at=late)
    assert CompletionRequest.objects.get().is_late
    assert Event.objects.get(name="application.complete").payload["is_late"] is True
    assert snapshot.completion.is_late


def test_an_answer_that_changes_nothing_says_why(asked, bob):
    with pytest.raises(Refused, match="Rien n’a changé"):
        complete(asked, bob)
    complete(asked, bob, reply="Le diagnostic est joint en pièce.")


def test_an_answer_still_follows_the_rules_of_the_call(asked, alice, bob):
    rewrite(asked, alice, diagnosis="")
    with pytest.raises(Refused, match="Diagnostic"):
        complete(asked, bob)
    assert Application.objects.get(pk=asked.pk).status == ApplicationStatus.TO_COMPLETE


def test_a_writer_prepares_and_the_representative_sends(asked, alice, ines):
    rewrite(asked, alice, diagnosis="Précisé.")
    for person in (alice, ines):
        with pytest.raises(NotAllowed):
            complete(asked, person)


def test_sending_twice_is_sending_once(asked, alice, bob):
    rewrite(asked, alice, diagnosis="Précisé.")
    first = complete(asked, bob)
    assert complete(asked, bob) == first
    assert asked.snapshots.count() == 2


def test_closing_a_request_puts_the_filed_dossier_back_and_keeps_what_was_begun(asked, alice, ines):
    filed = thaw(asked.snapshots.last())
    rewrite(asked, alice, diagnosis="Un début de réponse")
    with pytest.raises(Refused):
        completion.cancel(asked, reason=" ", by=ines)
    completion.cancel(asked, reason="Le point est réglé par téléphone.", by=ines)
    fresh = Application.objects.get(pk=asked.pk)
    assert fresh.status == ApplicationStatus.SUBMITTED
    assert read(fresh, at=filed.judged_at).project == filed.project
    event = Event.objects.get(name="application.cancel_completion")
    assert "Un début de réponse" in str(event.payload["begun"])
    with pytest.raises(Refused):
        rewrite(asked, alice, diagnosis="Trop tard")
    assert list(broken_promises()) == []


def test_withdrawing_closes_the_request(asked, bob):
    LIFE.perform(asked, "withdraw", by=bob, reason="Projet abandonné")
    assert not CompletionRequest.objects.standing().exists()


def test_lists_show_what_was_filed_until_it_is_filed_anew(commune_a, bob, alice, ines):
    asked = make_to_complete(
        holder=commune_a,
        by=bob,
        instructor=ines,
        points=(("objectifs", "title", "Intitulé"),),
    )
    rewrite(asked, alice, title="Grandir ensemble")
    assert Application.objects.get(pk=asked.pk).title == "Grandir ici"
    complete(asked, bob)
    assert Application.objects.get(pk=asked.pk).title == "Grandir ensemble"
