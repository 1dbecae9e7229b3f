"""The instruction's pages: members, conflicts, assignments, progress, export; who reads which (C-5d, A4)."""

import csv
import io

import pytest
from django.urls import reverse

from applications.models import Application
from reviews import recusing
from reviews.models import Assignment, Recusal, Seat
from reviews.terms import of
from tests.factories import make_commune, make_membership, make_user
from tests.reviews.committee import (
    REASON,
    give,
    make_filed_review,
    make_in_hand,
    make_review,
    make_seat,
)
from tests.reviews.decisions import make_examined
from workflow.models import Event

SECRET = "MARQUE-SECRETE-7Q"


@pytest.fixture
def dossier(commune_a, bob, ines) -> Application:
    return make_in_hand(holder=commune_a, by=bob, instructor=ines)


@pytest.fixture
def seat(dossier, karim, ines) -> Seat:
    seat = make_seat(dossier.call, karim, by=ines)
    give(dossier, seat, by=ines)
    return seat


def at(name: str, dossier: Application, *more) -> str:
    return reverse(f"reviews:{name}", args=[dossier.call.slug, *more])


def text(page) -> str:
    return page.content.decode()


def body(response) -> str:
    return b"".join(response.streaming_content).decode()


def test_a_member_is_appointed_then_changed_then_leaves(dossier, karim, ines, client_of):
    mildeca = client_of(ines)
    address = at("committee", dossier)
    assert mildeca.post(address, {}).status_code == 422
    wrong = {"person": karim.pk, "departements": "ZZ"}
    assert "Code de département inconnu" in text(mildeca.post(address, wrong))
    right = {"person": karim.pk, "departements": "59", "employer": "CHU de Lille", "is_chair": "on"}
    assert mildeca.post(address, right).status_code == 302
    seat = Seat.objects.get()
    assert (seat.departements, seat.is_chair) == (["59"], True)
    change = {"departements": "", "employer": "", "is_away": "on"}
    assert mildeca.post(at("seat", dossier, seat.pk), change).status_code == 302
    assert mildeca.post(at("seat_leave", dossier, seat.pk)).status_code == 302
    seat.refresh_from_db()
    assert seat.left_at is not None and seat.is_away
    assert set(Event.objects.about(seat).values_list("name", flat=True)) >= {
        "seat.appointed",
        "seat.changed",
        "seat.left",
    }


def test_two_people_do_not_chair(dossier, karim, lea, ines, client_of):
    make_seat(dossier.call, karim, by=ines, is_chair=True)
    answer = client_of(ines).post(
        at("committee", dossier), {"person": lea.pk, "departements": "", "is_chair": "on"}
    )
    assert answer.status_code == 409 and "déjà une personne qui préside" in text(answer)


def test_the_readings_are_shared_out_and_changed_by_hand(dossier, karim, lea, ines, client_of):
    mildeca = client_of(ines)
    first, second = (make_seat(dossier.call, p, by=ines) for p in (karim, lea))
    page = text(mildeca.get(at("assignments", dossier)))
    assert "Répartir les lectures" in page and "Lecteurs manquants" in page
    balanced = text(mildeca.post(at("assignments_balance", dossier), follow=True))
    assert "Lectures réparties\u00a0: 2 attribuées, 0 retirée." in balanced
    assert Assignment.objects.filter(ended_at=None).count() == 2
    change = at("assignment_change", dossier, dossier.reference)
    mildeca.post(change, {"seat": first.pk, "command": "take"})
    assert set(Assignment.objects.filter(ended_at=None).values_list("seat", flat=True)) == {
        second.pk
    }
    mildeca.post(change, {"seat": first.pk, "command": "give"})
    assert Assignment.objects.get(seat=first, ended_at=None).is_manual
    for bad in ("", "x", "9" * 30):
        assert mildeca.post(change, {"seat": bad}).status_code == 302


def test_a_suspicion_is_confirmed_or_set_aside_with_its_reason(
    dossier, karim, lea, ines, client_of
):
    mildeca = client_of(ines)
    seats = [make_seat(dossier.call, p, by=ines, departements=["59"]) for p in (karim, lea)]
    assert text(mildeca.get(at("conflicts", dossier))).count("Examiner") == 2
    addresses = [at("suspicion", dossier, dossier.reference, seat.pk) for seat in seats]
    assert mildeca.post(addresses[0], {"command": "confirm"}).status_code == 422
    mildeca.post(addresses[0], {"command": "confirm", "reason": REASON})
    mildeca.post(addresses[1], {"command": "set_aside", "reason": REASON})
    page = text(mildeca.get(at("conflicts", dossier)))
    assert "Examiner" not in page and "Relevé par le portail, confirmé".lower() in page.lower()
    recusal = Recusal.objects.get()
    assert (recusal.person, recusal.origin) == (karim, "confirmed")
    mildeca.post(at("recusal_lift", dossier, recusal.pk), {"reason": REASON})
    recusal.refresh_from_db()
    assert recusal.lifted_at is not None


def test_the_progress_says_who_is_missing_and_reminds_them_once_a_day(
    dossier, seat, ines, client_of
):
    mildeca = client_of(ines)
    assert "0 / 1" in text(mildeca.get(at("progress", dossier)))
    mildeca.post(at("remind", dossier))
    assert Event.objects.filter(name="seat.reminded").count() == 1
    mildeca.post(at("remind", dossier), {"seat": seat.pk})
    assert Event.objects.filter(name="seat.reminded").count() == 1


def test_the_export_holds_every_reading_and_no_formula__A14(dossier, seat, ines, client_of):
    make_filed_review(dossier, seat, 4, comment='=HYPERLINK("x")')
    response = client_of(ines).get(at("reviews_export", dossier))
    rows = list(csv.reader(io.StringIO(body(response).removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 2 and rows[1][0] == dossier.reference and "80,00" in rows[1]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    book = client_of(ines).get(at("reviews_export", dossier), {"format": "xlsx"})
    assert b"".join(book.streaming_content).startswith(b"PK")


def test_an_instructor_reopens_a_reading(dossier, seat, ines, client_of):
    review = make_filed_review(dossier, seat)
    address = reverse("reviews:reopen", args=[dossier.reference, review.pk])
    assert client_of(ines).post(address, {"reason": ""}).status_code == 422
    assert client_of(ines).post(address, {"reason": REASON}).status_code == 302
    review.refresh_from_db()
    assert review.status == "draft"


def test_the_administrator_writes_the_terms(dossier, nora, client_of):
    address = at("review_terms", dossier)
    page = client_of(nora).get(address)
    form = page.context["form"]
    data = {field.html_name: field.value() or "" for field in form} | {
        "seen": page.context["seen"],
        "readers_per_dossier": "4",
        "first_tie_break": "partenariat",
    }
    data.pop("appeal_text_is_validated")
    assert client_of(nora).post(address, data).status_code == 302
    terms = of(dossier.call)
    assert (terms.readers_per_dossier, terms.tie_breaks) == (4, ["partenariat"])
    assert client_of(nora).post(address, data | {"quorum_percent": "101"}).status_code == 422
    assert client_of(nora).post(address, data).status_code == 409


PEOPLE = ["alice", "bob", "charlie", "flora", "flora_chief", "gaston", "nora", "lea"]


def pages_of(dossier: Application) -> list[str]:
    """Everywhere a mark could be read."""
    slug, reference = dossier.call.slug, dossier.reference
    return [
        reverse("reviews:readings"),
        reverse("reviews:declaration", args=[slug]),
        reverse("reviews:grid", args=[reference]),
        reverse("reviews:dossier_reviews", args=[reference]),
        *(at(name, dossier) for name in ("committee", "conflicts", "assignments", "progress")),
        at("reviews_export", dossier),
        reverse("applications:filed"),
        reverse("applications:filed_export"),
        reverse("applications:recap", args=[reference]),
        reverse("applications:journal", args=[reference]),
        reverse("applications:list"),
        reverse("reviews:editions"),
        reverse("reviews:decisions"),
        reverse("notifications:list"),
    ]


@pytest.mark.parametrize("person", PEOPLE)
def test_a_mark_is_never_read_by_holders_prefectures_or_the_recused__A4(
    dossier, seat, lea, ines, person, request, client_of
):
    other = make_seat(dossier.call, lea, by=ines)
    give(dossier, other, by=ines)
    make_filed_review(dossier, seat, 4, comment=SECRET)
    make_review(dossier, other, 1, comment=SECRET)
    recusing.declare(dossier, other, ground="personal", detail=SECRET, by=lea)
    browser = client_of(request.getfixturevalue(person))
    for address in pages_of(dossier):
        response = browser.get(address)
        said = body(response) if response.streaming else text(response)
        assert SECRET not in said, address
        assert "80,00" not in said, address


def test_an_instructor_in_conflict_counts_nothing_of_the_dossier__A4(
    dossier, seat, ines, client_of
):
    make_filed_review(dossier, seat, 4, comment=SECRET)
    Recusal.objects.create(
        application=dossier, person=ines, ground="personal", origin="declared", declared_by=ines
    )
    mildeca = client_of(ines)
    for address in pages_of(dossier):
        response = mildeca.get(address)
        said = body(response) if response.streaming else text(response)
        assert SECRET not in said and dossier.reference not in said, address
    assert "apparaîtront ici" in text(mildeca.get(at("progress", dossier)))


@pytest.mark.parametrize(
    "name", ["progress", "assignments", "conflicts", "committee", "reviews_export"]
)
def test_a_page_costs_the_same_whatever_the_dossiers_and_the_members(
    dossier, seat, lea, ines, name, client_of, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    mildeca = client_of(ines)
    mildeca.get(at(name, dossier)).getvalue()  # an export is made as it is read
    with CaptureQueriesContext(connection) as one:
        mildeca.get(at(name, dossier)).getvalue()
    other = make_seat(dossier.call, lea, by=ines, departements=["33"])
    for _ in range(2):
        commune, mayor = make_commune(), make_user()
        make_membership(mayor, commune, "representative")
        more = make_examined(holder=commune, by=mayor, instructor=ines, call=dossier.call)
        give(more, seat, other, by=ines)
        make_filed_review(more, other)
    with django_assert_max_num_queries(len(one.captured_queries) + 1):
        mildeca.get(at(name, dossier)).getvalue()
