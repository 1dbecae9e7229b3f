"""The demonstration's reviews: each page has something to show, and a second run changes nothing."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from accounts.models import User
from applications import call_editing, editions
from applications.demo import edition as dossiers
from applications.models import Call
from reviews.demo import edition
from reviews.enums import Outcome
from reviews.models import Award, Opinion, Review, Sitting
from tests.registers import small_register
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(tmp_path) -> dict[str, Call]:
    """What « make run » loads, in the autumn of 2026, with a small register."""
    call_command("load_register", file=small_register(tmp_path), verbosity=0)
    call_command("load_call", "limits-2024", verbosity=0)
    Call.objects.update(is_published=True)
    dossiers.load(today=date(2026, 11, 30))
    edition.load(today=date(2026, 11, 30))
    return {call.slug: call for call in Call.objects.all()}


PAGES = {
    "ines": (
        "/instruction/", "/avis/prefectures/", "/comites/limits-2026-seconde/lectures/",
        "/comites/limits-2026-seconde/conflits/", "/comites/limits-2026-seconde/attributions/", "/seances/",
        "/seances/{open}/", "/seances/{open}/projection/", "/seances/{open}/scenarios/comparer/",
        "/seances/{past}/proces-verbal/", "/decisions/limits-2024/1/", "/statistiques/",
        "/statistiques/limits-2024/", "/livrets/limits-2026-seconde/",
    ),
    "martin": ("/decisions/", "/seances/{open}/", "/statistiques/limits-2026-seconde/"),
    "karim": ("/lectures/", "/seances/{open}/", "/seances/{past}/proces-verbal/pdf/"),
    "flora": ("/avis/",),
    "dora": ("/dossiers/",),
}  # fmt: skip


def test_three_editions_show_the_reviews_at_every_stage(demonstration):
    past, under_way = demonstration["limits-2024"], demonstration["limits-2026-seconde"]
    published = Award.objects.filter(decision__call=past, decision__status="published")
    assert {a.outcome for a in published} == {str(outcome) for outcome in Outcome}
    assert all(award.proposed for award in published)
    assert Opinion.objects.standing().filter(call=past).count() == 4
    assert Review.objects.filter(application__call=past, status="filed").count() == 12

    sittings = {s.status: s for s in Sitting.objects.all()}
    assert set(sittings) == {"open", "signed"}
    live = sittings["open"]
    assert live.call == under_way
    names = {s.name for s in live.scenarios.filter(deleted_at=None)}
    assert len(names) == 3 and all("Scénario" not in name for name in names)
    assert all(s.proposals.filter(outcome="selected").exists() for s in live.scenarios.all())
    assert live.deliberations.exclude(notes="").count() == 3 and live.current is not None

    with override_settings(REQUIRE_AGENT_SECOND_FACTOR=False):
        for name, places in PAGES.items():
            browser = Client()
            browser.force_login(User.objects.get(email=f"{name}@demo.example.org"))
            for place in places:
                found = place.format(open=live.pk, past=sittings["signed"].pk)
                assert browser.get(found).status_code == 200, (name, found)

    # An administrator tries the copy of a call: the open edition of the demonstration stays its own.
    nora = User.objects.get(email="nora@demo.example.org")
    later = editions.copy(past, slug="limits-2030", title="Plus tard", years=6, by=nora)
    call_editing.publish(later, by=nora)
    before = Event.objects.count()
    edition.load(today=date(2026, 11, 30))
    assert Event.objects.count() == before
    call_command("verify_journal")
