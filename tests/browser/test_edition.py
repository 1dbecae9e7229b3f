"""The end of an edition in a browser: the room, the projected view, the validation, the results.

`make journey` plays it with 115 dossiers.
"""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from reviews import letters
from reviews.enums import Outcome
from reviews.models import Proposal
from reviews.simulation import Stage, people, session, simulate
from tests.journeys import stages
from tests.journeys.edition import SIZE, open_call
from tests.journeys.people import Person

pytestmark = pytest.mark.django_db(transaction=True)


def somebody(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.example.org")


def confirm(page, box: str, button: str) -> None:
    page.get_by_label(box).check(force=True)
    page.get_by_role("button", name=button).click()


def test_an_edition_is_arbitrated_validated_and_published(
    page, live_server, log_in, sound, console, settings, tmp_path
):
    settings.REQUIRE_AGENT_SECOND_FACTOR = False
    call = open_call(tmp_path)
    edition = simulate(call, size=SIZE, until=Stage.SESSION)
    sitting, scenario = edition.sitting, edition.sitting.scenarios.get()
    room = f"{live_server.url}/seances/{sitting.pk}/"

    log_in(somebody("ines"))
    page.goto(room)
    expect(page.locator("[id^=d-]")).to_have_count(SIZE.dossiers)
    sound(page)
    best = scenario.proposals.filter(outcome=Outcome.SELECTED).order_by("-amount")[0]
    line = page.locator(f"#d-{best.application.reference}")
    less = int(best.amount) - 1_000
    line.locator("[name=amount]").fill(f"{less}")
    line.locator("[name=amount]").press("Tab")
    expect(line.locator("[name=version]")).to_have_value(f"{best.version + 1}")
    assert Proposal.objects.get(pk=best.pk).amount == less

    screen = page.context.new_page()
    screen.goto(room + "projection/")
    line.locator("[data-open]").focus()
    page.keyboard.press("p")
    expect(screen.get_by_role("heading", name=best.application.holder.name)).to_be_visible()
    sound(screen)
    screen.close()

    # The room's page reads again what it is told has changed: it is left before that.
    page.goto("about:blank")
    session.close(sitting, by=somebody("ines"))
    decision = stages.decide(call, scenario, Person(somebody("ines")))
    place = f"{live_server.url}/decisions/{call.slug}/{decision.number}/"
    log_in(somebody("martin"))
    page.goto(place)
    sound(page)
    page.get_by_role("link", name="Valider la décision").click()
    confirm(page, "J’ai relu la liste.", "Valider la décision")
    expect(page.get_by_text("La décision est validée.")).to_be_visible()
    letters.WORKSHOP.make_due(limit=SIZE.dossiers)
    page.goto(place)
    page.get_by_role("link", name="Publier les résultats").click()
    confirm(page, "J’ai relu la liste.", "Publier les résultats")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Publiée")
    sound(page)

    log_in(people.mayor(best.application.holder))
    page.goto(f"{live_server.url}/resultats/{best.application.reference}/")
    expect(page.get_by_role("heading", name="Le projet est retenu")).to_be_visible()
    sound(page)
