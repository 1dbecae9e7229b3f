"""The pages that start a decision, or start it again, from a scenario of the session (C-5e)."""

from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from reviews import award_making, deciding, scenarios
from reviews.decision_list import listing
from reviews.models import Decision, Sitting
from reviews.workflow import DECISION
from tests.reviews.decisions import ENVELOPE, award_of, change, lines
from tests.reviews.sittings import close_on, imagine, make_late, recuse
from workflow.models import Event

# --- What a preparation starts from


def preparation(client, call):
    page = client.get(reverse("reviews:decision_prepare", args=[call.slug]))
    return page.context["form"], page.content.decode()


def test_a_preparation_starts_on_the_committee_s_proposal(client_of, room, other, proposal, ines):
    scenario = close_on(proposal, by=ines)
    form, page = preparation(client_of(ines), room[0].call)
    assert form["scenario"].value() == scenario.pk
    assert f'<option value="{scenario.pk}" selected>' in page
    assert "Au rang, 60\u00a0% (proposition du comité)" in page
    assert "Moins de projets (" not in page


def test_a_session_still_open_proposes_nothing_yet(client_of, room, proposal, ines):
    scenarios.propose(proposal, by=ines)
    form, page = preparation(client_of(ines), room[0].call)
    assert form["scenario"].value() is None
    assert "proposition du comité" not in page


def test_the_last_session_closed_is_the_one_that_counts(client_of, room, proposal, ines):
    first, (a, *_) = room
    close_on(proposal, by=ines)
    later = Sitting.objects.create(
        call=first.call, held_at=timezone.now(), status="open", opened_at=timezone.now()
    )
    second = imagine(later, "Au rang, 60 %", {a: 50_000}, by=ines)
    close_on(second, by=ines)
    form, page = preparation(client_of(ines), first.call)
    assert form["scenario"].value() == second.pk
    # Two sessions may name their scenarios alike: the date tells them apart.
    assert page.count("Au rang, 60\u00a0% (proposition du comité, séance du ") == 2


def test_a_session_already_decided_is_not_proposed_again(client_of, room, proposal, ines, martin):
    scenario = close_on(proposal, by=ines)
    Decision.objects.create(
        call=room[0].call,
        number=1,
        status="published",
        scenario=scenario,
        envelope_amount=ENVELOPE,
        validated_by=martin,
        validated_at=timezone.now(),
        published_at=timezone.now(),
    )
    form, page = preparation(client_of(ines), room[0].call)
    assert form["scenario"].value() is None
    assert "Aucun\u00a0: la liste complémentaire garde son ordre" in page
    assert award_making.committee_proposal(room[0].call) is None


def test_a_list_started_from_none_still_marks_what_differs_from_the_proposal(room, proposal, ines):
    close_on(proposal, by=ines)
    made = deciding.prepare(room[0].call, by=ines)
    assert made.scenario is None
    assert listing(made, ines).differences == 3


# --- The page that starts again


def place(name: str, decision: Decision) -> str:
    return reverse(f"reviews:{name}", args=[decision.call.slug, decision.number])


def test_the_page_says_what_it_replaces_then_replaces_it(client_of, decision, room, other, ines):
    browser = client_of(ines)
    refill = place("decision_refill", decision)
    assert refill in browser.get(place("decision", decision)).content.decode()
    page = browser.get(refill)
    said = " ".join(page.content.decode().replace("\u00a0", " ").split())
    assert "les rangs des 4 dossiers sont remplacés par ceux du scénario" in said
    form = page.context["form"]
    assert form["scenario"].value() == decision.scenario_id
    assert "(proposition du comité)" in said
    answer = browser.post(refill, form.initial | {"scenario": other.pk}, follow=True)
    assert answer.redirect_chain == [(place("decision", decision), 302)]
    assert "Moins de projets" in answer.content.decode()
    assert lines(decision)[2] == ("selected", 100_000, None)


def test_a_scenario_has_to_be_chosen(client_of, decision, ines):
    refill = place("decision_refill", decision)
    for wrong in ("", "0", "abc", "9" * 30):
        page = client_of(ines).post(refill, {"scenario": wrong})
        assert page.status_code == 422
    assert lines(decision)[0] == ("selected", 60_000, None)
    assert not Event.objects.filter(name="decision.refilled").exists()


def test_the_page_shows_the_list_again_when_a_colleague_wrote_meanwhile(
    client_of, decision, room, other, ines
):
    browser, refill = client_of(ines), place("decision_refill", decision)
    read = browser.get(refill).context["form"].initial
    change(award_of(decision, room[1][0]), "selected", 20_000, by=ines)
    late = browser.post(refill, read | {"scenario": other.pk})
    assert late.status_code == 409 and "a changé" in late.content.decode()
    form = late.context["form"]
    assert form["scenario"].value() == other.pk
    # Having been told, the person may go on.
    again = form.initial | {"scenario": form["scenario"].value()}
    assert browser.post(refill, again).status_code == 302
    assert award_of(decision, room[1][0]).outcome == "reserve"


def test_the_page_says_who_comes_and_who_leaves(client_of, decision, room, ines, bob):
    make_late(room[0], bob)
    Application.objects.filter(pk=room[1][1].pk).update(status="withdrawn")
    page = client_of(ines).get(place("decision_refill", decision)).content.decode()
    said = " ".join(page.replace("\u00a0", " ").split())
    assert "1 dossier envoyé depuis au comité entre dans la liste" in said
    assert "1 dossier qui n’attend plus de décision en sort" in said


def test_a_list_with_a_dossier_that_withdrew_says_so_and_is_still_taken_again(
    client_of, decision, room, ines
):
    Application.objects.filter(pk=room[1][1].pk).update(status="withdrawn")
    page = client_of(ines).get(place("decision", decision)).content.decode()
    said = " ".join(page.replace("\u00a0", " ").replace("&nbsp;", " ").split())
    assert place("decision_refill", decision) in page
    assert "1 dossier retiré par son porteur n’est plus montré ; le total en tient compte" in said
    assert "conflit d’intérêts" not in said


def test_a_list_that_is_closed_offers_nothing_to_take_again(client_of, decision, room, ines):
    change(award_of(decision, room[1][3]), "rejected", by=ines)
    DECISION.perform(decision, "propose", by=ines)
    browser, refill = client_of(ines), place("decision_refill", decision)
    assert refill not in browser.get(place("decision", decision)).content.decode()
    page = browser.get(refill)
    assert page.status_code == 200 and '<form method="post" novalidate' not in page.content.decode()
    late = browser.post(refill, {"scenario": decision.scenario_id})
    assert late.status_code == 409 and "déjà proposée" in late.content.decode()


def test_whoever_is_recused_from_a_dossier_leaves_it_to_a_colleague__A4(
    client_of, decision, room, other, ines
):
    recuse(room[1][0], ines)
    browser, refill = client_of(ines), place("decision_refill", decision)
    assert refill not in browser.get(place("decision", decision)).content.decode()
    assert browser.post(refill, {"scenario": other.pk}).status_code == 403
