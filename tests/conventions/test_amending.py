"""Amendments as differences between two data states, in the same circuit (product.md, Conventions)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.agreement import agree, left
from conventions.amended import Wanted, becomes, differences
from conventions.amending import amend, state_in_force
from conventions.document import WORKSHOP
from conventions.enums import Party
from conventions.models import Act, Amendment, Convention, Issue
from conventions.reading import Reading
from conventions.signing.issuing import publish
from conventions.state import thawed
from conventions.terms import Payments
from conventions.versions import propose_version
from conventions.workflow import ACT, CONVENTION
from reviews.models import Award
from tests.conventions.issues import make_mandate, sign
from tests.conventions.laureates import make_convention
from tests.conventions.plans import plan_with
from tests.conventions.states import make_state
from tests.conventions.talks import last, with_body
from workflow.engine import NotAllowed, Refused

REASON = "Le recrutement a pris six mois de retard."


@pytest.fixture
def convention(commune_a, prefecture_a, bob, ines, martin) -> Convention:
    """In force, however it was signed: 50 000 € over two years."""
    from django.utils import timezone

    made = make_convention(holder=commune_a, by=bob, instructor=ines, president=martin)
    act = ACT.perform(made.acts.get(), "circulate", by=ines)
    Act.objects.filter(pk=act.pk).update(status="signed", signed_at=timezone.now())
    return CONVENTION.perform(made, "enter", by=None)


def later(state) -> date:
    return state.ends_on.replace(year=state.ends_on.year + 1)


def text_of(act: Act) -> str:
    reading = Reading(act.versions.latest("number"))
    return "\n".join(reading.text(code) for code in reading.codes).replace("\u00a0", " ")


def refusal_of(convention, wanted, by, reason=REASON) -> str:
    with pytest.raises(Refused) as refusal:
        amend(convention, wanted, reason=reason, by=by)
    return refusal.value.reasons[0].replace("\u00a0", " ")


def test_a_longer_project_is_said_by_its_difference_and_nothing_is_retyped(convention, ines):
    before = state_in_force(convention)
    act = amend(convention, Wanted(ends_on=later(before)), reason=REASON, by=ines)
    after = thawed(act.versions.get())
    assert (act.number, act.status, after.months) == (1, "drafting", before.months + 12)
    assert len(after.copil) == len(before.copil) + 2
    amendment = Amendment.objects.get()
    assert amendment.kinds == ["duration"]
    assert [c["label"] for c in amendment.changes] == ["Dernier jour du projet"]
    text = text_of(act)
    assert REASON in text and "demeurent inchangées" in text
    assert f"{before.months + 12} mois" in text
    assert len(act.versions.get().articles) == 3


def test_a_lower_amount_frees_the_difference_once_signed_by_all(
    convention, ines, bob, flora, flora_chief, martin, commune_a, prefecture_a, mildeca
):
    call = convention.application.call
    act = amend(convention, Wanted(amount=Decimal(45_000)), reason=REASON, by=ines)
    state = thawed(act.versions.get())
    assert sum(state.yearly) == sum(p.amount for p in state.instalments) == 45_000
    assert "45 000 €" in text_of(act)
    ACT.perform(act, "circulate", by=ines)
    for user in (bob, flora):
        agree(act, by=user, seen=1)
    ACT.perform(act, "freeze", by=ines, seen=1, order=["holder", "prefecture", "mildeca"])
    while claimed := WORKSHOP.claim():
        WORKSHOP.make(claimed)
    publish(act.issues.get())
    issue = Issue.objects.select_related("act__convention__application__holder").get(act=act)
    signatories = {
        Party.HOLDER: (bob, commune_a),
        Party.PREFECTURE: (flora_chief, prefecture_a),
        Party.MILDECA: (martin, mildeca),
    }
    for party, (person, organisation) in signatories.items():
        # Nothing holds before the third signature.
        assert Convention.objects.get().agreed_amount == 50_000
        assert Award.objects.granted(call) == 50_000
        make_mandate(person, organisation, ines)
        sign(issue, party, person)
    assert Act.objects.get(pk=act.pk).status == "signed"
    assert (Convention.objects.get().agreed_amount, Award.objects.granted(call)) == (45_000, 45_000)
    # The next amendment starts from there.
    assert state_in_force(convention).agreed == 45_000


def test_an_action_and_a_signatory_change_in_one_amendment(convention, ines):
    before = state_in_force(convention)
    title = "Ateliers [[montant_total]] pour les parents"
    wanted = Wanted(
        plan=plan_with(before, 1, title=title),
        signatories=((Party.HOLDER, "Claude Nouvelle", "maire"),),
    )
    act = amend(convention, wanted, reason=REASON, by=ines)
    assert Amendment.objects.get().kinds == ["actions", "parties"]
    text = text_of(act)
    assert "Claude Nouvelle, maire" in text
    # What is typed names nothing to fill (A11).
    assert "[ [montant_total] ]" in text
    after = thawed(act.versions.get())
    assert after.dossier.actions[0].content.title == title
    assert after.dossier.actions[1:] == before.dossier.actions[1:]


def test_a_project_lasts_forty_eight_months_at_most(convention, ines):
    act = amend(convention, Wanted(ends_on=date(2028, 8, 31)), reason=REASON, by=ines)
    assert thawed(act.versions.get()).months == 48


def test_a_figure_is_not_reworded_by_whoever_holds_the_pen(convention, ines, bob):
    act = amend(convention, Wanted(amount=Decimal(45_000)), reason=REASON, by=ines)
    texts = {a["code"]: a["body"] for a in act.versions.get().articles}
    assert texts["amount"].startswith("Sont modifiés :")
    other = with_body(last(act), "amount", texts["amount"].replace("45", "48"))

    def retype(by) -> str:
        with pytest.raises(Refused) as refusal:
            propose_version(act, articles=other, by=by)
        return refusal.value.reasons[0]

    assert "n’est pas négociable" in retype(ines)
    ACT.perform(act, "circulate", by=ines)
    assert "n’est pas négociable" in retype(bob)
    # Its reason is words alone.
    propose_version(act, articles=with_body(last(act), "objet", "Autre motif."), by=bob)


def test_a_single_point_is_said_in_the_singular_and_brackets_name_nothing(convention, ines):
    title = "Ateliers [[[montant_total]]]"
    wanted = Wanted(plan=plan_with(state_in_force(convention), 1, title=title))
    act = amend(convention, wanted, reason=REASON, by=ines)
    body = last(act).articles[1]["body"]
    assert body.startswith("Est modifié :")
    assert "[ [ [montant_total] ] ]" in body


def test_it_goes_round_the_three_parties_as_the_convention_did(convention, ines, bob, flora):
    before = state_in_force(convention)
    act = amend(convention, Wanted(ends_on=later(before)), reason=REASON, by=ines)
    assert not Act.objects.visible_to(bob).filter(pk=act.pk).exists()
    ACT.perform(act, "circulate", by=ines)
    for user in (bob, flora):
        agree(act, by=user, seen=1)
    assert left(act) == []
    ACT.perform(act, "freeze", by=ines, seen=1, order=["holder", "prefecture", "mildeca"])
    assert Convention.objects.get().status == "in_force"


def test_an_amendment_given_up_leaves_the_convention_as_it_is_and_its_number_taken(
    convention, ines, bob
):
    wanted = Wanted(ends_on=later(state_in_force(convention)))
    act = amend(convention, wanted, reason=REASON, by=ines)
    ACT.perform(act, "circulate", by=ines)
    with pytest.raises(Refused):
        ACT.perform(act, "abandon", by=bob, reason="Non.")
    ACT.perform(act, "abandon", by=ines, reason="Plus utile.")
    assert amend(convention, wanted, reason=REASON, by=ines).number == 2


def test_one_amendment_at_a_time(convention, ines):
    wanted = Wanted(ends_on=later(state_in_force(convention)))
    amend(convention, wanted, reason=REASON, by=ines)
    assert "déjà en cours" in refusal_of(convention, wanted, ines)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted(), "Rien ne change"),
        (Wanted(amount=Decimal(50_000)), "Rien ne change"),
        (Wanted(amount=Decimal(60_000)), "ne dépasse pas les 50 000 €"),
        (Wanted(amount=Decimal(0)), "positif"),
        (Wanted(amount=Decimal(40_000), yearly=(Decimal(40_000),)), "2 exercices"),
        (Wanted(amount=Decimal(40_000), yearly=(Decimal(1), Decimal(2))), "font 3 € au lieu"),
        (Wanted(ends_on=date(2020, 1, 1)), "Le dernier jour"),
        (Wanted(ends_on=date(2024, 8, 31)), "va du 1er septembre 2024 au 31 août 2028"),
        (Wanted(ends_on=date(2028, 9, 1)), "va du 1er septembre 2024 au 31 août 2028"),
        (Wanted(ends_on=date(2099, 1, 1)), "Le dernier jour"),
    ],
)
def test_what_an_amendment_may_not_change(convention, ines, wanted, said):
    assert said in refusal_of(convention, wanted, ines)
    assert Act.objects.count() == 1


def test_it_says_why_and_only_mildeca_opens_it(convention, ines, bob, flora_chief, martin):
    wanted = Wanted(ends_on=later(state_in_force(convention)))
    assert "pourquoi" in refusal_of(convention, wanted, ines, reason=" ")
    for user in (bob, flora_chief, martin):
        with pytest.raises(NotAllowed):
            amend(convention, wanted, reason=REASON, by=user)


def test_a_convention_not_in_force_is_not_amended(commune_a, prefecture_a, bob, ines, martin):
    made = make_convention(holder=commune_a, by=bob, instructor=ines, president=martin)
    assert "en vigueur" in refusal_of(made, Wanted(amount=Decimal(1)), ines)


@given(amount=st.decimals("1", "90000", places=2))
def test_any_amended_amount_adds_up_and_is_all_that_differs(amount):
    before = make_state()
    amount = min(amount, before.agreed)
    after = becomes(before, Wanted(amount=amount), payments=Payments(), number=1)
    assert sum(after.yearly) == sum(p.amount for p in after.instalments) == amount
    assert {d.kind for d in differences(before, after)} <= {"amount"}
    assert differences(before, before) == []


def test_the_page_says_what_changes_and_the_portal_writes_the_text(
    client_of, convention, ines, bob
):
    from django.urls import reverse

    place = reverse("conventions:amend", args=[convention.reference])
    browser = client_of(ines)
    text = reverse("conventions:act", args=[convention.reference, 0])
    assert "Préparer un avenant" in browser.get(text).content.decode()
    page = browser.get(place)
    initial = {f.html_name: f.value() for f in page.context["form"] if f.value()}
    assert browser.post(place, initial).status_code == 422
    assert browser.post(place, initial | {"reason": REASON}).status_code == 409
    wrong = initial | {"reason": REASON, "since": "7", "amount": "45 000"}
    assert browser.post(place, wrong).status_code == 422
    data = initial | {"reason": REASON, "amount": "45 000", "holder_name": "Claude Nouvelle"}
    answer = browser.post(place, data)
    assert answer.status_code == 302
    shown = browser.get(answer.url).content.decode()
    assert "Ce que l’avenant change" in shown and "Claude Nouvelle" in shown
    # One at a time: another is not offered.
    assert "Préparer un avenant" not in browser.get(text).content.decode()
    assert client_of(bob).get(answer.url).status_code == 404
    ACT.perform(Act.objects.get(number=1), "circulate", by=ines)
    assert client_of(bob).get(answer.url).status_code == 200
