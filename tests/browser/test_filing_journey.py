"""Alice writes a whole application from nothing, Bob reads and files it: every page looked at."""

import json
from decimal import Decimal

from playwright.sync_api import Page, expect

from applications.models import Application
from applications.rendering import WORKSHOP
from tests.browser.applicant import Applicant
from tests.browser.dossiers import ready
from tests.browser.signatory import check_receipt, read_and_file, sign
from tests.browser.writing import Pen

SAVED = "Enregistré à"


def panel(page: Page, rule: str):
    """A rule of the eligibility panel, by its code."""
    return page.locator(f"#point-{rule}")


def test_alice_writes_a_whole_application_and_bob_files_it(
    page: Page, live_server, open_edition, alice, bob, log_in, sound, rib, console
):
    log_in(alice)
    writer = Applicant(page, sound)
    pen = writer.pen
    page.goto(live_server.url + "/bureau/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes dossiers")
    sound(page)
    pen.follow("Ouvrir un dossier")
    sound(page)
    pen.press("Créer le dossier")

    expect(panel(page, "PORTEUR_ELIGIBLE")).to_contain_text("Loos est une commune.")
    expect(panel(page, "REPRESENTANT")).to_contain_text("À corriger")
    writer.who_and_where()
    expect(panel(page, "REPRESENTANT")).to_contain_text("Conforme")

    # The panel follows the typing, with nothing pressed.
    duration = page.get_by_label("Durée")
    duration.select_option(label="4 ans")
    expect(panel(page, "DUREE")).to_contain_text("4 ans : l'appel admet les projets de 2 ou 3 ans.")
    expect(page.get_by_role("status").first).to_contain_text(SAVED)
    duration.select_option(label="3 ans")
    expect(panel(page, "DUREE")).to_contain_text("Conforme")
    page.get_by_label("Intitulé du projet").press_sequentially("Grandir")
    writer.project()

    expect(panel(page, "AXES_COUVERTS")).to_contain_text("Il manque une action concrète dans les")
    writer.plan()
    writer.partners_and_team()
    expect(panel(page, "AXES_COUVERTS")).to_contain_text(
        "4 actions, au moins une dans chacun des 4 axes."
    )
    too_much(page, writer)
    writer.budget()
    writer.papers(rib)
    writer.commitments()
    expect(page.get_by_role("heading", level=1)).to_have_text("Grandir aux Oliveaux")
    sound(page)

    dossier = Application.objects.get()
    assert (dossier.requested_amount, dossier.total_cost) == (
        Decimal("240000.00"),
        Decimal("302100.00"),
    )
    assert dossier.documents.get().name == "RIB de Loos.pdf"
    assert [a.content["example"] for a in dossier.actions.all()] == [
        "referent-limits",
        "psfp",
        "theatre-forum",
        "journees-de-l-ambition",
    ]

    # She writes; she may not file.
    page.goto(f"{live_server.url}/dossiers/{dossier.reference}/deposer/")
    expect(page.get_by_text("Le dépôt revient au représentant de la collectivité")).to_be_visible()
    expect(page.get_by_text("Bob Essai. Prévenez cette personne")).to_be_visible()
    expect(page.get_by_role("button", name="Déposer le dossier")).to_have_count(0)
    expect(page.get_by_text("aucun point bloquant")).to_be_visible()
    sound(page)

    log_in(bob)
    page.goto(live_server.url + "/bureau/")
    read_and_file(page, sound)
    snapshot = check_receipt(page, dossier, 1)
    content = json.loads(snapshot.canonical)
    assert content["project"]["title"] == "Grandir aux Oliveaux"
    assert content["budget"]["requested"] == ["80000.00"] * 3
    assert [d["name"] for d in content["documents"]] == ["RIB de Loos.pdf"]
    sound(page)


def too_much(page: Page, writer: Applicant) -> None:
    """Ask for 252 000 €, read why it is refused, ask for the ceiling, find the years agree."""
    pen = writer.pen
    writer.at("Budget")
    cells = page.get_by_role("group", name="MILDECA : la subvention demandée ici")
    for year in (1, 2, 3):
        cells.get_by_label(f"année {year}").fill("84 000")
    expect(page.get_by_text("12 000 € au-dessus du plafond")).to_be_visible()
    expect(panel(page, "PLAFOND")).to_contain_text(
        "252 000 € demandés, plafond 240 000 € : 12 000 € de trop."
    )
    expect(panel(page, "BUDGET_ANNUEL_CONCORDANT")).to_contain_text(
        "80 000 € demandés par les actions, 84 000 € au budget en année 1"
    )
    for year in (1, 2, 3):
        cells.get_by_label(f"année {year}").fill("80000")
    expect(panel(page, "PLAFOND")).to_contain_text("240 000 € demandés, plafond 240 000 €.")
    expect(panel(page, "BUDGET_ANNUEL_CONCORDANT")).to_contain_text("Conforme")
    pen.press("Reporter depuis les actions")
    expect(page.locator("[data-sum=verdict]")).to_have_text(
        "il manque 20 700 € de ressources en année 1 ; il manque 20 700 € de ressources en "
        "année 2 ; il manque 20 700 € de ressources en année 3"
    )


def test_bob_takes_the_dossier_back_and_it_is_filed_again(
    page: Page, live_server, commune_a, alice, bob, log_in, sound, console
):
    dossier = ready(commune_a, by=alice)
    pen = Pen(page)
    log_in(bob)
    page.goto(live_server.url + "/bureau/")
    read_and_file(page, sound)
    first = check_receipt(page, dossier, 1)

    # The documents come by themselves once a worker has made them.
    WORKSHOP.make_due()
    expect(page.get_by_role("link", name="Accusé de réception PDF")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Accusé de réception PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    sound(page)

    pen.follow("Reprendre pour modifier")
    sound(page)
    pen.press("Reprendre le dossier")
    expect(page.get_by_text("Le dossier est de nouveau un brouillon")).to_be_visible()
    dossier.refresh_from_db()
    assert dossier.status == "draft"

    log_in(alice)
    page.goto(f"{live_server.url}/dossiers/{dossier.reference}/objectifs/")
    pen.answer(("text", "Intitulé du projet", "Grandir ici, ensemble"))
    pen.press("Enregistrer et continuer")

    log_in(bob)
    page.goto(f"{live_server.url}/dossiers/{dossier.reference}/deposer/")
    sign(page)
    second = check_receipt(page, dossier, 2)
    expect(page.get_by_text("2e dépôt, qui remplace les précédents")).to_be_visible()
    assert second.sha256 != first.sha256
    assert json.loads(second.canonical)["project"]["title"] == "Grandir ici, ensemble"
    assert json.loads(first.canonical)["project"]["title"] == "Grandir ici"

    pen.follow("Journal du dossier")
    lines = page.locator(".journal > li")
    expect(lines.nth(0)).to_contain_text(f"Dossier déposé : Accusé de réception {second}")
    expect(lines.nth(1)).to_contain_text("Dossier repris pour être modifié")
    expect(lines.nth(2)).to_contain_text(f"Dossier déposé : Accusé de réception {first}")
    expect(lines.nth(2)).to_contain_text("Bob Essai, représentant")
    sound(page)
