"""Configuring a call in a browser: no fault on any page, and no script needed for anything."""

import pytest
from playwright.sync_api import Browser, Page, expect

from applications.models import Call
from tests.browser.conftest import DESK, PHONE

ROOT = "/administration/appels/"
PAGES = (
    "",
    "limits-2024/",
    "limits-2024/apercu/",
    "limits-2024/copier/",
    "limits-2024/reglages/cadre/",
    "limits-2024/reglages/textes/",
    "limits-2024/reglages/seuils/",
    "limits-2024/listes/axes/",
    "limits-2024/listes/pieces/",
    "limits-2024/listes/calendrier/",
    "limits-2024/exemples/",
    "limits-2024/exemples/psfp/",
    "limits-2024/prolongations/?q=loos",
    "limits-2024/criteres/",
    "limits-2024/articles/",
    "limits-2024/articles/montant/",
)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_a_call_has_a_fault(
    page: Page, live_server, edition, nora, log_in, faults, overflow, console, size
):
    log_in(nora)
    page.set_viewport_size(size)
    for address in PAGES:
        page.goto(live_server.url + ROOT + address)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert faults(page) == [], address
        assert overflow(page) <= 0, address


def test_a_page_of_errors_has_no_fault_and_leads_to_each_field(
    page: Page, live_server, edition, nora, log_in, faults, console
):
    log_in(nora)
    page.goto(live_server.url + ROOT + "limits-2024/reglages/cadre/")
    page.get_by_label("Plafond de subvention par dossier").fill("beaucoup")
    page.get_by_label("Clôture du dépôt").fill("2024-10-27")
    page.get_by_label("Heure de clôture").fill("02:30:00")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="2 points sont à corriger")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Heure de clôture").click()
    assert page.get_by_label("Heure de clôture").is_visible()
    expect(page.get_by_label("Plafond de subvention par dossier")).to_have_value("beaucoup")


def test_a_year_is_prepared_without_scripts(
    browser: Browser, live_server, edition, nora, commune_a
):
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(nora)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + ROOT + "limits-2024/copier/")
    page.get_by_role("button", name="Copier l'appel").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("LIMIT'S 2025")

    page.get_by_role("link", name="Instances de pilotage").click()
    page.get_by_role("button", name="Ajouter une instance").click()
    page.get_by_label("Nom").last.fill("Conseil des jeunes")
    page.get_by_role("button", name="Monter : instance 11").click()
    page.get_by_role("button", name="Retirer : instance 1", exact=True).click()
    expect(page.get_by_role("status").last).to_contain_text("Rien n'est encore enregistré")
    page.get_by_label("Nom").first.press("Enter")
    expect(page.get_by_role("status").last).to_contain_text("c'est enregistré")

    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("status").last).to_contain_text("L'appel est publié")
    context.close()

    bodies = [b.code for b in Call.objects.get(slug="limits-2025").texts.governance_bodies]
    assert bodies[0] == "cispd" and bodies[-2:] == ["conseil-des-jeunes", "copil-propre"]
    assert Call.objects.get(slug="limits-2025").is_published
