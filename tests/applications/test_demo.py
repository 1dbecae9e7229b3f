"""The demonstration: real verbs, real collectivités, every state, sums as the README states them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from accounts import demo as demo_people
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.call_content import CallContent
from applications.call_file import parse
from applications.content import ActionContent
from applications.demo import edition
from applications.demo.edition import PAST, PRESENT, siret_of
from applications.demo.plan import Town, budget, plan
from applications.dossier import read as read_dossier
from applications.eligibility import blocking, evaluate
from applications.enums import ApplicationStatus
from applications.models import Application, Call, Snapshot
from tests.factories import make_departement, make_organisation
from workflow.models import Event

TOWN = Town(
    name="Loos", quarter="Flora Tristan", population=6_000, starts_on=date(2027, 9, 1), years=3
)
# The sums stated in the README: whole cost, and by axis.
TOTAL = Decimal(240_640)
BY_AXIS = {"piloter": 45_000, "proteger": 103_540, "lutter": 47_100, "proposer": 45_000}
REQUESTED = Decimal(179_540)


@pytest.fixture(scope="module")
def texts() -> CallContent:
    path = settings.BASE_DIR / "data" / "calls" / "limits-2024.json"
    return parse(path.read_text(encoding="utf-8")).file.content


def test_the_plan_s_sums_are_those_of_the_readme__C_A2(texts):
    actions = plan(texts, TOWN)

    sums = {axis: sum(a.cost for a in actions if a.axis == axis) for axis in BY_AXIS}
    assert sums == BY_AXIS
    assert sum(a.cost for a in actions) == TOTAL
    assert sum(a.requested_total for a in actions) == REQUESTED
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    for amount in (TOTAL, REQUESTED, *BY_AXIS.values()):
        assert f"{amount:,.0f} €".replace(",", " ") in readme


def test_the_plan_uses_the_call_s_own_costs__C_A2(texts):
    costs = {a.example: a.costs for a in plan(texts, TOWN)}
    given = {e.code: e.cost for e in texts.examples}

    assert costs["formation-cps-prisme"][0] == given["formation-cps-prisme"] == 9_270
    assert sum(costs["psfp"]) == given["psfp"] == 42_000
    assert costs["ateliers-des-parents"][0] == given["ateliers-des-parents"] == 12_500
    assert costs["entretiens-familles"][0] == 10 * given["entretiens-familles"] == 6_000
    assert costs["theatre-forum"][0] == given["theatre-forum"] == 11_700


@pytest.mark.parametrize("years", [2, 3])
def test_the_budget_balances_each_year__C_4_1c(texts, years):
    town = Town("Loos", "Flora Tristan", 6_000, date(2027, 9, 1), years)
    actions: list[tuple[int, ActionContent]] = list(enumerate(plan(texts, town), start=1))
    made = budget(actions, years=years)

    for year in range(years):
        spent = sum(line.amounts[year] for line in made.expenses)
        paid = sum(line.amounts[year] for line in made.resources) + made.requested[year]
        assert spent == paid


def test_a_demonstration_siret_has_a_right_key():
    assert siret_of("215903600").startswith("215903600")
    assert len(siret_of("215903600")) == 14


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[list[Application]]:
    """The demonstration, loaded once for the module and undone after it."""
    storages = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path_factory.mktemp("files"), "base_url": None},
        }
    }
    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES=storages),
        transaction.atomic(),
    ):
        make_towns()
        call_command("load_call", "limits-2024", verbosity=0)
        yield edition.load(today=date(2026, 11, 22))
        transaction.set_rollback(True)


@pytest.fixture
def loaded(made, db) -> list[Application]:
    """The demonstration's dossiers; what a test changes is undone."""
    return made


def make_towns() -> None:
    """The collectivités of the demonstration, as the register has them."""
    wanted = {(story.kind, story.code) for story in (*PAST, *PRESENT)}
    wanted |= {(person.kind, person.code) for person in demo_people.PEOPLE}
    for rank, (kind, code) in enumerate(sorted(wanted)):
        number = code[:3] if code.startswith("97") else code[:2]
        is_mildeca = kind == OrganisationKind.MILDECA
        make_organisation(
            kind,
            f"Ville {code}",
            code,
            departement=None if is_mildeca else make_departement(number),
            siren=f"{213_000_000 + rank}",
        )


def test_there_is_a_dossier_in_every_state_but_the_results_of_the_reviews(loaded):
    results = {"selected", "reserve", "rejected", "given_up"}
    assert {a.status for a in loaded} == set(ApplicationStatus.values) - results
    assert Call.objects.filter(is_published=True).count() == 2


def test_what_was_filed_conformed_to_every_rule_and_was_frozen(loaded):
    filed = Snapshot.objects.select_related("application")

    assert filed.count() == len([s for s in (*PAST, *PRESENT) if s.state != "draft"])
    for snapshot in filed:
        assert not [f for f in snapshot.findings if f["state"] == "to_correct"]
        assert len(snapshot.sha256) == 64


def test_a_past_dossier_is_dated_of_its_edition(loaded):
    past = Application.objects.get(holder__code="33249")

    assert past.submitted_at == edition.FILED_IN_2024
    dates = (
        Event.objects.about(past)
        .filter(target="in_committee")
        .values_list("happened_at", flat=True)
    )
    assert list(dates) == [edition.FILED_IN_2024 + edition.INSTRUCTION]


def test_the_two_drafts_show_what_is_left_to_do(loaded):
    def codes(town: str) -> set[str]:
        application = Application.objects.get(holder__code=town, status="draft")
        return {finding.code for finding in blocking(evaluate(read_dossier(application)))}

    assert codes("59360") == {"ENGAGEMENTS"}
    assert {"PLAFOND", "AXES_COUVERTS", "BUDGET_EQUILIBRE"} <= codes("59286")
    asked = Application.objects.get(holder__code="59286").requested_amount
    assert asked == 252_000


def test_loading_again_adds_nothing(loaded):
    assert edition.load(today=date(2026, 11, 22)) == []
    assert Organisation.objects.count() > 0
