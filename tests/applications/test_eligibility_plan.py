"""What is done: territory, objectives, axes, results, operators, promises, papers."""

import pytest

from applications.content import Indicator, PublicLine
from applications.eligibility import State, evaluate
from tests.applications.dossiers import (
    AXES,
    action,
    attachment,
    changed,
    euros,
    terms,
    valid_dossier,
)


def finding(dossier, code):
    """The one finding of a rule."""
    (found,) = evaluate(dossier, [code])
    return found


# --- TERRITOIRE_ET_PUBLIC


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("territory.scale", ""),
        ("territory.name", " "),
        ("territory.publics", []),
        ("territory.publics.0.kind", ""),
        ("territory.publics.0.headcount", None),
        ("territory.publics.0.headcount", 0),
        ("territory.publics.0.age_min", None),
        ("territory.publics.0.age_max", None),
        ("territory.publics.0.age_min", 17),  # above the highest age
    ],
)
def test_a_vague_territory_or_public_is_refused__C_3a_C_3b(path, value):
    found = finding(changed(valid_dossier(), path, value), "TERRITOIRE_ET_PUBLIC")
    assert found.is_blocking
    assert found.section == "territoire"
    assert found.field in {"scale", "name", "publics"}


def test_a_whole_commune_needs_no_other_name__C_3a():
    dossier = changed(changed(valid_dossier(), "territory.scale", "commune"), "territory.name", "")
    found = finding(dossier, "TERRITOIRE_ET_PUBLIC")
    assert found.is_conforming
    assert "Loos" in found.reason


def test_parents_have_no_age_to_give__C_3b():
    line = PublicLine(id="p2", kind="parents", headcount=60)
    dossier = changed(valid_dossier(), "territory.publics", [line])
    assert finding(dossier, "TERRITOIRE_ET_PUBLIC").is_conforming


@pytest.mark.parametrize("is_qpv", [True, False, None])
def test_qpv_is_never_a_condition__C_4_3e(is_qpv):
    dossier = changed(valid_dossier(), "territory.is_qpv", is_qpv)
    assert evaluate(dossier) == evaluate(valid_dossier())


# --- OBJECTIFS_DECLINES


def test_at_least_one_objective_is_pursued__C_2_1b():
    dossier = changed(valid_dossier(), "project.objectives", [])
    assert finding(dossier, "OBJECTIFS_DECLINES").is_blocking


def test_each_pursued_objective_is_declined_locally__C_2_1b():
    found = finding(changed(valid_dossier(), "project.objectives.1.text", ""), "OBJECTIFS_DECLINES")
    assert found.is_blocking
    assert "Prévenir l'entrée dans les réseaux" in found.reason


def test_an_objective_not_pursued_needs_no_text__C_2_1b():
    dossier = changed(valid_dossier(), "project.objectives.1.text", "")
    dossier = changed(dossier, "project.objectives.1.is_pursued", False)
    assert finding(dossier, "OBJECTIFS_DECLINES").is_conforming


def test_an_objective_of_another_call_does_not_count__C_2_1b():
    dossier = changed(valid_dossier(), "project.objectives.0.code", "autre")
    dossier = changed(dossier, "project.objectives.1.code", "ancien")
    assert finding(dossier, "OBJECTIFS_DECLINES").is_blocking


# --- AXES_COUVERTS


@pytest.mark.parametrize("missing", range(4))
def test_each_axis_needs_an_action__C_3c(missing):
    dossier = valid_dossier()
    dossier = dossier.model_copy(
        update={"actions": [a for a in dossier.actions if a.content.axis != AXES[missing][0]]}
    )
    found = finding(dossier, "AXES_COUVERTS")
    assert found.is_blocking
    assert AXES[missing][1] in found.reason
    assert not any(title in found.reason for code, title in AXES if code != AXES[missing][0])


def test_every_missing_axis_is_named__C_3c():
    found = finding(valid_dossier(actions=[]), "AXES_COUVERTS")
    assert all(title in found.reason for _code, title in AXES)


@pytest.mark.parametrize("part", ["title", "description"])
def test_an_empty_action_is_not_concrete__C_3c(part):
    found = finding(changed(valid_dossier(), f"actions.2.content.{part}", " \n"), "AXES_COUVERTS")
    assert found.is_blocking
    assert AXES[2][1] in found.reason
    assert found.action == 3


def test_a_measure_outside_the_axes_counts_for_none__C_2_2b():
    dossier = changed(valid_dossier(), "actions.0.content.is_outside_axes", True)
    assert finding(dossier, "AXES_COUVERTS").is_blocking
    more = [*valid_dossier().actions, action(5, "", is_outside_axes=True)]
    assert finding(valid_dossier(actions=more), "AXES_COUVERTS").is_conforming


# --- RESULTATS_ET_INDICATEURS


def test_each_action_says_its_expected_results__C_3d():
    dossier = changed(valid_dossier(), "actions.3.content.expected_results", "")
    found = finding(dossier, "RESULTATS_ET_INDICATEURS")
    assert found.is_blocking
    assert found.action == 4


@pytest.mark.parametrize("kind", ["quantitative", "qualitative"])
def test_indicators_of_both_kinds_are_needed__C_3e(kind):
    dossier = valid_dossier()
    for rank in range(4):
        kept = [i for i in dossier.actions[rank].content.indicators if i.kind != kind]
        dossier = changed(dossier, f"actions.{rank}.content.indicators", kept)
    found = finding(dossier, "RESULTATS_ET_INDICATEURS")
    assert found.is_blocking
    assert {"quantitative": "quantitatif", "qualitative": "qualitatif"}[kind] in found.reason


@pytest.mark.parametrize("targets", [[], ["20"], ["20", " "], ["", "40"]])
def test_a_target_is_needed_each_project_year__C_3e(targets):
    dossier = valid_dossier()
    for rank in range(4):
        dossier = changed(dossier, f"actions.{rank}.content.indicators.0.targets", targets)
    found = finding(dossier, "RESULTATS_ET_INDICATEURS")
    assert found.is_blocking
    assert "Jeunes suivis" in found.reason


def test_one_indicator_of_each_kind_with_every_target_is_enough__C_3e():
    dossier = valid_dossier()
    for rank in range(1, 4):
        dossier = changed(dossier, f"actions.{rank}.content.indicators", [])
    assert finding(dossier, "RESULTATS_ET_INDICATEURS").is_conforming


def test_a_third_year_asks_for_a_third_target__C_3e():
    dossier = changed(valid_dossier(), "project.duration_years", 3)
    found = finding(dossier, "RESULTATS_ET_INDICATEURS")
    assert found.is_blocking
    assert "en année 3" in found.reason


def test_an_indicator_without_a_name_does_not_count__C_3e():
    dossier = changed(
        valid_dossier(actions=[action(1, "piloter")]),
        "actions.0.content.indicators.0",
        Indicator(id="x", kind="quantitative", targets=["1", "2"]),
    )
    assert finding(dossier, "RESULTATS_ET_INDICATEURS").is_blocking


# --- OPERATEURS_SANS_LIEN


def operated(**fields):
    operator = {
        "has_operator": True,
        "operator_name": "Association Prévention",
        "operator_is_independent": True,
    }
    actions = [
        action(1, "piloter", **(operator | fields)),
        *valid_dossier().actions[1:],
    ]
    return valid_dossier(actions=actions)


def test_a_declared_operator_is_accepted__C_4_3h():
    found = finding(operated(), "OPERATEURS_SANS_LIEN")
    assert found.is_conforming
    assert "Association Prévention" in found.reason


@pytest.mark.parametrize(
    "fields",
    [
        {"operator_is_independent": False},
        {"operator_name": ""},
        {"has_operator": None},
        {"has_operator": False, "delegated_amount": euros(3_000)[0]},
    ],
)
def test_an_operator_is_named_and_declared_independent__C_4_3h(fields):
    found = finding(operated(**fields), "OPERATEURS_SANS_LIEN")
    assert found.is_blocking
    assert found.action == 1


def test_without_any_action_there_is_nothing_to_declare_yet__C_4_3h():
    assert finding(valid_dossier(actions=[]), "OPERATEURS_SANS_LIEN").state == State.TO_CHECK


# --- ENGAGEMENTS


@pytest.mark.parametrize("missing", range(3))
def test_each_commitment_is_taken__C_4_4a_C_4_4b_C_4_4c(missing):
    taken = [code for code, _text in terms().commitments]
    del taken[missing]
    found = finding(changed(valid_dossier(), "commitments.commitments", taken), "ENGAGEMENTS")
    assert found.is_blocking
    assert "2 engagements pris sur 3" in found.reason


@pytest.mark.parametrize(("copil", "enough"), [(1, False), (2, True), (None, True)])
def test_two_copil_a_year__C_4_4a(copil, enough):
    found = finding(changed(valid_dossier(), "partnership.copil_per_year", copil), "ENGAGEMENTS")
    assert found.is_blocking is not enough


def test_no_funding_of_a_structure_s_own_operation__C_4_3c():
    found = finding(changed(valid_dossier(), "budget.no_running_costs", False), "ENGAGEMENTS")
    assert found.is_blocking
    assert (found.section, found.field) == ("budget", "no_running_costs")


# --- PIECES_OBLIGATOIRES


def test_a_missing_document_is_named__C_4_1j():
    found = finding(valid_dossier(documents=[attachment(1, "rib")]), "PIECES_OBLIGATOIRES")
    assert found.is_blocking
    assert "Délibération" in found.reason
    assert "RIB" not in found.reason


@pytest.mark.parametrize("scan", ["pending", "clean", "not_scanned"])
def test_a_pending_scan_never_blocks_filing__C_4_1j(scan):
    documents = [attachment(1, "rib", scan), attachment(2, "deliberation", scan)]
    assert finding(valid_dossier(documents=documents), "PIECES_OBLIGATOIRES").is_conforming


def test_an_infected_file_blocks_and_is_named__C_4_1j():
    documents = [*valid_dossier().documents, attachment(3, "autre", "infected")]
    found = finding(valid_dossier(documents=documents), "PIECES_OBLIGATOIRES")
    assert found.is_blocking
    assert "autre.pdf" in found.reason
