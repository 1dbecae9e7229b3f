"""The instruction sheet, through HTTP: read, comment, verify, ask, compare, conclude."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.enums import ApplicationStatus
from applications.models import Application, Document, Remark
from reviews import instructing, thread
from reviews.models import Check, Message, Note
from tests.applications.completions import make_to_complete
from tests.applications.filings import make_filed
from tests.reviews.instructions import a_pdf, make_many_filed, verify_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(commune_a, bob):
    return make_filed(holder=commune_a, by=bob).application


@pytest.fixture
def browser(client_of, ines):
    return client_of(ines)


def page(name, application, *more):
    return reverse(f"reviews:{name}", args=[application.reference, *more])


def test_the_sheet_shows_every_section_as_filed_with_a_place_for_comments(filed, browser):
    text = browser.get(page("sheet", filed)).content.decode()
    assert "Grandir ici" in text
    assert "9. Engagements et dépôt" in text
    assert f"{page('comment', filed)}?section=objectifs&amp;unit=diagnosis" in text


@pytest.mark.parametrize("panel", ["verification", "complement", "notes", "messages", "journal"])
def test_every_panel_of_work_opens_in_few_queries__row_4(
    filed, browser, panel, django_assert_max_num_queries
):
    address = page("sheet", filed) + f"?volet={panel}"
    browser.get(address)
    with django_assert_max_num_queries(12):
        assert browser.get(address).status_code == 200


def test_the_sheet_costs_the_same_whatever_is_written_on_it(
    filed, browser, ines, alice, django_assert_max_num_queries
):
    counts = []
    for _ in range(2):
        for _ in range(2):
            instructing.add_note(filed, text="x", by=ines)
            thread.send(filed, text="x", by=alice, files=[a_pdf()])
        browser.get(page("sheet", filed))
        for panel in ("notes", "messages", "verification"):
            with django_assert_max_num_queries(13) as queries:
                browser.get(page("sheet", filed) + f"?volet={panel}")
            counts.append(len(queries))
        make_many_filed(2, call=filed.call)
        verify_all(filed, by=ines) if not Check.objects.exists() else None
    assert counts[:3] == counts[3:]


def test_commenting_a_field_keeps_a_note_or_prepares_a_request(filed, browser):
    address = page("comment", filed) + "?section=objectifs&unit=diagnosis"
    assert "Ce que nous observons." in browser.get(address).content.decode()
    browser.post(address, {"kind": "note", "text": "Très bien écrit"})
    browser.post(address, {"kind": "ask", "text": "Donnez des chiffres"})
    note, remark = Note.objects.get(), Remark.objects.get()
    assert (note.section, note.unit) == (remark.section, remark.unit) == ("objectifs", "diagnosis")
    assert remark.label == note.label != ""
    shown = browser.get(page("sheet", filed)).content.decode()
    assert "Très bien écrit" in shown
    assert "Donnez des chiffres" in shown


@pytest.mark.parametrize("query", ["", "?section=zzz", "?section=objectifs&unit=zzz"])
def test_only_a_point_of_the_dossier_is_commented(filed, browser, query):
    assert browser.get(page("comment", filed) + query).status_code == 404


def test_a_point_is_verified_and_a_colleague_s_finding_is_not_overwritten(filed, browser, ines):
    address = page("check", filed, "C-4.3c")
    assert browser.get(address).context["form"].initial["version"] == 0
    browser.post(address, {"version": 0, "verdict": "ok", "note": "Lu"})
    late = browser.post(address, {"version": 0, "verdict": "problem", "note": "Mon texte"})
    assert late.status_code == 409
    text = late.content.decode()
    assert "Mon texte" in text
    assert "Lu" in text
    assert Check.objects.get().verdict == "ok"
    # Having read it, one may write over it.
    version = late.context["form"]["version"].value()
    browser.post(address, {"version": version, "verdict": "problem", "note": "Mon texte"})
    assert Check.objects.get().note == "Mon texte"


def test_a_note_is_reworded_then_removed(filed, browser, ines):
    note = instructing.add_note(filed, text="Un", by=ines)
    address = page("note", filed, note.pk)
    browser.post(address, {"version": 0, "text": "Deux"})
    assert browser.post(address, {"version": 0, "text": "Trois"}).status_code == 409
    browser.post(address, {"version": 1, "remove": "1"})
    assert not Note.objects.exists()


def test_a_request_is_read_then_sent(filed, browser):
    comment = page("comment", filed) + "?section=budget&unit=notes"
    browser.post(comment, {"kind": "ask", "text": "Joignez un devis"})
    address = page("ask_completion", filed)
    assert "Joignez un devis" in browser.get(address).content.decode()
    due_on = timezone.localdate() + timedelta(days=5)
    data = {"due_on": due_on.isoformat(), "points": [Remark.objects.get().pk]}
    assert browser.post(address, data).status_code == 302
    request = filed.completion_requests.get()
    assert request.due_on == due_on
    assert Application.objects.get(pk=filed.pk).status == ApplicationStatus.TO_COMPLETE


def test_what_a_colleague_adds_meanwhile_is_not_sent_unread(filed, browser):
    comment = page("comment", filed) + "?section=budget&unit=notes"
    for text in ("Lu", "Ajouté entre-temps"):
        browser.post(comment, {"kind": "ask", "text": text})
    first = Remark.objects.order_by("pk")[0]
    due_on = timezone.localdate() + timedelta(days=5)
    browser.post(
        page("ask_completion", filed), {"due_on": due_on.isoformat(), "points": [first.pk]}
    )
    assert [r.text for r in filed.completion_requests.get().remarks.all()] == ["Lu"]


def test_a_request_is_closed_with_its_reason(commune_a, bob, ines, browser):
    asked = make_to_complete(holder=commune_a, by=bob, instructor=ines)
    address = page("cancel_completion", asked)
    assert browser.post(address, {"reason": ""}).status_code == 422
    browser.post(address, {"reason": "Réglé"})
    assert Application.objects.get(pk=asked.pk).status == ApplicationStatus.SUBMITTED
    assert (
        "Close sans réponse"
        in browser.get(page("sheet", asked) + "?volet=complement").content.decode()
    )


def test_two_filings_are_compared_word_by_word(commune_a, bob, ines, alice, browser, client_of):
    from applications import completion, drafting
    from applications.content import Project

    asked = make_to_complete(holder=commune_a, by=bob, instructor=ines)
    section = asked.sections.get(key="objectifs")
    content = Project.model_validate(section.content)
    better = content.model_copy(update={"diagnosis": "Ce que nous observons rue par rue."})
    drafting.save_section(section, better, version=section.version, by=alice)
    completion.complete(asked, by=bob, received_at=timezone.now(), reply="Voilà")
    response = browser.get(page("compare", asked))
    text = response.content.decode()
    assert [change.unit for change in response.context["changes"]] == ["diagnosis"]
    assert "rue par rue." in text
    assert "<ins>" in text
    assert "Voilà" in text
    assert "mêmes" in text or "qui diffère" in text
    assert browser.get(page("compare", asked) + "?de=1&vers=1").context["changes"] == []
    assert browser.get(page("compare", asked) + "?de=9").status_code == 404
    assert browser.get(page("sheet", asked) + "?depot=1").context["snapshot"].number == 1


def test_refusing_asks_for_grounds_and_sends_them(filed, browser, alice, client_of):
    address = page("step", filed, "refuse")
    assert browser.post(address, {"clause_1": "C-4.3c", "text_1": ""}).status_code == 422
    assert browser.post(address, {"clause_1": "C-4.3c", "text_1": "Le loyer."}).status_code == 302
    assert Application.objects.get(pk=filed.pk).status == ApplicationStatus.INADMISSIBLE
    journal = reverse("applications:journal", args=[filed.reference])
    assert "Le loyer." in client_of(alice).get(journal).content.decode()


def test_the_holder_and_the_instruction_talk(filed, browser, alice, client_of):
    team = client_of(alice)
    address = page("thread", filed)
    team.post(address, {"text": "Une question", "files": [a_pdf("un.pdf"), a_pdf("deux.pdf")]})
    assert browser.post(address, {"text": "Une réponse"}).url.endswith("?volet=messages")
    text = team.get(address).content.decode()
    assert "Une réponse" in text
    assert "un.pdf" in text
    first = Message.objects.order_by("pk")[0].files.order_by("pk")[0]
    served = browser.get(page("message_file", filed, first.pk))
    assert served["Content-Disposition"].startswith("attachment")
    assert served.content.startswith(b"%PDF")
    assert not Document.objects.filter(name="un.pdf").exists()


def test_a_message_refused_keeps_what_was_typed(filed, alice, client_of):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("x.exe", b"MZ", content_type="application/pdf")
    answer = client_of(alice).post(page("thread", filed), {"text": "Mon message", "files": [bad]})
    assert answer.status_code == 409
    assert "Mon message" in answer.content.decode()
    assert client_of(alice).post(page("thread", filed), {"text": ""}).status_code == 422
    Application.objects.filter(pk=filed.pk).update(status=ApplicationStatus.WITHDRAWN)
    late = client_of(alice).post(page("thread", filed), {"text": "Une dernière question"})
    assert "Une dernière question" in late.content.decode()
