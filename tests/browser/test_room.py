"""The room in two browsers at once, on a desk and on a phone, with the keyboard alone."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from limits_portal.french import of_person
from reviews import scenarios
from reviews.models import Deliberation, Proposal
from tests.reviews.sittings import first_scenario, make_room, recuse

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(ines, karim, lea):
    return make_room(ines, karim, lea, count=8)


@pytest.fixture
def address(live_server, session):
    return f"{live_server.url}/seances/{session[0].pk}/"


def line(page, application):
    return page.locator(f"#d-{application.reference}")


def test_two_operators_see_each_other_and_choose(
    page, browser, browser_context_args, session, address, log_in, ines, sound, console
):
    _, _, made = session
    log_in(ines)
    page.goto(address)
    other = browser.new_context(**browser_context_args)
    log_in(ines, other)
    colleague = other.new_page()
    colleague.goto(address)

    line(page, made[0]).locator("[name=amount]").fill("80 000")
    line(page, made[0]).locator("[name=amount]").press("Tab")
    # Seen next door without a reload, while one types elsewhere.
    typing = line(colleague, made[1]).locator("[name=amount]")
    typing.fill("70 0")
    expect(line(colleague, made[0]).locator("[name=amount]")).to_have_value("80\u00a0000")
    expect(typing).to_have_value("70 0")
    expect(typing).to_be_focused()

    # Both change the same amount: the second is shown both and keeps theirs.
    line(page, made[1]).locator("[name=amount]").fill("60 000")
    line(page, made[1]).locator("[name=amount]").press("Tab")
    expect(line(page, made[1]).locator("[name=version]")).to_have_value("1")
    expect(line(colleague, made[1])).to_have_class(re.compile("is-stale"))
    typing.fill("70 000")
    typing.press("Tab")
    expect(line(colleague, made[1]).get_by_role("alert")).to_contain_text("60\u00a0000")
    sound(colleague)
    line(colleague, made[1]).get_by_role("button", name="Garder ma saisie").click()
    expect(line(page, made[1]).locator("[name=amount]")).to_have_value("70\u00a0000")
    assert Proposal.objects.get(application=made[1]).amount == 70_000
    sound(page)
    other.close()


def test_the_hands_stay_on_the_keyboard(page, session, address, log_in, ines, sound, console):
    _, seats, made = session
    log_in(ines)
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(line(page, made[1]).locator("[data-open]")).to_be_focused()
    page.keyboard.press("m")
    page.keyboard.type("55000")
    page.keyboard.press("Enter")
    expect(line(page, made[1]).locator("[name=was]")).to_have_value("selected")
    line(page, made[1]).locator("[data-open]").focus()
    page.keyboard.press("n")
    expect(page.get_by_label("Notes de séance")).to_be_focused()
    page.keyboard.type("jkmn : un projet solide")
    page.get_by_label(f"Vote {of_person(str(seats[0]))}").select_option("for")
    sound(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#tiroir")).not_to_be_visible()
    expect(line(page, made[1]).locator("[data-open]")).to_be_focused()
    assert Deliberation.objects.get(application=made[1]).notes == "jkmn : un projet solide"
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis du clavier")).to_be_visible()


def test_two_quick_changes_of_one_line_follow_each_other(
    page, session, address, log_in, ines, console
):
    _, _, made = session
    log_in(ines)
    page.goto(address)
    amount = line(page, made[0]).locator("[name=amount]")
    amount.fill("50 000")
    amount.press("Tab")
    line(page, made[0]).locator("[name=outcome]").select_option("reserve")
    expect(line(page, made[0]).locator("[name=was]")).to_have_value("reserve")
    assert Proposal.objects.get().reserve_rank == 1


def test_an_amount_typed_while_the_line_is_cut_leaves_when_it_is_back(
    page, session, address, log_in, ines
):
    _, _, made = session
    log_in(ines)
    page.goto(address)
    page.context.set_offline(True)
    amount = line(page, made[0]).locator("[name=amount]")
    amount.fill("50 000")
    amount.press("Tab")
    expect(page.locator("#coupure")).to_be_visible()
    assert not Proposal.objects.exists()
    page.context.set_offline(False)
    expect(line(page, made[0]).locator("[name=was]")).to_have_value("selected")
    expect(page.locator("#coupure")).not_to_be_visible()
    assert Proposal.objects.get().amount == 50_000


def test_the_projection_follows_the_operator(page, session, address, log_in, ines, sound, console):
    sitting, _, made = session
    scenarios.fill(first_scenario(sitting), Decimal(1), by=ines)
    log_in(ines)
    page.goto(address)
    screen = page.context.new_page()
    screen.goto(address + "projection/")
    line(page, made[2]).locator("[data-open]").focus()
    page.keyboard.press("p")
    expect(screen.get_by_role("heading", name=made[2].holder.name)).to_be_visible()
    sound(screen)


def test_a_recused_member_looks_on_without_the_dossier(
    page, session, address, log_in, lea, sound, console
):
    _, _, made = session
    recuse(made[0], lea)
    log_in(lea)
    page.goto(address)
    expect(page.get_by_text(made[1].holder.name)).to_be_visible()
    expect(page.get_by_text(made[0].holder.name)).to_have_count(0)
    sound(page)


def test_without_scripts_an_amount_is_sent_as_a_form(
    browser, browser_context_args, session, address, log_in, ines
):
    _, _, made = session
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    log_in(ines, context)
    plain = context.new_page()
    plain.goto(address)
    line(plain, made[0]).locator("[name=amount]").fill("45 000")
    line(plain, made[0]).get_by_role("button", name="OK").click()
    expect(line(plain, made[0]).locator("[name=amount]")).to_have_value("45\u00a0000")
    context.close()


@pytest.mark.parametrize("page_name", ["presences/", "scenarios/comparer/", "etape/close/", ""])
def test_every_page_of_the_session_is_sound(page, address, log_in, ines, page_name, sound, console):
    log_in(ines)
    page.goto(address + page_name)
    sound(page)
