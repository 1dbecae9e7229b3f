"""The decision's screens, and a published result (screens.md, C-5e)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from applications.models import Application
from reviews import deciding
from reviews.models import Award, Decision
from reviews.workflow import DECISION
from tests.applications.filings import make_limits_call
from tests.factories import make_commune, make_membership, make_user
from tests.reviews.decisions import ENVELOPE, award_of, change, make_examined, publish


@pytest.fixture
def application(commune_a, bob, ines) -> Application:
    return make_examined(holder=commune_a, by=bob, instructor=ines)


@pytest.fixture
def decision(application, ines) -> Decision:
    return deciding.prepare(application.call, by=ines, envelope=ENVELOPE)


def url(name: str, decision: Decision, *more: str) -> str:
    return reverse(f"reviews:{name}", args=[decision.call.slug, decision.number, *more])


def typed(award: Award, **fields: str) -> dict[str, str]:
    """What the page of an award sends."""
    return {
        "version": str(award.version),
        "outcome": "selected",
        "amount": "60 000,50",
        "before": "",
        "reason": "",
    } | fields


def test_a_decision_is_prepared_from_its_page(client_of, application, ines):
    slug = application.call.slug
    browser = client_of(ines)
    assert slug in browser.get(reverse("reviews:decisions")).content.decode()
    answer = browser.post(
        reverse("reviews:decision_prepare", args=[slug]), {"envelope": "2 000 000"}
    )
    assert answer.status_code == 302
    assert Decision.objects.get().envelope_amount == 2_000_000


def test_a_wrong_envelope_is_said_and_kept(client_of, application, ines):
    page = client_of(ines).post(
        reverse("reviews:decision_prepare", args=[application.call.slug]),
        {"envelope": "beaucoup"},
    )
    assert page.status_code == 422
    assert "beaucoup" in page.content.decode()
    assert not Decision.objects.exists()


def test_an_award_is_written_with_french_amounts(client_of, decision, application, ines):
    award = award_of(decision, application)
    answer = client_of(ines).post(url("award", decision, application.reference), typed(award))
    assert answer.status_code == 302
    award.refresh_from_db()
    assert (award.amount, sum(award.yearly_amounts)) == (Decimal("60000.50"), Decimal("60000.50"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": ""}, "Indiquez le montant accordé"),
        ({"amount": "-5"}, "ne peut pas être inférieur"),
        ({"amount": "99999999999999"}, "trop grand"),
        ({"amount": "240 000,01"}, "demandés"),
        ({"outcome": "rejected", "reason": "  "}, "Indiquez pourquoi"),
        ({"outcome": "autre"}, "Sélectionnez un choix valide"),
        ({"year_0": "1", "year_1": "2", "year_2": "3"}, "montants annuels"),
        ({"outcome": "reserve", "before": "9223372036854775808"}, "inférieure ou égale"),
        ({"reason": "\x00"}, "illisible"),
    ],
)
def test_a_wrong_award_is_explained_and_nothing_changes(
    client_of, decision, application, ines, fields, said
):
    award = award_of(decision, application)
    page = client_of(ines).post(
        url("award", decision, application.reference), typed(award, **fields)
    )
    assert page.status_code in (409, 422)
    assert said in page.content.decode()
    award.refresh_from_db()
    assert (award.outcome, award.amount, award.version) == ("rejected", 0, 0)


def test_two_instructors_on_one_award_do_not_overwrite_each_other(
    client_of, decision, application, ines
):
    award = award_of(decision, application)
    browser = client_of(ines)
    place = url("award", decision, application.reference)
    browser.post(place, typed(award, amount="50 000"))
    page = browser.post(place, typed(award, amount="40 000"))
    assert page.status_code == 409
    assert "40 000" in page.content.decode()
    award.refresh_from_db()
    assert award.amount == 50_000


def test_the_steps_are_confirmed_and_done_from_their_pages(
    client_of, decision, application, ines, martin, bob
):
    change(award_of(decision, application), "selected", 50_000, by=ines)
    client_of(ines).post(url("decision_step", decision, "propose"), {})
    page = client_of(martin).get(url("decision_step", decision, "validate"))
    read_as = page.context["form"].initial["read_as"]
    said = client_of(martin).post(url("decision_step", decision, "validate"), {"read_as": read_as})
    assert said.status_code == 422
    client_of(martin).post(
        url("decision_step", decision, "validate"), {"read_as": read_as, "is_confirmed": "on"}
    )
    decision.refresh_from_db()
    assert decision.status == "validated"
    early = client_of(ines).post(url("decision_step", decision, "publish"), {"is_confirmed": "on"})
    assert early.status_code == 409
    assert "n’est pas prête" in early.content.decode()


def test_words_that_came_too_late_are_given_back(client_of, decision, application, ines, martin):
    award = award_of(decision, application)
    change(award, "selected", 50_000, by=ines)
    award.refresh_from_db()
    DECISION.perform(decision, "propose", by=ines)
    place = url("award", decision, application.reference)
    late = client_of(ines).post(place, typed(award, reason="Un co-financeur est parti."))
    assert late.status_code == 409
    assert "Un co-financeur est parti." in late.content.decode()
    sent = {"reason": "Le rang 4 est à revoir."}
    browser, place = client_of(martin), url("decision_step", decision, "send_back")
    assert browser.post(place, sent).status_code == 302
    late = browser.post(place, sent)
    assert late.status_code == 409
    assert "Le rang 4 est à revoir." in late.content.decode()


def test_the_publication_says_how_many_people_are_told(
    client_of, decision, application, ines, martin, alice, bob
):
    change(award_of(decision, application), "selected", 50_000, by=ines)
    DECISION.perform(decision, "propose", by=ines)
    DECISION.perform(decision, "validate", by=martin)
    page = client_of(martin).get(url("decision_step", decision, "publish")).content.decode()
    assert "2 personnes" in page


def test_a_laureate_reads_the_decision_and_keeps_the_letter(
    client_of, decision, application, ines, martin, bob
):
    change(award_of(decision, application), "selected", 50_000, by=ines)
    place = reverse("reviews:result", args=[application.reference])
    assert client_of(bob).get(place).status_code == 404
    publish(decision, instructor=ines, president=martin)
    page = client_of(bob).get(place).content.decode()
    assert "50\u00a0000\u00a0€" in page
    desk = client_of(bob).get(reverse("applications:list")).content.decode()
    assert place in desk
    letter = client_of(bob).get(reverse("reviews:letter", args=[application.reference]))
    assert letter.content.startswith(b"%PDF")


def test_a_refusal_gives_strengths_and_remedies(
    client_of, decision, application, ines, martin, alice
):
    feedback = [{"criterion": "Innovation", "strengths": "Une idée neuve", "remedies": ""}]
    change(award_of(decision, application), "rejected", by=ines, feedback=feedback)
    publish(decision, instructor=ines, president=martin)
    page = client_of(alice).get(reverse("reviews:result", args=[application.reference]))
    text = page.content.decode()
    assert "Trop peu détaillé." in text
    assert "Une idée neuve" in text


def test_giving_up_asks_once_then_frees_the_award(
    client_of, decision, application, ines, martin, bob
):
    change(award_of(decision, application), "selected", 50_000, by=ines)
    publish(decision, instructor=ines, president=martin)
    place = reverse("reviews:give_up", args=[application.reference])
    browser = client_of(bob)
    assert browser.post(place, {"reason": "Autre projet"}).status_code == 422
    answer = browser.post(place, {"reason": "Autre projet", "is_confirmed": "on"})
    assert answer.status_code == 302
    assert Application.objects.get(pk=application.pk).status == "given_up"
    assert Award.objects.granted(application.call) == 0
    late = browser.post(place, {"reason": "Un autre projet", "is_confirmed": "on"})
    assert late.status_code == 409 and "Un autre projet" in late.content.decode()
    assert browser.get(reverse("reviews:result", args=[application.reference])).status_code == 200


def test_the_list_costs_the_same_for_one_dossier_and_for_three(
    client_of, ines, django_assert_num_queries
):
    costs = []
    for count in (1, 3):
        call = make_limits_call()
        for _ in range(count):
            holder, mayor = make_commune(), make_user()
            make_membership(mayor, holder, "representative")
            make_examined(holder=holder, by=mayor, instructor=ines, call=call)
        made = deciding.prepare(call, by=ines, envelope=ENVELOPE)
        browser = client_of(ines)
        with django_assert_num_queries(10) as counted:
            browser.get(url("decision", made))
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_the_export_follows_what_one_may_read__A14(client_of, decision, application, ines):
    text = client_of(ines).get(url("decision_export", decision)).getvalue().decode("utf-8-sig")
    assert application.reference in text
