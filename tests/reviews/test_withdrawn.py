"""A dossier withdrawn after it was filed: MILDECA still reads it, and works on it no more.

« Nothing that was filed is ever lost » (product.md); what is withdrawn is in no work of anybody.
"""

import csv
import hashlib
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from applications import completion, drafting, filing
from applications.content import Project
from applications.models import Application, Remark
from applications.workflow import LIFE
from reviews import (
    board,
    booklets,
    instructing,
    opinion_desk,
    opinion_wall,
    progress,
    reading_desk,
    room,
    scenarios,
    statistics,
    thread,
)
from reviews.models import Check, Message, Note, Opinion, Recusal
from reviews.workflow import OPINION
from tests.applications.completions import make_to_complete
from tests.applications.filings import make_filed
from tests.applications.sound_files import pdf
from tests.factories import make_membership, make_user
from tests.reviews.committee import give, make_filed_review, make_in_hand, make_seat
from tests.reviews.instructions import a_pdf, make_many_filed
from tests.reviews.opinions import make_prepared
from tests.reviews.sittings import first_scenario, make_room
from workflow.engine import NotAllowed, Refused

pytestmark = pytest.mark.django_db
REASON = "Projet reporté d’un an."
BOARD = reverse("reviews:board")
CSV = reverse("reviews:board_export", args=["csv"])


def withdraw(application: Application, by: User) -> Application:
    return filing.withdraw(application, by=by, reason=REASON)


def again(person: User) -> User:
    """The person as the next request fetches them."""
    return User.objects.get(pk=person.pk)


@pytest.fixture
def filed(commune_a, bob) -> Application:
    return make_filed(holder=commune_a, by=bob).application


@pytest.fixture
def worked_on(filed, ines, bob) -> Application:
    """With a note, a check, a message and its file, a point to ask about: then withdrawn."""
    instructing.add_note(filed, text="Dossier solide.", by=ines)
    instructing.set_check(filed, clause="C-3c", verdict="ok", note="Vu.", version=0, by=ines)
    thread.send(filed, text="Voici le document.", by=bob, files=[a_pdf()])
    completion.add_remark(filed, section="budget", unit="", label="Budget", text="?", by=ines)
    return withdraw(filed, bob)


@pytest.fixture
def browser(client_of, ines):
    return client_of(ines)


def page(name, application, *more):
    return reverse(f"reviews:{name}", args=[application.reference, *more])


def table(browser, address: str) -> list[list[str]]:
    text = browser.get(address).getvalue().decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


# --- Read


def test_its_sheet_says_that_it_is_withdrawn_and_its_journal_why(worked_on, browser):
    answer = browser.get(page("sheet", worked_on) + "?volet=journal")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Retiré" in text
    assert "Le porteur a retiré ce dossier" in text
    assert f"Motif&nbsp;: {REASON}" in text


@pytest.mark.parametrize(
    ("panel", "words"),
    [
        ("verification", "Vu."),
        ("complement", "Demander un complément"),
        ("notes", "Dossier solide."),
        ("messages", "Voici le document."),
        ("journal", "Message du porteur"),
    ],
)
def test_every_panel_is_read_and_none_is_written(worked_on, browser, panel, words):
    text = browser.get(page("sheet", worked_on) + f"?volet={panel}").content.decode()
    assert words in text
    for address in (
        page("comment", worked_on),
        page("note_add", worked_on),
        page("note", worked_on, Note.objects.get().pk),
        page("remark", worked_on, Remark.objects.get().pk),
        page("check", worked_on, "C-3c"),
        page("ask_completion", worked_on),
        page("step", worked_on, "admit"),
        f'action="{page("thread", worked_on)}"',
    ):
        assert address not in text


def test_its_filings_files_and_messages_are_read(worked_on, browser):
    reference, number = worked_on.reference, worked_on.snapshots.get().number
    message = Message.objects.get()
    for address in (
        page("compare", worked_on),
        page("thread", worked_on),
        page("message_file", worked_on, message.files.get().pk),
        reverse("applications:recap", args=[reference]),
        reverse("applications:receipt", args=[reference, number]),
        reverse("applications:renderings", args=[reference, number]),
    ):
        assert browser.get(address).status_code in (200, 302), address


def test_what_was_being_written_and_never_filed_is_not_read(commune_a, bob, ines, browser):
    dossier = make_to_complete(holder=commune_a, by=bob, instructor=ines)
    row = dossier.sections.get(key="objectifs")
    begun = Project.model_validate(row.content | {"diagnosis": "Une phrase jamais déposée."})
    drafting.save_section(row, begun, version=row.version, by=bob)
    withdraw(dossier, bob)
    recap = browser.get(reverse("applications:recap", args=[dossier.reference]))
    assert recap.status_code == 200 and "jamais déposée" not in recap.content.decode()
    action = dossier.actions.first()
    for name, more in (
        ("section", ["objectifs"]),
        ("plan", []),
        ("action", [action.pk]),
        ("eligibility", []),
    ):
        address = reverse(f"applications:{name}", args=[dossier.reference, *more])
        assert browser.get(address).status_code == 404, address


def test_its_attached_files_are_read(filed, bob, browser):
    document = filed.documents.first()
    document.size, document.sha256 = len(pdf()), hashlib.sha256(pdf()).hexdigest()
    document.file.save("piece.pdf", a_pdf())
    withdraw(filed, bob)
    answer = browser.get(reverse("applications:document", args=[filed.reference, document.pk]))
    assert (answer.status_code, answer.content) == (200, pdf())


def test_the_president_reads_its_recap_and_finds_it_in_the_list(filed, bob, martin, client_of):
    withdraw(filed, bob)
    browser = client_of(martin)
    assert browser.get(reverse("applications:recap", args=[filed.reference])).status_code == 200
    listed = browser.get(reverse("applications:filed") + "?etat=withdrawn").context
    assert [row.application for row in listed["rows"]] == [filed]
    assert listed["wanted"].status == "withdrawn"
    (row,) = table(browser, reverse("applications:filed_export"))[1:]
    assert (row[0], row[-1]) == (filed.reference, "Retiré")


@pytest.mark.parametrize("person", ["flora", "flora_chief", "karim"])
def test_prefecture_and_committee_read_it_no_more(filed, bob, client_of, request, person):
    withdraw(filed, bob)
    browser = client_of(request.getfixturevalue(person))
    listed = browser.get(reverse("applications:filed") + "?etat=withdrawn").context
    assert listed["rows"] == []
    assert "Retiré" not in [label for _, label in listed["statuses"]]
    assert len(table(browser, reverse("applications:filed_export"))) == 1
    assert browser.get(reverse("applications:recap", args=[filed.reference])).status_code == 404
    assert browser.get(page("opinion", filed)).status_code == 404


def test_the_opinion_given_on_it_stays_read_and_none_is_renewed(
    filed, bob, flora_chief, ines, browser, client_of
):
    make_prepared(filed, by=flora_chief)
    OPINION.perform(Opinion.objects.get(), "give", by=flora_chief)
    withdraw(filed, bob)
    assert "Favorable" in browser.get(page("sheet", filed)).content.decode()
    assert "Favorable" in browser.get(page("opinion", filed)).content.decode()
    assert client_of(flora_chief).get(page("opinion_renew", filed)).status_code == 404


def test_a_draft_withdrawn_before_any_filing_is_no_business_of_the_state(
    filed, bob, browser, client_of, martin
):
    draft = filing.take_back(filed, by=bob, received_at=filed.call.closes_at - timedelta(days=1))
    withdraw(draft, bob)
    assert browser.get(page("sheet", draft)).status_code == 404
    assert browser.get(BOARD).context["rows"] == []
    assert client_of(martin).get(reverse("applications:filed")).context["rows"] == []


def test_a_conflict_of_interest_closes_it_all_the_same__A4(worked_on, browser, ines):
    Recusal.objects.create(
        application=worked_on, person=ines, ground="personal", origin="declared", declared_by=ines
    )
    assert browser.get(page("sheet", worked_on)).status_code == 404
    assert browser.get(BOARD).context["rows"] == []
    for rows in (Note, Check, Message):
        assert not rows.objects.visible_to(ines).exists()


# --- The board


def test_the_board_counts_finds_and_exports_it(worked_on, browser):
    counters = {c.label: c.number for c in browser.get(BOARD).context["counters"]}
    assert counters == {"Tous": 1, "Retiré": 1}
    (row,) = browser.get(BOARD + "?etat=withdrawn").context["rows"]
    assert (row.application, row.status.label, row.event) == (worked_on, "Retiré", "Retiré")
    assert "board-late" not in browser.get(BOARD).content.decode()
    (line,) = table(browser, CSV + "?etat=withdrawn")[1:]
    assert (line[0], line[9]) == (worked_on.reference, "Retiré")


@pytest.mark.parametrize("attention", [code for code, _ in board.ATTENTIONS])
def test_nothing_is_left_to_do_on_it(worked_on, browser, attention):
    Check.objects.update(verdict="problem")
    assert browser.get(f"{BOARD}?attention={attention}").context["rows"] == []


def test_the_board_takes_as_many_queries_whatever_is_withdrawn__row_3(
    filed, browser, django_assert_max_num_queries
):
    counts = []
    for more in (1, 3):
        for application in make_many_filed(more, call=filed.call):
            withdraw(application, application.created_by)
        browser.get(BOARD)
        with django_assert_max_num_queries(8) as queries:
            browser.get(BOARD)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Written no more


def test_a_page_left_open_is_refused_with_the_reason_and_keeps_what_was_typed(worked_on, browser):
    note = Note.objects.get()
    comment = page("comment", worked_on) + "?section=objectifs&unit=diagnosis"
    for address, data in (
        (page("note_add", worked_on), {"text": "Longue note."}),
        (page("note", worked_on, note.pk), {"text": "Longue note.", "version": note.version}),
        (comment, {"kind": "note", "text": "Longue note."}),
        (
            page("check", worked_on, "C-3c"),
            {"version": 1, "verdict": "problem", "note": "Longue note."},
        ),
        (page("thread", worked_on), {"text": "Longue note."}),
        (
            page("remark", worked_on, Remark.objects.get().pk),
            {"text": "Longue note.", "version": 0},
        ),
    ):
        answer = browser.post(address, data)
        text = answer.content.decode()
        assert answer.status_code == 409, address
        assert "retiré" in text.lower(), address
        assert "Longue note." in text, address
    assert Note.objects.get().text == "Dossier solide."
    assert Check.objects.get().verdict == "ok"
    assert Message.objects.count() == 1


@pytest.mark.parametrize("step", ["admit", "refuse", "send_to_committee"])
def test_no_step_is_taken_alone_or_among_several(worked_on, browser, step):
    assert "ne le permet pas" in browser.get(page("step", worked_on, step)).content.decode()
    data = {"step": step, "dossiers": [worked_on.reference]}
    text = browser.post(reverse("reviews:bulk"), data).content.decode()
    assert f"{worked_on.reference} (retiré)" in text


def test_the_verbs_refuse_it_in_words(worked_on, ines, martin):
    with pytest.raises(Refused, match="retiré"):
        instructing.admit(worked_on, by=ines, reason="Tout va bien.")
    with pytest.raises(NotAllowed):
        instructing.add_note(worked_on, text="x", by=martin)
    assert LIFE.open_to(worked_on, ines) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ask_completion", {"due_on": "2030-01-01", "message": "x"}),
        ("cancel_completion", {"reason": "x"}),
    ],
)
def test_no_completion_is_asked_or_closed(worked_on, browser, name, data):
    assert browser.post(page(name, worked_on), data).status_code in (409, 422)


def test_a_point_prepared_is_not_dropped_either(worked_on, browser):
    address = page("remark", worked_on, Remark.objects.get().pk)
    answer = browser.post(address, {"remove": "1", "text": "?", "version": 0})
    assert answer.status_code == 409
    assert Remark.objects.exists()


# --- In no work of anybody


def test_it_is_in_no_work_of_the_prefecture_nor_of_statistics(filed, bob, ines, flora_chief):
    make_prepared(filed, by=flora_chief)
    withdraw(filed, bob)
    assert opinion_wall.wall(ines, filed.call) == []
    assert opinion_desk.tasks(flora_chief) == []
    assert statistics.editions(ines) == []
    assert statistics.edition(filed.call, ines).total.filed == 0


def test_it_leaves_readings_assignments_and_ranking(commune_a, bob, ines, karim, martin, client_of):
    dossier = make_in_hand(holder=commune_a, by=bob, instructor=ines)
    seat, call = make_seat(dossier.call, karim, by=ines), dossier.call
    give(dossier, seat, by=ines)
    make_filed_review(dossier, seat)
    browser = client_of(ines)
    lists = [
        reverse(f"reviews:{n}", args=[call.slug]) for n in ("assignments", "progress", "ranking")
    ]
    assert all(dossier.reference in browser.get(a).content.decode() for a in lists)
    withdraw(dossier, bob)
    assert [desk.readings for desk in reading_desk.desks(again(karim))] == [[]]
    for person in (ines, martin):
        found = progress.progress(again(person), call)
        assert (found.dossiers, found.expected) == (0, 0)
        assert not booklets.dossiers(call, again(person)).exists()
    assert not any(dossier.reference in browser.get(a).content.decode() for a in lists)
    assert client_of(karim).get(page("grid", dossier)).status_code == 404


def test_it_leaves_the_session_its_wall_and_its_scenarios(ines, karim, lea, martin, client_of):
    sitting, _, made = make_room(ines, karim, lea, count=3)
    gone, scenario = made[0], first_scenario(sitting)
    mayor = make_user()
    make_membership(mayor, gone.holder, Role.REPRESENTATIVE)
    withdraw(gone, mayor)
    for person in (ines, martin, karim):
        assert gone.pk not in [line.pk for line in room.read(sitting, again(person)).lines]
    shown = room.read_for_all(room.loaded(ines).get(pk=sitting.pk))
    assert {line.pk for line in shown.lines} == {a.pk for a in made[1:]}
    scenarios.fill(scenario, Decimal(1), by=ines)
    assert not scenario.proposals.filter(application=gone).exists()
    assert scenario.proposals.filter(application=made[1], amount__gt=0).exists()
    drawer = reverse("reviews:deliberation", args=[sitting.pk, gone.reference])
    assert client_of(ines).get(drawer).status_code == 404
