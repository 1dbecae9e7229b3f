"""The pages of the filing, person by person: desk, recap, signing, receipt, back, gone."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from applications import filing, rendering
from applications.enums import ApplicationStatus
from applications.models import Application, Rendering, Snapshot
from tests.applications.dossiers import CLOSES_AT, changed, valid_dossier
from tests.applications.filings import make_limits_call, make_ready, write
from tests.factories import make_application, make_membership, make_user
from workflow.models import Event


@pytest.fixture
def noon(time_machine_at):
    return time_machine_at("2024-04-15 12:00:00")


@pytest.fixture
def time_machine_at(time_machine):
    from tests.factories import paris

    return lambda text: time_machine.move_to(paris(text), tick=False)


@pytest.fixture
def ready(noon, bob, commune_a) -> Application:
    return make_ready(holder=commune_a, by=bob)


def url(name: str, application: Application, *more) -> str:
    return reverse(f"applications:{name}", args=[application.reference, *more])


def typed(browser, application, **fields) -> dict[str, str]:
    """What a person sends who reads the page, ticks and signs."""
    page = browser.get(url("file", application))
    read_as = page.context["form"]["read_as"].value()
    return {
        "read_as": read_as,
        "signatory_name": "Bob Essai",
        "signatory_role": "Maire",
        "is_confirmed": "on",
    } | fields


def test_signing_leads_to_the_receipt_at_once(client_of, bob, ready):
    browser = client_of(bob)
    page = browser.get(url("file", ready))
    assert "Déposer le dossier" in page.content.decode()

    answer = browser.post(url("file", ready), typed(browser, ready))
    assert (answer.status_code, answer["Location"]) == (302, url("receipt", ready, 1))
    receipt = browser.get(answer["Location"]).content.decode()
    assert f"AR-{ready.reference}-1" in receipt
    assert "en préparation" in receipt
    assert Snapshot.objects.get().sha256 in receipt
    assert "alice" not in receipt
    assert "bob@example.org" in receipt
    assert "juin 2024" in receipt


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Le Havre", "Le dossier du\u00a0Havre est déposé"),
        ("Arras", "Le dossier d’Arras est déposé"),
    ],
)
def test_the_receipt_names_the_holder_as_one_speaks(client_of, bob, ready, name, said):
    type(ready.holder).objects.filter(pk=ready.holder_id).update(name=name)
    browser = client_of(bob)
    answer = browser.post(url("file", ready), typed(browser, ready))
    assert said in browser.get(answer["Location"]).content.decode()


def test_a_double_click_lands_twice_on_one_receipt__A10(client_of, bob, ready):
    browser = client_of(bob)
    sent = typed(browser, ready)
    answers = [browser.post(url("file", ready), sent) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {url("receipt", ready, 1)}
    assert Snapshot.objects.count() == 1
    assert browser.get(url("file", ready))["Location"] == url("receipt", ready, 1)


def test_an_unticked_box_and_a_missing_name_are_said_and_nothing_is_lost(client_of, bob, ready):
    browser = client_of(bob)
    sent = typed(browser, ready, signatory_name="", signatory_role="Maire de Loos")
    del sent["is_confirmed"]
    answer = browser.post(url("file", ready), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Cochez cette case pour déposer le dossier." in text
    assert "Maire de Loos" in text
    assert not Snapshot.objects.exists()


def test_a_page_read_before_a_colleague_s_change_is_to_be_read_again(client_of, bob, ready):
    browser = client_of(bob)
    sent = typed(browser, ready)
    write(ready, changed(valid_dossier(documents=[]), "project.title", "Autre titre"))
    refused = browser.post(url("file", ready), sent)
    assert refused.status_code == 409
    assert "Autre titre" in refused.content.decode()
    again = sent | {"read_as": refused.context["form"]["read_as"].value()}
    assert browser.post(url("file", ready), again).status_code == 302


def test_a_late_post_is_refused_with_the_hours_and_the_draft_stays__A9(
    client_of, bob, ready, time_machine
):
    browser = client_of(bob)
    sent = typed(browser, ready)
    time_machine.move_to(CLOSES_AT + timedelta(seconds=1), tick=False)
    browser.force_login(bob)
    answer = browser.post(url("file", ready), sent)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "La date limite est dépassée" in text
    assert "limits@example.org" in text
    ready.refresh_from_db()
    assert ready.status == ApplicationStatus.DRAFT
    assert "cette tentative est notée" in text
    assert Event.objects.filter(name="application.late_attempt").count() == 1


def test_who_only_reads_the_page_once_closed_is_not_told_that_something_is_noted(
    client_of, bob, ready, time_machine
):
    time_machine.move_to(CLOSES_AT + timedelta(seconds=1), tick=False)
    text = client_of(bob).get(url("file", ready)).content.decode()
    assert "Le dépôt est clos" in text
    assert "La date limite est dépassée" in text
    assert "notée" not in text
    assert not Event.objects.filter(name="application.late_attempt").exists()


def test_at_the_very_second_of_the_deadline_it_is_filed__C_4_1k(
    client_of, bob, ready, time_machine
):
    browser = client_of(bob)
    sent = typed(browser, ready)
    time_machine.move_to(CLOSES_AT, tick=False)
    browser.force_login(bob)
    assert browser.post(url("file", ready), sent).status_code == 302


def test_a_writer_reads_who_may_file_and_cannot(client_of, alice, bob, ready):
    browser = client_of(alice)
    page = browser.get(url("file", ready)).content.decode()
    assert "Bob Essai" in page
    assert '<form method="post" novalidate>' not in page
    assert browser.post(url("file", ready), {"is_confirmed": "on"}).status_code == 403


def test_a_dossier_with_blocking_points_shows_them_and_no_button(client_of, bob, ready):
    write(ready, changed(valid_dossier(documents=[]), "project.duration_years", 4))
    text = client_of(bob).get(url("file", ready)).content.decode()
    assert "Durée du projet" in text
    assert "quand les points signalés" in text


@pytest.mark.parametrize("person", ["charlie", "dora", "edgar", "nora", "karim", "flora"])
@pytest.mark.parametrize("name", ["file", "take_back", "withdraw", "journal", "recap"])
def test_a_draft_is_nobody_else_s__A1(client_of, request, ready, person, name):
    browser = client_of(request.getfixturevalue(person))
    assert browser.get(url(name, ready)).status_code == 404
    if name in ("file", "take_back", "withdraw"):
        assert browser.post(url(name, ready)).status_code == 404


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("alice", 200),
        ("bob", 200),
        ("flora", 200),
        ("flora_chief", 200),
        ("ines", 200),
        ("martin", 200),
        ("charlie", 404),
        ("dora", 404),
        ("edgar", 404),
        ("gaston", 404),
        ("karim", 404),
        ("nora", 404),
    ],
)
@pytest.mark.parametrize("name", ["receipt", "renderings", "recap"])
def test_a_filed_dossier_is_read_by_its_team_its_prefecture_and_mildeca__A2(
    client_of, request, ready, bob, person, status, name
):
    filing.submit(ready, by=bob, received_at=CLOSES_AT)
    more = () if name == "recap" else (1,)
    browser = client_of(request.getfixturevalue(person))
    assert browser.get(url(name, ready, *more)).status_code == status


def test_the_pdfs_are_downloaded_once_made_and_only_by_readers(client_of, ready, bob, gaston):
    filing.submit(ready, by=bob, received_at=CLOSES_AT)
    address = url("rendering", ready, 1, "receipt")
    assert client_of(bob).get(address)["Location"] == url("receipt", ready, 1)
    rendering.WORKSHOP.make_due()

    answer = client_of(bob).get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client_of(gaston).get(address).status_code == 404
    page = client_of(bob).get(url("renderings", ready, 1)).content.decode()
    assert "hx-get" not in page
    assert "PDF" in page


def test_a_lost_file_never_breaks_the_receipt__F19(client_of, ready, bob):
    filing.submit(ready, by=bob, received_at=CLOSES_AT)
    rendering.WORKSHOP.make_due()
    made = Rendering.objects.get(kind="receipt")
    made.file.storage.delete(made.file.name)
    browser = client_of(bob)
    assert browser.get(url("rendering", ready, 1, "receipt")).status_code == 302
    assert browser.get(url("receipt", ready, 1)).status_code == 200


def test_an_unknown_filing_or_document_is_not_found(client_of, ready, bob):
    filing.submit(ready, by=bob, received_at=CLOSES_AT)
    browser = client_of(bob)
    for address in (
        url("receipt", ready, 2),
        url("receipt", ready, 10**12),
        url("rendering", ready, 1, "passwd"),
        url("rendering", ready, 10**30, "receipt"),
    ):
        assert browser.get(address).status_code == 404


def test_taking_back_asks_once_then_gives_a_draft(client_of, ready, bob, alice):
    filing.submit(ready, by=bob, received_at=CLOSES_AT)
    page = client_of(alice).get(url("take_back", ready)).content.decode()
    assert "Seul le représentant" in page
    assert client_of(alice).post(url("take_back", ready)).status_code == 403

    browser = client_of(bob)
    assert "Il ne sera plus déposé" in browser.get(url("take_back", ready)).content.decode()
    assert browser.post(url("take_back", ready))["Location"] == url("recap", ready)
    ready.refresh_from_db()
    assert ready.status == ApplicationStatus.DRAFT
    assert "ce dépôt ne compte plus" in browser.get(url("receipt", ready, 1)).content.decode()
    assert browser.post(url("take_back", ready)).status_code == 409


def test_withdrawing_asks_why_and_once(client_of, ready, bob):
    browser = client_of(bob)
    answer = browser.post(url("withdraw", ready), {"reason": "Reporté"})
    assert answer.status_code == 422
    assert "Reporté" in answer.content.decode()
    sent = {"reason": "Reporté", "is_confirmed": "on"}
    assert browser.post(url("withdraw", ready), sent)["Location"] == reverse("applications:list")
    late = browser.post(url("withdraw", ready), sent | {"reason": "Le projet attendra."})
    assert late.status_code == 409
    assert "Le projet attendra." in late.content.decode()
    assert "Reporté" in browser.get(url("journal", ready)).content.decode()
    assert "Dossiers passés" in browser.get(reverse("applications:list")).content.decode()


def test_the_journal_is_read_by_the_team_alone(client_of, ready, bob, alice, ines):
    filing.submit(ready, by=bob, received_at=CLOSES_AT)
    text = client_of(alice).get(url("journal", ready)).content.decode()
    assert "Dossier créé" in text
    assert f"AR-{ready.reference}-1" in text
    assert client_of(ines).get(url("journal", ready)).status_code == 403


@pytest.mark.parametrize("bad", ["\ud800", "x" * 100_000, "9" * 400])
def test_bad_input_is_a_message_never_a_fault(client_of, ready, bob, bad):
    browser = client_of(bob)
    sent = typed(browser, ready, signatory_name=bad, read_as=bad)
    sent = {k: v.encode("utf-8", "surrogatepass") for k, v in sent.items()}
    answer = browser.post(url("file", ready), sent)
    assert answer.status_code in (400, 409, 422)
    sent = {"reason": bad.encode("utf-8", "surrogatepass"), "is_confirmed": "on"}
    assert browser.post(url("withdraw", ready), sent).status_code in (302, 400, 422)


def test_the_filing_page_begins_with_the_essentials_and_folds_the_dossier(client_of, bob, ready):
    text = client_of(bob).get(url("file", ready)).content.decode()
    places = [
        text.index(words)
        for words in (
            "L’essentiel",
            "90\u00a0000\u00a0€",
            "17 règles conformes sur 17",
            "vous, Bob Essai",
            "Le dossier à relire",
            "<summary><h3",
            "Signer et déposer",
        )
    ]
    assert places == sorted(places)


def test_the_recap_has_a_table_of_contents_of_every_part(client_of, bob, ready):
    text = client_of(bob).get(url("recap", ready)).content.decode()
    targets = re.findall(r'href="#((?:cadre|partie)-[^"]+)"', text)
    assert len(targets) > 15
    assert all(f'id="{target}"' in text for target in targets)


def test_the_desk_says_what_to_do_next(client_of, alice, bob, commune_a, noon):
    call = make_limits_call()
    draft = make_application(holder=commune_a, by=alice, call=call)
    text = client_of(alice).get(reverse("applications:list")).content.decode()
    assert draft.reference in text
    assert "Reprendre" in text
    assert "sur 9" in text
    assert "15\u00a0jours" in text
    assert "Représenté" in text or "Représentée" in text
    write(draft, valid_dossier())
    assert "Relire et déposer" in client_of(bob).get(reverse("applications:list")).content.decode()


def test_the_desk_offers_another_dossier_only_where_one_may_be_opened(
    client_of, alice, commune_a, noon
):
    browser = client_of(alice)
    make_application(holder=commune_a, by=alice, call=make_limits_call())
    offer = "Ouvrir un autre dossier"
    assert offer not in browser.get(reverse("applications:list")).content.decode()

    make_limits_call()
    assert offer in browser.get(reverse("applications:list")).content.decode()


def test_a_pending_writer_is_not_offered_what_a_colleague_has_opened(
    client_of, alice, commune_a, noon
):
    newcomer = make_user()
    make_membership(newcomer, commune_a, status="pending")
    make_application(holder=commune_a, by=alice, call=make_limits_call())

    text = client_of(newcomer).get(reverse("applications:list")).content.decode()

    assert "Ouvrir un dossier" not in text
    assert "dès que votre rattachement sera validé" in text


def test_the_desk_of_somebody_without_a_collectivite_says_where_to_begin(client_of, db):
    text = client_of(make_user()).get(reverse("applications:list")).content.decode()
    assert "Aucun dossier en cours" in text
    assert "rejoignez d’abord" in text


def test_the_desk_costs_the_same_for_one_dossier_and_for_three(
    client_of, alice, commune_a, noon, django_assert_max_num_queries
):
    browser = client_of(alice)
    for rank in range(3):
        write(
            make_application(holder=commune_a, by=alice, call=make_limits_call(year=2024 + rank)),
            valid_dossier(),
        )
        with django_assert_max_num_queries(8):
            browser.get(reverse("applications:list"))


@pytest.mark.parametrize(
    ("name", "queries"), [("file", 7), ("recap", 7), ("journal", 7), ("withdraw", 6)]
)
def test_each_page_costs_little(client_of, bob, ready, name, queries, django_assert_num_queries):
    browser = client_of(bob)
    with django_assert_num_queries(queries):
        browser.get(url(name, ready))
