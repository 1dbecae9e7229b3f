"""A committee member in a browser: the grid at the keyboard, two sizes, what others cannot see (C-4.3f)."""

import pytest
from playwright.sync_api import Page, expect

from applications.models import Application
from reviews.models import Review
from tests.browser.conftest import DESK, PHONE
from tests.reviews.committee import give, make_filed_review, make_in_hand, make_seat


@pytest.fixture
def dossier(transactional_db, commune_a, bob, ines, karim, lea) -> Application:
    """A dossier to read by karim, read already by lea."""
    application = make_in_hand(holder=commune_a, by=bob, instructor=ines)
    seats = [make_seat(application.call, person, by=ines) for person in (karim, lea)]
    give(application, *seats, by=ines)
    make_filed_review(application, seats[1], 1)
    return application


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_the_committee_has_a_fault(
    page: Page, live_server, dossier, karim, ines, log_in, faults, overflow, console, size
):
    page.set_viewport_size(size)
    slug, reference = dossier.call.slug, dossier.reference
    grid = f"lectures/dossiers/{reference}/"
    reader = ["lectures/", f"lectures/{slug}/declaration/", grid, f"{grid}conflit/"]
    committee = [
        f"comites/{slug}/{page}" for page in ("", "conflits/", "attributions/", "lectures/")
    ]
    for person, addresses in (
        (karim, [*reader, f"{grid}abstention/", "guide/comite/"]),
        (ines, [*committee, f"comites/dossiers/{reference}/"]),
    ):
        log_in(person)
        for address in addresses:
            page.goto(f"{live_server.url}/{address}")
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            assert faults(page) == [], address
            assert overflow(page) <= 0, address


def test_a_dossier_is_marked_at_the_keyboard_alone(
    page: Page, live_server, dossier, karim, log_in, faults, console
):
    log_in(karim)
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/lectures/")
    page.get_by_role("link", name="Lire et noter").focus()
    page.keyboard.press("Enter")
    criteria = page.get_by_role("group").filter(has=page.get_by_role("radio"))
    expect(criteria).to_have_count(5)
    criteria.first.get_by_role("radio").first.focus()
    for _ in range(5):
        page.keyboard.press("3")
        for _ in range(40):  # from the marks to the words, to the next criterion's links and marks
            page.keyboard.press("Tab")
            kind = page.evaluate("document.activeElement.type || ''")
            if kind == "radio":
                break
            if kind == "textarea" and page.evaluate("document.activeElement.name") == "comment":
                break
    expect(page.locator("[data-score]")).to_have_text("60")
    page.keyboard.type("Un bon dossier.")
    expect(page.locator("[data-saved]")).to_contain_text("Enregistré à")
    assert faults(page) == []
    page.get_by_role("button", name="Rendre ma lecture").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vous avez rendu cette lecture")).to_be_visible()
    expect(page.get_by_text("20 sur 100")).to_be_visible()
    review = Review.objects.get(seat__person=karim)
    assert (review.score, review.comment) == (60, "Un bon dossier.")


def test_a_passage_is_one_step_away(page: Page, live_server, dossier, karim, log_in, console):
    log_in(karim)
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/lectures/dossiers/{dossier.reference}/")
    page.get_by_role("link", name="Plan d’actions et évaluation").first.click()
    expect(page.locator(".recap-group-head:target")).to_be_in_viewport()
    expect(page.locator("[data-score]")).to_be_in_viewport()
