"""A finding, or a missing answer, leads to a field that is on the page."""

import re

import pytest
from django.urls import reverse

from applications import drafting
from applications.completeness.blanks import FULL_PERSON, NAMED_PERSON
from applications.completeness.sections import ACTION_LABELS
from applications.content import ActionContent
from applications.eligibility.finding import anchor_of
from tests.factories import make_application

FIELDS = {
    "porteur": [
        *["siret", "address", "postcode", "city", "departement"],
        *["has_previous_award", "previous_award_year", "previous_award_ended_on"],
        *(f"{who}.{part}" for who in ("representative", "contact") for part in FULL_PERSON),
    ],
    "territoire": ["scale", "name", "description", "population", "is_qpv", "qpv_names", "publics"],
    "objectifs": [
        *["title", "summary", "diagnosis", "starts_on", "duration_years"],
        *["expected_results", "objectives"],
    ],
    "actions": ["axis.axe-1", "axis.axe-4"],
    "partenaires": [
        *["partners", "governance_body", "governance", "copil_per_year"],
        *["elected_referent.last_name", "council_involvement"],
    ],
    "moyens-humains": [
        *(f"referent.{part}" for part in NAMED_PERSON),
        *["referent_fte", "referent_in_clspd", "material_means", "staff"],
    ],
    "budget": ["requested", "expenses", "resources", "no_running_costs"],
    "pieces-jointes": ["documents"],
    "engagements": ["commitments", "account_holder", "iban", "bic", "signed_at_place"],
}
ACTION_FIELDS = [*ACTION_LABELS, "axis", "operator_name", "operator_is_independent", "indicators"]


def ids(html):
    return set(re.findall(r'\bid="([^"]+)"', html))


@pytest.mark.parametrize("section", list(FIELDS))
def test_each_field_of_a_section_is_there_to_go_to(section, alice, commune_a, client_of):
    application = make_application(holder=commune_a, by=alice)
    page = client_of(alice).get(
        reverse("applications:section", args=[application.reference, section])
    )
    missing = {anchor_of(field) for field in FIELDS[section]} - ids(page.text)
    assert missing == set()


def test_each_field_of_an_action_is_there_to_go_to(alice, commune_a, client_of):
    application = make_application(holder=commune_a, by=alice)
    action = drafting.add_action(application, ActionContent(title="Essai"), by=alice)
    page = client_of(alice).get(
        reverse("applications:action", args=[application.reference, action.pk])
    )
    assert {anchor_of(field) for field in ACTION_FIELDS} - ids(page.text) == set()
