"""What an amendment may change in the plan of actions, in words, in figures, in the annexes."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.content import PlanAction
from applications.recap.blocks import Note, Table
from conventions.amended import Wanted, articles, becomes, differences
from conventions.annexes import annexes
from conventions.plan_changes import next_id, numbers
from conventions.plan_limits import refusals
from conventions.state import State, thawed
from conventions.terms import Payments
from limits_portal import french
from tests.applications.dossiers import action, euros, valid_dossier
from tests.conventions.plans import plan_with, plan_without
from tests.conventions.states import make_state, unsaved_issue

CENT = Decimal("0.01")


def amended(before: State, number: int = 1, **wanted) -> State:
    return becomes(before, Wanted(**wanted), payments=Payments(), number=number)


def said(before: State, after: State) -> list[str]:
    return [d.said.replace("\u00a0", " ") for d in differences(before, after)]


def refused(before: State, **wanted) -> list[str]:
    found = refusals(before, amended(before, **wanted))
    return [reason.replace("\u00a0", " ") for reason in found]


def added(state: State, axis: str = "piloter", **fields) -> PlanAction:
    new = action(5, axis, **{"title": "Médiation", "costs": [], "requested": []} | fields)
    return new.model_copy(update={"id": next_id(state.dossier)})


def tables_of(state: State, annex: int) -> dict[str, list[tuple[str, ...]]]:
    blocks = annexes(state)[annex - 1].blocks
    return {b.caption: [r.cells for r in b.rows] for b in blocks if isinstance(b, Table)}


def notes_of(state: State, annex: int) -> str:
    blocks = annexes(state)[annex - 1].blocks
    return " ".join(b.text for b in blocks if isinstance(b, Note)).replace("\u00a0", " ")


# --- In words


def test_each_figure_is_said_with_the_one_it_replaces():
    before = make_state()
    plan = plan_with(
        before, 2, costs=euros(15_000, 12_000), requested=euros(11_250, "9000.50"), title="Autre"
    )
    assert said(before, amended(before, plan=plan)) == [
        "Action 2.1, intitulé : « Autre » au lieu de « Action 2 »",
        "Action 2.1, coût 2025 : « 12 000 € » au lieu de « 15 000 € »",
        "Action 2.1, part demandée à la MILDECA 2025 : « 9 000,50 € » au lieu de « 11 250 € »",
    ]


def test_an_amount_is_never_cut_at_the_end_of_a_line():
    before = make_state()
    after = amended(before, plan=plan_with(before, 2, costs=euros(15_000, 12_000)))
    assert "«\u00a012\u00a0000\u00a0€\u00a0»" in french.typeset(differences(before, after)[0].said)


def test_an_action_that_leaves_and_one_that_comes_are_said_whole():
    before = make_state()
    plan = (
        *plan_without(before, 1),
        added(before, costs=euros(20_000), requested=euros(0, 0)),
    )
    assert said(before, amended(before, plan=plan)) == [
        "Action 1.1 – Action 1 : retirée du plan (coût 30 000 €, dont 22 500 € demandés à la MILDECA)",
        "Action ajoutée – Médiation : Axe 1, coût 20 000 €, dont 0 € demandés à la MILDECA",
    ]


def test_the_share_paid_on_is_said_too():
    dossier = valid_dossier(
        actions=[
            action(
                1, "piloter", has_operator=True, operator_name="AJM", delegated_amount=Decimal(9)
            )
        ]
    )
    before = make_state(dossier)
    after = amended(before, plan=plan_with(before, 1, delegated_amount=None))
    assert said(before, after) == [
        "Action 1.1, part déléguée à un tiers : « 0 € » au lieu de « 9 € »"
    ]


def test_the_article_says_what_the_plan_comes_to_and_that_the_annexes_are_replaced():
    before = make_state()
    after = amended(before, plan=plan_with(before, 2, costs=euros(15_000, 12_000)))
    found = differences(before, after)
    made = articles(found, after, signed_on=before.decided_on, reason="Un retard.")
    assert [(a["code"], a["is_locked"]) for a in made] == [
        ("objet", False),
        ("actions", True),
        ("autres-stipulations", True),
    ]
    body = made[1]["body"].replace("\u00a0", " ")
    assert "Il compte 4 actions, pour un coût de 117 000 € dont 90 000 € demandés" in body
    assert "remplacent celles de la convention" in made[2]["body"]


def test_a_year_left_empty_is_worth_zero_and_is_no_change():
    before = make_state(
        valid_dossier(actions=[action(1, "piloter", costs=euros(5), requested=euros(5))])
    )
    after = amended(before, plan=plan_with(before, 1, costs=euros(5, 0)))
    assert said(before, after) == []
    assert after.replanned_by == 0


# --- Guards, each at its edge


def test_a_share_goes_up_to_the_cost_of_its_year():
    before = make_state()
    at_edge = plan_with(before, 1, costs=euros(11_250, 15_000))
    assert refused(before, plan=at_edge) == []
    beyond = plan_with(before, 1, costs=euros("11249.99", 15_000))
    assert refused(before, plan=beyond) == [
        "Action 1.1 : En 2024, la part demandée à la MILDECA (11 250 €) dépasse le coût de l’action "
        "(11 249,99 €) : baissez la part, ou relevez le coût."
    ]


def test_what_is_paid_on_goes_up_to_the_share_and_to_an_operator__C_4_1h():
    before = make_state()
    operated = {"has_operator": True, "operator_name": "AJM", "operator_is_independent": True}
    at_edge = plan_with(before, 1, delegated_amount=Decimal(22_500), **operated)
    assert refused(before, plan=at_edge) == []
    beyond = plan_with(before, 1, delegated_amount=Decimal(22_500) + CENT, **operated)
    assert "Baissez-la" in refused(before, plan=beyond)[0]
    alone = plan_with(before, 1, delegated_amount=Decimal(1))
    assert "aucun opérateur" in refused(before, plan=alone)[0]


def test_the_plan_costs_up_to_the_expenses_of_the_budget__C_4_1c():
    before = make_state()
    plan = plan_with(before, 1, costs=euros(10_000, 15_000))
    less = amended(before, plan=plan)
    at_edge = plan_with(less, 2, costs=euros(20_000, 15_000))
    assert refused(less, plan=at_edge) == []
    beyond = plan_with(less, 2, costs=euros("20000.01", 15_000))
    assert refused(less, plan=beyond) == [
        "Les actions coûteraient 120 000,01 €, plus que les 120 000 € de charges du budget "
        "prévisionnel : baissez leurs coûts d’au moins 0,01 €."
    ]


def test_costs_move_from_one_year_to_the_next():
    before = make_state()
    plan = plan_with(before, 1, costs=euros(12_000, 18_000))
    assert refused(before, plan=plan) == []


def test_shares_that_grow_stay_within_what_is_agreed_that_year__C_4_2c():
    before = make_state(yearly=euros(40_000, 45_000))
    # What is above already may stay, or come down; it does not go up.
    assert refused(before, plan=plan_with(before, 1, title="Autre")) == []
    assert refused(before, plan=plan_with(before, 1, requested=euros(11_000, 11_250))) == []
    up = plan_with(before, 1, requested=euros("11250.01", 11_250))
    assert refused(before, plan=up) == [
        "En 2024, les actions demanderaient 45 000,01 € à la MILDECA, plus que les 45 000 € "
        "d’aujourd’hui, pour 40 000 € convenus : baissez leurs parts d’au moins 0,01 €."
    ]
    lower = amended(before, plan=plan_with(before, 1, requested=euros(1_000, 11_250)))
    assert refused(lower, plan=plan_with(lower, 1, requested=euros(6_250, 11_250))) == []
    found = refused(lower, plan=plan_with(lower, 1, requested=euros("6250.01", 11_250)))
    assert "demanderaient 40 000,01 € à la MILDECA, pour 40 000 € convenus" in found[0]


def test_an_amount_lowered_alone_judges_no_share():
    before = make_state()
    assert refused(before, amount=Decimal(60_000)) == []


def test_an_action_that_comes_stands_within_the_project__C_3f():
    before = make_state()
    at_edge = added(before, starts_on=before.starts_on, ends_on=before.ends_on)
    assert refused(before, plan=(*before.dossier.actions, at_edge)) == []
    for starts_on, ends_on in (
        (before.starts_on - timedelta(days=1), before.ends_on),
        (before.starts_on, before.ends_on + timedelta(days=1)),
        (before.ends_on, before.starts_on),
    ):
        late = added(before, starts_on=starts_on, ends_on=ends_on)
        assert "corrigez ses dates" in refused(before, plan=(*before.dossier.actions, late))[0]


def test_an_axis_keeps_an_action__C_3c():
    before = make_state()
    found = refused(before, plan=plan_without(before, 2))
    assert found == [
        "« Axe 2 – Protéger les plus jeunes » n’aurait plus d’action, et l’appel en demande une dans "
        "chaque axe : gardez-en une, ou ajoutez-en une dans le même avenant."
    ]
    plan = (*plan_without(before, 2), added(before, "proteger"))
    assert refused(before, plan=plan) == []


def test_the_project_keeps_its_indicators__C_3e():
    bare = [action(rank, code, indicators=[]) for rank, code in ((5, "piloter"), (2, "proteger"))]
    rest = [action(3, "attractivite", indicators=[]), action(4, "alternatives", indicators=[])]
    before = make_state(valid_dossier(actions=[action(1, "piloter"), *bare, *rest]))
    found = refused(before, plan=plan_without(before, 1))
    assert len(found) == 1
    assert "Aucun indicateur quantitatif" in found[0] and "Gardez" in found[0]


# --- Identities


def test_a_new_action_takes_no_identity_that_the_budget_knows():
    dossier = valid_dossier()
    assert next_id(dossier) == 5
    less = dossier.model_copy(update={"actions": dossier.actions[:2]})
    assert next_id(less) == 5


def test_actions_are_numbered_as_the_annex_numbers_them():
    state = make_state(valid_dossier(actions=[action(r, "proteger") for r in (8, 3)]))
    assert numbers(state.dossier) == {8: "2.1", 3: "2.2"}


# --- What the annexes then say


def test_the_note_on_shares_goes_when_they_make_what_is_agreed__C_4_2c():
    before = make_state(yearly=euros(40_000, 45_000))
    assert "celles du dossier déposé" in notes_of(before, 1)
    part = amended(before, plan=plan_with(before, 1, requested=euros(7_000, 11_250)))
    assert "ne font pas encore" in notes_of(part, 1)
    table = tables_of(part, 1)["Parts des actions et subvention convenue, en euros"]
    assert [cell.replace("\u00a0", " ") for cell in table[-1]] == ["Écart", "750", "0", "750"]
    whole = amended(part, 2, plan=plan_with(part, 1, requested=euros(6_250, 11_250)))
    assert notes_of(whole, 1) == ""
    assert whole.replanned_by == 2


def test_the_budget_says_the_plan_beside_the_accounts_of_the_dossier():
    before = make_state()
    assert "Budget et plan d’actions modifié, en euros" not in tables_of(before, 2)
    after = amended(before, plan=plan_with(before, 1, costs=euros(12_000, 17_000)))
    rows = tables_of(after, 2)["Budget et plan d’actions modifié, en euros"]
    assert [[cell.replace("\u00a0", " ") for cell in row[1:]] for row in rows] == [
        ["60 000", "60 000", "120 000"],
        ["57 000", "62 000", "119 000"],
        ["3 000", "-2 000", "1 000"],
    ]
    assert "avenant n° 1" in notes_of(after, 2)
    # Nobody's accounts are rewritten.
    assert tables_of(after, 2)["Charges, en euros"] == tables_of(before, 2)["Charges, en euros"]
    reworded = amended(after, 2, plan=plan_with(after, 1, title="Autre"))
    assert "avenant n° 1" in notes_of(reworded, 2)


def test_an_action_removed_leaves_every_annex():
    before = make_state(
        valid_dossier(actions=[*valid_dossier().actions, action(5, "piloter", title="En trop")])
    )
    after = amended(before, plan=plan_without(before, 5))
    for annex in annexes(before)[:1] + annexes(before)[2:3]:
        assert "En trop" in str(annex)
    assert "En trop" not in str(annexes(after))


def test_a_state_kept_before_plans_could_change_is_still_read():
    issue = unsaved_issue(make_state())
    del issue.version.state["replanned_by"]
    assert thawed(issue.version).replanned_by == 0


CENTS = st.integers(0, 2_000_000).map(lambda cents: Decimal(cents) / 100)
YEARS = st.lists(CENTS, min_size=2, max_size=2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(YEARS, YEARS), min_size=4, max_size=4), st.sets(st.integers(1, 4)))
def test_whatever_changes_the_annex_and_the_differences_say_the_data(figures, gone):
    before = make_state()
    state = before
    for rank, (costs, requested) in enumerate(figures, start=1):
        plan = plan_with(state, rank, costs=costs, requested=requested)
        state = amended(state, plan=plan)
    after = amended(state, plan=plan_without(state, *gone)) if gone else state
    assert thawed(unsaved_issue(after).version) == after
    kept = [a.content for a in after.dossier.actions]
    tables = [b for b in annexes(after)[0].blocks if isinstance(b, Table)]
    costs = [t for t in tables if t.caption == "Coût de l’action, en euros"]
    for row, field in ((0, "costs"), (1, "requested")):
        printed = [_amount(table.rows[row].cells[-1]) for table in costs]
        assert sum(printed, Decimal(0)) == sum((sum(getattr(c, field)) for c in kept), Decimal(0))
    if after.replanned_by:
        plan_row = tables_of(after, 2)["Budget et plan d’actions modifié, en euros"][1]
        assert _amount(plan_row[-1]) == sum((c.cost for c in kept), Decimal(0))
    # Each figure that changed is said once with what it becomes, and nothing else is.
    spoken = differences(before, after)
    changed = [
        french.euros(now)
        for old, new in zip(before.dossier.actions, state.dossier.actions, strict=True)
        if old.position not in gone
        for field in ("costs", "requested")
        for was, now in zip(getattr(old.content, field), getattr(new.content, field), strict=True)
        if was != now
    ]
    assert sorted(d.after for d in spoken if not d.is_whole) == sorted(changed)
    assert len([d for d in spoken if d.is_whole]) == len(gone)


def _amount(printed: str) -> Decimal:
    return Decimal(re.sub(r"[\u00a0 ]", "", printed).replace(",", "."))


@pytest.mark.parametrize("typed", ["[[montant_total]]", "Un\n- deux", "retirée du plan"])
def test_what_is_typed_makes_no_line_and_names_nothing(typed):
    before = make_state()
    plan = (*plan_without(before, 1), added(before, title=typed))
    for line in said(before, amended(before, plan=plan)):
        assert "\n" not in line and "[[" not in line
