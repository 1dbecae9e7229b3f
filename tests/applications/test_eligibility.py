"""The book of rules as a whole, and the warnings."""

import inspect
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from applications.content import Dossier
from applications.eligibility import (
    RULES,
    Severity,
    State,
    blocking,
    evaluate,
    rule_named,
    summary,
)
from applications.eligibility.book import render
from applications.enums import SectionKey
from tests.applications.dossiers import (
    ACTORS,
    attachment,
    changed,
    empty_dossier,
    euros,
    terms,
    valid_dossier,
)

BLOCKING_CODES = [
    "PORTEUR_ELIGIBLE",
    "REPRESENTANT",
    "PLAFOND",
    "AXES_COUVERTS",
    "DUREE",
    "DELAI",
    "PROJET_PRECEDENT_CLOS",
    "UN_DOSSIER_PAR_PORTEUR",
    "TERRITOIRE_ET_PUBLIC",
    "OBJECTIFS_DECLINES",
    "RESULTATS_ET_INDICATEURS",
    "BUDGET_EQUILIBRE",
    "BUDGET_ANNUEL_CONCORDANT",
    "OPERATEURS_SANS_LIEN",
    "RECRUTEMENTS_BORNES",
    "ENGAGEMENTS",
    "PIECES_OBLIGATOIRES",
]
WARNING_CODES = [
    "REFERENT_ETP",
    "PERIMETRE_LARGE",
    "COFINANCEMENT_FAIBLE",
    "ACTEURS_PEU_MOBILISES",
    "ELUS_PEU_IMPLIQUES",
]


def finding(dossier, code):
    """The one finding of a rule."""
    (found,) = evaluate(dossier, [code])
    return found


def test_the_book_holds_the_seventeen_rules_and_five_warnings():
    codes = {severity: set() for severity in Severity}
    for rule in RULES:
        codes[rule.severity].add(rule.code)
    assert codes[Severity.BLOCKING] == set(BLOCKING_CODES)
    assert codes[Severity.WARNING] == set(WARNING_CODES)
    assert len(RULES) == len(BLOCKING_CODES) + len(WARNING_CODES)


def test_a_complete_dossier_conforms_to_everything():
    findings = evaluate(valid_dossier())
    assert [f.code for f in findings if not f.is_conforming] == []
    assert blocking(findings) == []


def test_an_empty_dossier_is_told_what_to_do_for_each_rule():
    findings = evaluate(empty_dossier())
    for found in findings:
        assert found.reason.endswith(".")
        assert found.is_conforming or found.section in {"", *SectionKey.values}
    counts = summary(findings)
    assert counts.total == 17
    assert counts.blocking >= 12
    assert counts.conforming + counts.blocking + counts.to_check == 17


def test_the_summary_counts_as_the_panel_says():
    dossier = changed(valid_dossier(), "project.duration_years", 4)
    dossier = changed(dossier, "team.referent_fte", Decimal("0.1"))
    counts = summary(evaluate(dossier))
    assert (counts.conforming, counts.total, counts.warnings) == (15, 17, 1)
    assert counts.blocking == 2  # four years; and no target for the years 3 and 4


def test_only_the_named_rules_are_judged():
    codes = ["DUREE", "PLAFOND"]
    assert {found.code for found in evaluate(valid_dossier(), codes)} == set(codes)
    assert evaluate(valid_dossier(), []) == []


def test_a_finding_is_plain_data_for_the_journal():
    found = finding(valid_dossier(), "PLAFOND")
    kept = json.loads(json.dumps(found.as_json()))
    assert kept["code"] == "PLAFOND"
    assert kept["state"] == "conforming"
    assert kept["clause"] == "C-4.2b"


def test_rules_need_no_database_and_no_clock():
    folder = Path(inspect.getfile(Dossier)).parent / "eligibility"
    for page in folder.glob("*.py"):
        text = page.read_text()
        assert not re.search(r"\b(now|today)\(\)|applications\.models|\.objects\.", text), page


def test_every_clause_is_one_of_the_call_s():
    for rule in RULES:
        assert re.fullmatch(r"(C-[\dA]+(\.\d)?[a-k]?(, )?)+", rule.clause), rule.code
        assert rule_named(rule.code) is rule


@pytest.mark.parametrize("code", WARNING_CODES)
def test_a_warning_never_blocks(code):
    for dossier in (valid_dossier(), empty_dossier()):
        found = finding(dossier, code)
        assert not found.is_blocking
        assert found.state != State.TO_CORRECT


@pytest.mark.parametrize(
    ("fte", "enough"), [("0.29", False), ("0.30", True), ("0.5", True), (None, False)]
)
def test_a_referent_below_the_advised_time_is_flagged__C_A1a(fte, enough):
    dossier = changed(valid_dossier(), "team.referent_fte", Decimal(fte) if fte else None)
    assert finding(dossier, "REFERENT_ETP").is_conforming is enough


def test_an_unnamed_referent_is_flagged__C_A1a():
    dossier = changed(valid_dossier(), "team.referent.last_name", "")
    assert finding(dossier, "REFERENT_ETP").state == State.TO_CHECK


@pytest.mark.parametrize(("population", "small"), [(20_000, True), (20_001, False)])
def test_a_large_perimeter_is_flagged__C_A1c(population, small):
    dossier = changed(valid_dossier(), "territory.population", population)
    assert finding(dossier, "PERIMETRE_LARGE").is_conforming is small


def test_a_whole_commune_counts_its_own_population__C_A1c():
    dossier = changed(valid_dossier(), "territory.population", None)
    dossier = changed(dossier, "territory.scale", "commune")
    found = finding(dossier, "PERIMETRE_LARGE")
    assert found.state == State.TO_CHECK
    assert "22\u00a0567" in found.reason


@pytest.mark.parametrize(("own", "enough"), [("11250.00", True), ("11249.99", False)])
def test_a_low_cofinancing_share_is_flagged_never_blocking__C_4_2d(own, enough):
    dossier = changed(valid_dossier(), "budget.resources.0.amounts", euros(own, own))
    dossier = changed(dossier, "budget.resources.1.amounts", [])
    assert finding(dossier, "COFINANCEMENT_FAIBLE").is_conforming is enough


def test_no_cofinancing_at_all_may_be_filed__C_4_2d():
    dossier = changed(valid_dossier(), "budget.resources", [])
    found = finding(dossier, "COFINANCEMENT_FAIBLE")
    assert found.state == State.TO_CHECK
    assert not found.is_blocking


@pytest.mark.parametrize(("mobilised", "majority"), [(4, False), (5, True)])
def test_half_of_the_actors_is_not_a_majority__C_2_2c(mobilised, majority):
    partners = valid_dossier().partnership.partners[:mobilised]
    dossier = changed(valid_dossier(), "partnership.partners", partners)
    assert len(ACTORS) == 8
    assert finding(dossier, "ACTEURS_PEU_MOBILISES").is_conforming is majority


def test_the_same_category_twice_counts_once__C_2_2c():
    (one, *_rest) = valid_dossier().partnership.partners
    dossier = changed(valid_dossier(), "partnership.partners", [one] * 6)
    assert not finding(dossier, "ACTEURS_PEU_MOBILISES").is_conforming


def test_elected_people_are_named_and_the_council_involved__C_4_3g():
    dossier = changed(valid_dossier(), "partnership.council_involvement", "")
    assert finding(dossier, "ELUS_PEU_IMPLIQUES").is_conforming  # the deliberation is joined
    unvoted = dossier.model_copy(update={"documents": [attachment(1, "rib")]})
    assert finding(unvoted, "ELUS_PEU_IMPLIQUES").state == State.TO_CHECK
    unnamed = changed(valid_dossier(), "partnership.elected_referent.last_name", "")
    assert "élu référent" in finding(unnamed, "ELUS_PEU_IMPLIQUES").reason


def test_a_call_without_actor_categories_or_documents_asks_for_none():
    bare = terms(actor_categories=[], required_documents=[])
    dossier = valid_dossier(terms=bare, documents=[])
    assert finding(dossier, "ACTEURS_PEU_MOBILISES").is_conforming
    assert finding(dossier, "PIECES_OBLIGATOIRES").is_conforming


def test_the_page_of_the_rules_is_up_to_date():
    page = settings.BASE_DIR / "docs" / "eligibilite.md"
    assert page.read_text(encoding="utf-8") == render(), "Lancez manage.py write_eligibility."
