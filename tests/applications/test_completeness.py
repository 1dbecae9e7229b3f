"""What is missing where."""

import pytest

from applications.completeness import missing, progress
from applications.enums import SectionKey
from tests.applications.dossiers import changed, empty_dossier, valid_dossier


def test_a_complete_dossier_lacks_nothing():
    assert missing(valid_dossier()) == []
    assert str(progress(valid_dossier())) == "9 sections sur 9"
    assert progress(valid_dossier()).is_complete


def test_an_empty_dossier_lacks_something_in_each_section():
    done = progress(empty_dossier())
    assert str(done) == "0 section sur 9"
    assert [s.key for s in done.sections] == SectionKey.values
    assert [s.number for s in done.sections] == list(range(1, 10))
    assert all(s.missing for s in done.sections)


@pytest.mark.parametrize(
    ("path", "empty", "section", "field"),
    [
        ("identity.siret", " ", "porteur", "siret"),
        ("identity.representative.email", "", "porteur", "representative.email"),
        ("identity.contact.phone", "", "porteur", "contact.phone"),
        ("identity.has_previous_award", None, "porteur", "has_previous_award"),
        ("territory.description", "", "territoire", "description"),
        ("territory.is_qpv", None, "territoire", "is_qpv"),
        ("project.title", "", "objectifs", "title"),
        ("project.starts_on", None, "objectifs", "starts_on"),
        (
            "actions.1.content.beneficiaries_count",
            None,
            "actions",
            "beneficiaries_count",
        ),
        ("partnership.governance_body", "", "partenaires", "governance_body"),
        ("team.material_means", "", "moyens-humains", "material_means"),
        ("team.staff.0.function", "", "moyens-humains", "staff"),
        ("budget.no_running_costs", False, "budget", "no_running_costs"),
        ("budget.expenses.0.account", "", "budget", "expenses"),
        ("budget.resources.0.state", "", "budget", "resources"),
        ("documents", [], "pieces-jointes", "documents"),
        ("commitments.iban", "", "engagements", "iban"),
    ],
)
def test_a_missing_answer_is_listed_in_its_section_with_its_field(path, empty, section, field):
    dossier = changed(valid_dossier(), path, empty)
    (item,) = missing(dossier)
    assert (item.section, item.field) == (section, field)
    assert not progress(dossier).section(section).is_complete
    assert progress(dossier).done == 8


def test_an_item_in_an_action_names_it():
    (item,) = missing(changed(valid_dossier(), "actions.2.content.ends_on", None))
    assert item.action == 3
    assert item.label == "«\u00a0Action 3\u00a0»\u00a0: date de fin"


def test_a_no_and_a_zero_are_answers():
    dossier = changed(valid_dossier(), "actions.0.content.beneficiaries_count", 0)
    assert missing(changed(dossier, "team.referent_in_clspd", False)) == []


def test_a_declared_previous_award_asks_its_dates():
    dossier = changed(valid_dossier(), "identity.has_previous_award", True)
    fields = [item.field for item in missing(dossier)]
    assert fields == ["previous_award_year", "previous_award_ended_on"]


def test_a_priority_neighbourhood_is_named_when_there_is_one():
    dossier = changed(valid_dossier(), "territory.is_qpv", True)
    assert [item.field for item in missing(dossier)] == ["qpv_names"]


def test_a_whole_commune_needs_no_name():
    dossier = changed(valid_dossier(), "territory.scale", "commune")
    assert missing(changed(dossier, "territory.name", "")) == []


def test_an_unbalanced_budget_is_not_complete():
    dossier = changed(valid_dossier(), "budget.resources.0.amounts", [])
    (item,) = missing(dossier)
    assert "10\u00a0000\u00a0€ de ressources" in item.label


def test_a_measure_outside_the_axes_needs_no_axis():
    dossier = changed(valid_dossier(), "actions.0.content.axis", "")
    assert "axis" in [item.field for item in missing(dossier)]
    dossier = changed(dossier, "actions.0.content.is_outside_axes", True)
    assert "axis" not in [item.field for item in missing(dossier)]
