"""A text goes round in a browser: a proposal, an answer, colours, three agreements, the freeze (C-5f)."""

import pytest
from playwright.sync_api import Page, expect

from conventions.enums import ActStatus
from conventions.models import Convention
from tests.conventions.laureates import make_convention

PROPOSED = "Fin, après relecture du préfet."


@pytest.fixture
def convention(
    transactional_db, alice, bob, flora_chief, martin, ines, commune_a, prefecture_a, mildeca
) -> Convention:
    """The convention of a laureate, complete, still at MILDECA."""
    return make_convention(holder=commune_a, by=bob, instructor=ines, president=martin)


def test_a_text_is_discussed_agreed_upon_and_frozen(
    page: Page, live_server, convention, bob, flora_chief, ines, log_in, sound, console
):
    address = f"{live_server.url}/conventions/{convention.reference}/0/"

    def press(name: str, *, link: str = "") -> None:
        if link:
            page.locator("main").get_by_role("link", name=link).first.click()
            sound(page)
        page.get_by_role("button", name=name).first.click()

    log_in(ines)
    page.goto(address)
    press("Mettre en discussion", link="Mettre en discussion")
    expect(page.get_by_text("Le texte est en discussion")).to_be_visible()

    # The prefecture asks for other words; the holder, who has the pen, takes them in.
    log_in(flora_chief)
    page.goto(f"{address}?article=fin")
    page.get_by_label("Votre commentaire").fill("Le préfet veut relire.")
    page.get_by_text("Proposer une autre rédaction").click()
    page.get_by_label("Rédaction proposée").fill(PROPOSED)
    press("Commenter")
    expect(page.get_by_text("Le préfet veut relire.")).to_be_visible()
    sound(page)
    log_in(bob)
    page.goto(f"{address}?article=fin")
    page.get_by_text("Répondre", exact=True).click()
    press("Retenir la rédaction")
    expect(page.get_by_text("Retenue", exact=True)).to_be_visible()
    page.goto(f"{address}comparer/")
    expect(page.locator("main ins").filter(has_text="relecture").first).to_be_visible()
    sound(page)
    page.goto(f"{address}plume/")
    sound(page)
    page.get_by_label("MILDECA").check(force=True)
    press("Passer la plume")
    expect(page.get_by_text("tient la plume").first).to_be_visible()

    for person in (bob, flora_chief):
        log_in(person)
        page.goto(address)
        press("Accepter tout le texte")
        expect(page.get_by_text("tout le texte est accepté")).to_be_visible()
    log_in(ines)
    page.goto(f"{address}?article=fin")
    press("Accepter cet article")
    page.goto(address)
    press("Figer et émettre", link="Figer et émettre")
    expect(page.get_by_text("Le texte est figé.")).to_be_visible()
    act = convention.acts.get()
    assert act.status == ActStatus.ISSUING
    last = act.versions.latest("number")
    assert next(a["body"] for a in last.articles if a["code"] == "fin") == PROPOSED


def test_the_pages_around_the_text_have_no_fault(
    page: Page, live_server, convention, ines, nora, log_in, sound, console
):
    call = f"{live_server.url}/administration/appels/{convention.application.call.slug}/"
    own = f"{live_server.url}/conventions/{convention.reference}/"
    log_in(ines)
    for path in ("donnees/", "0/projet/", "montant/", "fin/", "0/articles/fin/"):
        page.goto(own + path)
        sound(page)
    log_in(nora)
    for path in ("convention/", "convention/visas/", "articles/", "articles/fin/"):
        page.goto(call + path)
        sound(page)
