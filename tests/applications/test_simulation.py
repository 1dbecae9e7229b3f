"""« Mon projet est-il éligible ? »: the same rules, from seven answers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.drafting import CONTENT_TYPES
from applications.eligibility import blocking
from applications.simulation import QUESTIONS, Answers, judge, judged_elsewhere, split, start_with
from tests.applications.dossiers import AXES, terms, valid_dossier
from tests.factories import make_application

AT = valid_dossier().judged_at
EVERY_AXIS = tuple(code for code, _title in AXES)
GOOD = Answers(
    holder="commune",
    has_past_award=False,
    years=3,
    axes=EVERY_AXIS,
    asked=Decimal(240_000),
    cost=Decimal(300_000),
    operators="independent",
    recruitment="bounded",
)


def codes(findings):
    return [finding.code for finding in findings]


def test_good_answers_conform_to_every_rule_they_bear_on():
    findings = judge(GOOD, terms(), AT)
    assert [f.code for f in findings if not f.is_conforming] == []
    assert len(findings) == len([c for asked in QUESTIONS.values() for c in asked]) + 1


def test_with_no_answer_only_the_deadline_is_judged():
    assert codes(judge(Answers(), terms(), AT)) == ["DELAI"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"holder": "association"}, "PORTEUR_ELIGIBLE"),
        ({"holder": "other"}, "PORTEUR_ELIGIBLE"),
        ({"has_past_award": True}, "PROJET_PRECEDENT_CLOS"),
        (
            {"has_past_award": True, "past_award_ended_on": date(2025, 1, 1)},
            "PROJET_PRECEDENT_CLOS",
        ),
        ({"years": 1}, "DUREE"),
        ({"years": 4}, "DUREE"),
        ({"axes": EVERY_AXIS[:3]}, "AXES_COUVERTS"),
        ({"axes": ()}, "AXES_COUVERTS"),
        ({"asked": Decimal("240000.01")}, "PLAFOND"),
        ({"operators": "linked"}, "OPERATEURS_SANS_LIEN"),
        ({"recruitment": "permanent"}, "RECRUTEMENTS_BORNES"),
    ],
)
def test_each_bad_answer_is_refused_by_its_rule_alone(answer, code):
    assert codes(blocking(judge(replace(GOOD, **answer), terms(), AT))) == [code]


def test_an_association_is_told_what_it_may_be__C_4_3a():
    (refusal,) = blocking(judge(Answers(holder="association"), terms(), AT))
    assert "opérateur" in refusal.reason
    assert "partenaire" in refusal.reason


def test_no_figure_is_made_up_in_the_reasons():
    findings = {f.code: f.reason for f in judge(GOOD, terms(), AT)}
    assert findings["DUREE"] == "3 ans."
    assert findings["RECRUTEMENTS_BORNES"] == "Dans les dates du projet\u00a0: poste recruté."


def test_cofinancing_is_judged_when_the_whole_cost_is_known__C_4_2d():
    without = replace(GOOD, cost=None)
    assert "COFINANCEMENT_FAIBLE" not in codes(judge(without, terms(), AT))


def test_the_rules_left_to_the_form_are_named():
    assert "Budget équilibré" in judged_elsewhere()
    assert "Plafond de la subvention" not in judged_elsewhere()


def test_answers_travel_in_the_address():
    assert GOOD.as_query() == (
        "porteur=commune&precedent=non&duree=3&axes=piloter&axes=proteger&axes=attractivite"
        "&axes=alternatives&demande=240000&cout=300000&operateurs=independent"
        "&recrutements=bounded"
    )
    assert Answers().as_query() == ""


@given(st.decimals(0, 10**6, places=2), st.integers(1, 4))
def test_equal_parts_lose_no_cent(amount, years):
    parts = split(amount, years)
    assert (sum(parts), len(parts)) == (amount, years)
    assert all(part >= 0 for part in parts)


def test_answers_start_a_dossier(alice, commune_a):
    application = make_application(holder=commune_a, by=alice)
    start_with(application, replace(GOOD, asked=Decimal(100)), by=alice)
    contents = {
        section.key: CONTENT_TYPES[section.key].model_validate(section.content)
        for section in application.sections.all()
    }
    assert contents["porteur"].has_previous_award is False
    assert contents["objectifs"].duration_years == 3
    assert contents["budget"].requested == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    application.refresh_from_db()
    assert application.requested_amount == 100
