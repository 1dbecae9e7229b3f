"""What the sections ask, typed on the page and found again as typed content (C-4.1)."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from applications import drafting
from applications.content import (
    ActionContent,
    Budget,
    Partnership,
    Project,
    Team,
)
from applications.dossier import read
from applications.eligibility import evaluate
from applications.models import Application
from tests.applications.filings import make_filed
from tests.factories import make_application


@pytest.fixture
def application(alice, commune_a) -> Application:
    dossier = make_application(holder=commune_a, by=alice)
    project = Project(starts_on=date(2027, 9, 1), duration_years=2)
    drafting.save_section(dossier.sections.get(key="objectifs"), project, version=0, by=alice)
    return dossier


@pytest.fixture
def as_alice(client_of, alice):
    return client_of(alice)


def save(as_alice, application: Application, key: str, **fields) -> dict:
    """Send a section and return what is stored."""
    url = reverse("applications:section", args=[application.reference, key])
    response = as_alice.post(url, {"version": "0", **fields})
    assert response.status_code == 302, response.context["errors"]
    return application.sections.get(key=key).content


def save_action(as_alice, application: Application, alice, **fields) -> ActionContent:
    action = drafting.add_action(application, ActionContent(), by=alice)
    url = reverse("applications:action", args=[application.reference, action.pk])
    response = as_alice.post(url, {"version": "1", **fields})
    assert response.status_code == 302, response.context["errors"]
    return ActionContent.model_validate(application.actions.get().content)


def test_a_deliverable_says_what_when_and_how_much__C_4_1d(as_alice, application, alice):
    content = save_action(
        as_alice,
        application,
        alice,
        **{
            "deliverables": ["d1"],
            "deliverables-d1-title": "Guide des animateurs",
            "deliverables-d1-due_on": "30/06/2028",
            "deliverables-d1-amount": "1 200",
        },
    )

    deliverable = content.deliverables[0]
    assert (deliverable.title, deliverable.due_on, deliverable.amount) == (
        "Guide des animateurs",
        date(2028, 6, 30),
        Decimal(1200),
    )


def test_credits_delegated_to_an_operator_are_kept__C_4_1h(as_alice, application, alice):
    content = save_action(
        as_alice,
        application,
        alice,
        has_operator="yes",
        operator_name="Compagnie",
        delegated_amount="9 000",
    )

    assert (content.operator_name, content.delegated_amount) == ("Compagnie", Decimal(9000))


def test_a_partner_says_its_role_state_and_contribution__C_4_1e(as_alice, application):
    stored = save(
        as_alice,
        application,
        "partenaires",
        **{
            "partners": ["p1"],
            "partners-p1-category": "education",
            "partners-p1-name": "Collège",
            "partners-p1-role": "Accueille les ateliers",
            "partners-p1-state": "confirmed",
            "partners-p1-contribution": "500",
        },
    )

    partner = Partnership.model_validate(stored).partners[0]
    assert (partner.category, partner.name, partner.role) == (
        "education",
        "Collège",
        "Accueille les ateliers",
    )
    assert (partner.state, partner.contribution) == ("confirmed", Decimal(500))


def test_the_governance_body_is_one_of_the_call_s__C_A1d(as_alice, application):
    url = reverse("applications:section", args=[application.reference, "partenaires"])

    assert (
        save(as_alice, application, "partenaires", governance_body="clspd")["governance_body"]
        == "clspd"
    )
    refused = as_alice.post(url, {"version": "1", "governance_body": "inconnue"})
    assert refused.status_code == 422


def test_a_post_says_its_function_time_dates_and_cost__C_4_1f(as_alice, application):
    stored = save(
        as_alice,
        application,
        "moyens-humains",
        **{
            "staff": ["s1"],
            "staff-s1-function": "Chargé de mission LIMIT'S",
            "staff-s1-kind": "recruited",
            "staff-s1-headcount": "1",
            "staff-s1-fte": "0,5",
            "staff-s1-starts_on": "2027-09-01",
            "staff-s1-ends_on": "2029-08-31",
            "staff-s1-cost": "40 000",
        },
    )

    post = Team.model_validate(stored).staff[0]
    assert (post.function, post.kind, post.fte) == (
        "Chargé de mission LIMIT'S",
        "recruited",
        Decimal("0.5"),
    )
    assert (post.starts_on, post.ends_on, post.cost) == (
        date(2027, 9, 1),
        date(2029, 8, 31),
        Decimal(40_000),
    )


def test_a_project_officer_may_be_recruited_for_the_project__C_A1b(as_alice, application):
    test_a_post_says_its_function_time_dates_and_cost__C_4_1f(as_alice, application)

    findings = {finding.code: finding for finding in evaluate(read(application))}
    assert findings["RECRUTEMENTS_BORNES"].state == "conforming"


def test_a_resource_says_its_funder_and_state__C_4_1g(as_alice, application):
    url = reverse("applications:budget", args=[application.reference])
    as_alice.post(
        url,
        {
            "version": "0",
            "resources": ["r1"],
            "resources-r1-account": "74-social",
            "resources-r1-label": "CAF du Nord",
            "resources-r1-state": "requested",
            "resources-r1-amounts-0": "5 000",
        },
    )

    stored = Budget.model_validate(application.sections.get(key="budget").content)
    line = stored.resources[0]
    assert (line.account, line.label, line.state) == ("74-social", "CAF du Nord", "requested")
    assert line.total == 5_000


def test_a_prefecture_reads_the_filed_dossiers_of_its_departement_only__C_5c(
    client_of, bob, flora, gaston, commune_a, application
):
    filed = make_filed(holder=commune_a, by=bob).application

    seen = {
        user.email: set(Application.objects.visible_to(user).values_list("reference", flat=True))
        for user in (flora, gaston)
    }
    assert seen == {flora.email: {filed.reference}, gaston.email: set()}
    recap = reverse("applications:recap", args=[filed.reference])
    assert client_of(flora).get(recap).status_code == 200
    assert client_of(gaston).get(recap).status_code == 404
