"""A member's pages: the desk, the declaration, the grid beside the dossier (C-4.3f, C-5d)."""

import pytest
from django.urls import reverse

from applications.models import Application
from reviews import recusing
from reviews.models import Assignment, Recusal, Review, Seat
from tests.reviews.committee import (
    REASON,
    give,
    make_filed_review,
    make_in_hand,
    make_review,
    make_seat,
)

DESK = reverse("reviews:readings")


@pytest.fixture
def dossier(commune_a, bob, ines) -> Application:
    return make_in_hand(holder=commune_a, by=bob, instructor=ines)


@pytest.fixture
def seat(dossier, karim, ines) -> Seat:
    seat = make_seat(dossier.call, karim, by=ines)
    give(dossier, seat, by=ines)
    return seat


@pytest.fixture
def other(dossier, lea, ines) -> Seat:
    seat = make_seat(dossier.call, lea, by=ines)
    give(dossier, seat, by=ines)
    return seat


@pytest.fixture
def karims(client_of, karim):
    return client_of(karim)


def grid_of(dossier) -> str:
    return reverse("reviews:grid", args=[dossier.reference])


def typed(page, value: str = "3", comment: str = REASON, **more) -> dict:
    """What a browser would post back of the grid."""
    sheet = page.context["sheet"]
    codes = [row.id for row in sheet.lines[0].rows]
    data = {"version": page.context["version"], "base": page.context["base"], "marks": codes}
    for code in codes:
        data |= {f"marks-{code}-value": value, f"marks-{code}-comment": comment}
    return data | {"comment": "Un bon dossier.", "go": "stay"} | more


def text(page) -> str:
    return page.content.decode()


def test_before_the_declaration_the_desk_asks_for_it_and_opens_nothing(
    dossier, karim, ines, karims
):
    seat = make_seat(dossier.call, karim, by=ines, has_declared=False)
    give(dossier, seat, by=ines)
    assert "votre déclaration d’intérêts" in text(karims.get(DESK))
    assert karims.get(grid_of(dossier)).status_code == 404
    page = karims.get(reverse("reviews:declaration", args=[dossier.call.slug]))
    assert "Loos" in text(page)
    address = reverse("reviews:declaration", args=[dossier.call.slug])
    assert karims.post(address, {}).status_code == 422
    assert karims.post(address, {"statement": "on"}).status_code == 302
    assert karims.get(grid_of(dossier)).status_code == 200


def test_a_conflict_declared_with_the_declaration_closes_the_dossier(dossier, karim, ines, karims):
    seat = make_seat(dossier.call, karim, by=ines, has_declared=False, departements=["59"])
    address = reverse("reviews:declaration", args=[dossier.call.slug])
    assert "Même département (59)" in text(karims.get(address))
    assert karims.post(address, {"statement": "on"}).status_code == 422
    answer = {"statement": "on", f"ground_{dossier.pk}": "departement"}
    assert karims.post(address, answer).status_code == 302
    assert Recusal.objects.get(person=karim).ground == "departement"
    assert not Assignment.objects.filter(seat=seat).exists()
    assert dossier.title not in text(karims.get(DESK))


def test_the_desk_says_what_to_read_first(dossier, seat, karims):
    page = text(karims.get(DESK))
    assert "À lire maintenant" in page and grid_of(dossier) in page
    make_review(dossier, seat)
    assert "Commencée" in text(karims.get(DESK))


def test_the_grid_stands_beside_the_dossier_with_its_passages(dossier, seat, karims):
    page = text(karims.get(grid_of(dossier)))
    assert page.count("data-criterion") == 5
    assert page.count('-value" id=') == 30
    assert "Passages utiles" in page and 'href="#partie-6-' in page and 'id="partie-6-1"' in page
    assert "signal, poids 2" in page and "Délibération jointe" in page
    assert "J’ai un conflit d’intérêts" in page


def test_marks_are_saved_without_javascript_then_filed(dossier, seat, karims):
    page = karims.get(grid_of(dossier))
    assert karims.post(grid_of(dossier), typed(page)).status_code == 302
    page = karims.get(grid_of(dossier))
    assert "<strong data-score>60</strong>" in text(page)
    assert karims.post(grid_of(dossier), typed(page, go="file")).status_code == 302
    review = Review.objects.get()
    assert (review.status, review.score, review.comment) == ("filed", 60, "Un bon dossier.")
    assert "Vous avez rendu cette lecture" in text(karims.get(grid_of(dossier)))


def test_the_bonus_is_a_signal_beside_the_score_never_in_it__C_4_3g(dossier, seat, karims):
    review = make_filed_review(dossier, seat, 5)
    assert (review.score, review.marks.count()) == (100, 5)
    assert not review.marks.filter(criterion__is_bonus=True).exists()


def test_what_is_missing_is_said_and_what_is_typed_is_kept(dossier, seat, karims):
    page = karims.get(grid_of(dossier))
    answer = karims.post(grid_of(dossier), typed(page, value="", go="file"))
    assert answer.status_code == 409
    assert "Donnez une note pour" in text(answer) and REASON in text(answer)
    assert Review.objects.get().status == "draft"
    answer = karims.post(grid_of(dossier), typed(karims.get(grid_of(dossier)), value="7"))
    assert answer.status_code == 422


def test_autosave_answers_in_json_and_two_tabs_meet(dossier, seat, karims):
    page = karims.get(grid_of(dossier))
    first = karims.post(grid_of(dossier), typed(page, autosave="1"))
    assert first.status_code == 200 and first.json()["version"] == 1
    stale = karims.post(grid_of(dossier), typed(page, value="1", autosave="1"))
    assert stale.status_code == 409 and "autre onglet" in stale.json()["conflict"]
    assert Review.objects.get().content["marks"][0]["value"] == 3
    both = karims.post(grid_of(dossier), typed(page, value="1"))
    assert both.status_code == 409 and "Deux textes" in text(both)


def test_the_marks_of_others_are_read_once_ones_own_are_filed(dossier, seat, other, karims):
    make_filed_review(dossier, other, 1, comment="COMMENTAIRE SECRET")
    for address in (grid_of(dossier), DESK):
        assert "COMMENTAIRE SECRET" not in text(karims.get(address))
    make_filed_review(dossier, seat)
    page = text(karims.get(grid_of(dossier)))
    assert "COMMENTAIRE SECRET" in page and "20 sur 100" in page


def test_who_abstains_reads_no_mark(dossier, seat, other, karims):
    make_filed_review(dossier, other, 1, comment="COMMENTAIRE SECRET")
    address = reverse("reviews:abstain", args=[dossier.reference])
    assert karims.post(address, {"reason": ""}).status_code == 422
    assert karims.post(address, {"reason": "Hors de mon domaine."}).status_code == 302
    page = text(karims.get(grid_of(dossier)))
    assert "Hors de mon domaine." in page and "COMMENTAIRE SECRET" not in page


def test_a_conflict_closes_the_dossier_between_two_requests__A4(dossier, seat, karims):
    make_filed_review(dossier, seat)
    assert karims.get(grid_of(dossier)).status_code == 200
    address = reverse("reviews:conflict", args=[dossier.reference])
    assert karims.post(address, {"ground": "other"}).status_code == 422
    assert karims.post(address, {"ground": "personal"}).status_code == 302
    for closed in (
        grid_of(dossier),
        address,
        reverse("applications:recap", args=[dossier.reference]),
    ):
        assert karims.get(closed).status_code == 404
    assert karims.post(grid_of(dossier), {"go": "file"}).status_code == 404
    page = text(karims.get(DESK))
    assert dossier.reference not in page and "Ce dossier vous est fermé" in page


def test_a_posted_status_or_score_is_ignored__A8(dossier, seat, karims):
    page = karims.get(grid_of(dossier))
    more = {"status": "filed", "score": "100", "seat": "1", "filed_at": "2024-01-01"}
    karims.post(grid_of(dossier), typed(page, **more))
    review = Review.objects.get()
    assert (review.status, review.score, review.seat) == ("draft", None, seat)


@pytest.mark.parametrize("bad", ["\x00", "9" * 400, "trois", "-1"])
def test_bad_input_is_an_answer_never_a_fault(dossier, seat, karims, bad):
    page = karims.get(grid_of(dossier))
    assert karims.post(grid_of(dossier), typed(page, value=bad, comment=bad)).status_code == 422
    assert karims.post(grid_of(dossier), typed(page) | {"version": bad}).status_code < 500


def test_the_grid_costs_the_same_whatever_the_readings(
    dossier, seat, other, karims, django_assert_max_num_queries
):
    make_filed_review(dossier, other)
    make_review(dossier, seat)
    with django_assert_max_num_queries(12):
        page = karims.get(grid_of(dossier))
    with django_assert_max_num_queries(12):
        karims.post(grid_of(dossier), typed(page, value="4", autosave="1"))


def test_a_recused_reader_is_no_longer_counted_on_the_desk(dossier, seat, karim, karims):
    recusing.declare(dossier, seat, ground="personal", by=karim)
    assert "Aucun dossier ne vous est attribué" in text(karims.get(DESK))
