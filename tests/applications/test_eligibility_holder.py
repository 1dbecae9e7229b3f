"""Who asks, when: PORTEUR_ELIGIBLE to RECRUTEMENTS_BORNES, each at its edge."""

from datetime import UTC, date, datetime, timedelta

import pytest

from applications.content import Holder, PastProject
from applications.eligibility import State, evaluate
from tests.applications.dossiers import (
    CLOSES_AT,
    OPENS_AT,
    changed,
    terms,
    valid_dossier,
)


def finding(dossier, code):
    """The one finding of a rule."""
    (found,) = evaluate(dossier, [code])
    return found


def holder(kind):
    return Holder(kind=kind, name="Exemple")


# --- PORTEUR_ELIGIBLE


def test_a_commune_is_admitted__C_4_3a():
    assert finding(valid_dossier(holder=holder("commune")), "PORTEUR_ELIGIBLE").is_conforming


def test_an_epci_is_admitted_where_the_call_admits_it__C_4_3a():
    assert finding(valid_dossier(holder=holder("epci")), "PORTEUR_ELIGIBLE").is_conforming


def test_an_epci_is_refused_by_a_call_for_communes_only__C_4_3a():
    dossier = valid_dossier(holder=holder("epci"), terms=terms(admits_epci=False))
    found = finding(dossier, "PORTEUR_ELIGIBLE")
    assert found.is_blocking
    assert "communes membres" in found.reason


def test_an_association_is_refused_and_told_it_may_be_operator_or_partner__C_4_3a():
    found = finding(valid_dossier(holder=holder("association")), "PORTEUR_ELIGIBLE")
    assert found.is_blocking
    assert "opérateur" in found.reason
    assert "partenaire" in found.reason


@pytest.mark.parametrize("kind", ["", "prefecture", "mildeca", "company"])
def test_anyone_else_is_refused__C_4_3a(kind):
    assert finding(valid_dossier(holder=holder(kind)), "PORTEUR_ELIGIBLE").is_blocking


# --- REPRESENTANT


@pytest.mark.parametrize(
    ("kind", "function"),
    [
        ("commune", "Maire"),
        ("commune", "Madame la maire"),
        ("commune", "Maire de Loos"),
        ("epci", "Président"),
        ("epci", "PRÉSIDENTE de la métropole"),
    ],
)
def test_the_mayor_or_president_represents__C_4_3a(kind, function):
    dossier = changed(
        valid_dossier(holder=holder(kind)), "identity.representative.function", function
    )
    assert finding(dossier, "REPRESENTANT").is_conforming


@pytest.mark.parametrize(
    ("kind", "function"),
    [
        ("commune", "Adjointe au maire"),
        ("commune", "Directrice de la prévention"),
        ("commune", "Directeur de cabinet du maire"),
        ("epci", "Vice-président"),
        ("epci", "Maire"),
        ("commune", "Président"),
    ],
)
def test_nobody_else_represents__C_4_3a(kind, function):
    dossier = changed(
        valid_dossier(holder=holder(kind)), "identity.representative.function", function
    )
    found = finding(dossier, "REPRESENTANT")
    assert found.is_blocking
    assert found.field == "representative.function"


@pytest.mark.parametrize("part", ["last_name", "first_name", "function"])
def test_the_representative_is_named__C_4_3a(part):
    dossier = changed(valid_dossier(), f"identity.representative.{part}", " ")
    found = finding(dossier, "REPRESENTANT")
    assert found.is_blocking
    assert found.field == f"representative.{part}"


def test_who_may_not_sign_may_not_file__C_4_3a():
    assert finding(valid_dossier(filer_may_sign=False), "REPRESENTANT").is_blocking
    assert finding(valid_dossier(filer_may_sign=True), "REPRESENTANT").is_conforming
    assert finding(valid_dossier(filer_may_sign=None), "REPRESENTANT").is_conforming


# --- PROJET_PRECEDENT_CLOS (the dossier is judged on 15 April 2024)


def past(ends_on):
    return [PastProject(reference="LIMITS-2021-0007", title="Ensemble", ends_on=ends_on)]


def declaring(ends_on, **fields):
    dossier = changed(valid_dossier(**fields), "identity.has_previous_award", True)
    dossier = changed(dossier, "identity.previous_award_year", 2021)
    return changed(dossier, "identity.previous_award_ended_on", ends_on)


def test_a_former_laureate_still_running_is_refused__C_4_3b():
    found = finding(valid_dossier(past_projects=past(date(2025, 1, 31))), "PROJET_PRECEDENT_CLOS")
    assert found.is_blocking
    assert "31 janvier 2025" in found.reason.replace("\u00a0", " ")


def test_a_project_still_runs_on_its_last_day__C_4_3b():
    same_day = declaring(date(2024, 4, 15), past_projects=past(date(2024, 4, 15)))
    day_before = declaring(date(2024, 4, 14), past_projects=past(date(2024, 4, 14)))
    assert finding(same_day, "PROJET_PRECEDENT_CLOS").is_blocking
    assert finding(day_before, "PROJET_PRECEDENT_CLOS").is_conforming


def test_the_day_is_the_day_in_paris__C_4_3b():
    late_on_the_14th_in_london = datetime(2024, 4, 14, 22, 30, tzinfo=UTC)
    dossier = declaring(date(2024, 4, 14), judged_at=late_on_the_14th_in_london)
    assert finding(dossier, "PROJET_PRECEDENT_CLOS").is_conforming


def test_the_portal_s_knowledge_wins_over_the_declaration__C_4_3b():
    dossier = declaring(date(2023, 1, 1), past_projects=past(date(2025, 1, 31)))
    assert finding(dossier, "PROJET_PRECEDENT_CLOS").is_blocking


@pytest.mark.parametrize(
    ("dossier", "field"),
    [
        (
            changed(valid_dossier(), "identity.has_previous_award", None),
            "has_previous_award",
        ),
        (declaring(None), "previous_award_ended_on"),
        (declaring(date(2024, 4, 16)), "previous_award_ended_on"),
    ],
)
def test_the_declaration_is_asked_and_must_be_over__C_4_3b(dossier, field):
    found = finding(dossier, "PROJET_PRECEDENT_CLOS")
    assert found.is_blocking
    assert found.field == field


def test_a_known_grant_without_dates_or_undeclared_is_to_be_checked__C_4_3b():
    undated = declaring(date(2023, 1, 1), past_projects=past(None))
    denied = valid_dossier(past_projects=past(date(2023, 1, 1)))
    assert finding(undated, "PROJET_PRECEDENT_CLOS").state == State.TO_CHECK
    assert finding(denied, "PROJET_PRECEDENT_CLOS").state == State.TO_CHECK


# --- UN_DOSSIER_PAR_PORTEUR


def test_a_second_open_dossier_is_refused():
    assert finding(valid_dossier(has_other_open_dossier=True), "UN_DOSSIER_PAR_PORTEUR").is_blocking
    assert finding(valid_dossier(), "UN_DOSSIER_PAR_PORTEUR").is_conforming


# --- DELAI


@pytest.mark.parametrize(
    ("judged_at", "on_time"),
    [
        (OPENS_AT - timedelta(seconds=1), False),
        (OPENS_AT, True),
        (CLOSES_AT, True),
        (
            CLOSES_AT + timedelta(milliseconds=999),
            True,
        ),  # still 23:59:59 on the receipt
        (CLOSES_AT + timedelta(seconds=1), False),
    ],
)
def test_the_deadline_is_inclusive_to_the_second__C_4_1k(judged_at, on_time):
    found = finding(valid_dossier(judged_at=judged_at), "DELAI")
    assert found.is_blocking is not on_time


def test_a_late_dossier_is_told_it_is_kept__C_4_1k():
    found = finding(valid_dossier(judged_at=CLOSES_AT + timedelta(days=1)), "DELAI")
    assert "heure de Paris" in found.reason
    assert "reste enregistré" in found.reason


def test_an_extension_counts_for_its_holder__C_4_1k():
    late = CLOSES_AT + timedelta(days=1)
    dossier = valid_dossier(judged_at=late, terms=terms(closes_at=late))
    assert finding(dossier, "DELAI").is_conforming


# --- DUREE


@pytest.mark.parametrize(("years", "admitted"), [(1, False), (2, True), (3, True), (4, False)])
def test_two_or_three_years__C_3f(years, admitted):
    found = finding(changed(valid_dossier(), "project.duration_years", years), "DUREE")
    assert found.is_blocking is not admitted


def test_the_durations_are_the_call_s__C_3f():
    dossier = changed(valid_dossier(terms=terms(durations=[1, 4])), "project.duration_years", 4)
    assert finding(dossier, "DUREE").is_conforming


def test_a_missing_duration_is_asked__C_3f():
    found = finding(changed(valid_dossier(), "project.duration_years", None), "DUREE")
    assert found.is_blocking
    assert found.field == "duration_years"


# --- RECRUTEMENTS_BORNES (the project runs from 1 September 2024 to 31 August 2026)


def recruiting(starts_on, ends_on, kind="recruited"):
    dossier = changed(valid_dossier(), "team.staff.0.starts_on", starts_on)
    dossier = changed(dossier, "team.staff.0.ends_on", ends_on)
    return changed(dossier, "team.staff.0.kind", kind)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "bounded"),
    [
        (date(2024, 9, 1), date(2026, 8, 31), True),
        (date(2024, 8, 31), date(2026, 8, 31), False),
        (date(2024, 9, 1), date(2026, 9, 1), False),
        (date(2025, 3, 2), date(2025, 3, 1), False),
        (date(2024, 9, 1), None, False),  # a permanent post
        (None, date(2026, 8, 31), False),
    ],
)
def test_recruited_staff_stay_within_the_project_s_dates__C_4_3d(starts_on, ends_on, bounded):
    found = finding(recruiting(starts_on, ends_on), "RECRUTEMENTS_BORNES")
    assert found.is_blocking is not bounded


@pytest.mark.parametrize("kind", ["existing", "provider"])
def test_staff_already_there_need_no_dates__C_4_3d(kind):
    assert finding(recruiting(None, None, kind), "RECRUTEMENTS_BORNES").is_conforming


def test_without_the_project_s_dates_the_rule_asks_for_them__C_4_3d():
    found = finding(changed(valid_dossier(), "project.starts_on", None), "RECRUTEMENTS_BORNES")
    assert found.is_blocking
    assert (found.section, found.field) == ("objectifs", "starts_on")
