"""The ranking of a call: the room's own order, a page at a time, without what is closed (C-4.3f, A4)."""

import re

import pytest
from django.urls import reverse

from reviews import room, terms
from reviews.models import Standing
from tests.reviews.sittings import make_room, recuse


def at(call, page: int = 1) -> str:
    return reverse("reviews:ranking", args=[call.slug]) + f"?page={page}"


def shown(browser, call, page: int = 1) -> list[tuple[str, str, bool]]:
    """Rank, number and whether it is said tied, line by line."""
    text = browser.get(at(call, page)).content.decode()
    lines = re.findall(
        r'<tr><td data-label="Rang" class="portal-number">(.*?)</tr>', text, re.DOTALL
    )
    return [
        (
            re.match(r"[–\d]+", line)[0],
            re.search(r'fr-text--sm">([\w-]+) ·', line)[1],
            "à égalité" in line,
        )
        for line in lines
    ]


def test_it_is_the_order_of_the_room(client_of, ines, karim, lea):
    sitting, _, made = make_room(ines, karim, lea, count=8)
    unread, *tied = made[2], made[4], made[5]
    Standing.objects.filter(application=unread).update(mean=None, by_criterion={})
    Standing.objects.filter(application__in=tied).update(mean=70)
    expected = [
        (str(line.rank or "–"), line.reference, line.is_tied)
        for line in room.read(sitting, ines).by_rank
    ]
    assert shown(client_of(ines), sitting.call) == expected
    assert expected[-1][:2] == ("–", unread.reference)
    assert sum(is_tied for _, _, is_tied in expected) == 2


def test_the_criteria_of_the_call_part_equal_means(client_of, ines, karim, lea):
    sitting, _, made = make_room(ines, karim, lea, count=4)
    call = sitting.call
    terms.write(call, terms.of(call).model_copy(update={"tie_breaks": ["methode"]}))
    # The last one has the best mark on the criterion; the others are equal in everything.
    Standing.objects.filter(application__in=made).update(mean=70)
    for rank, standing in enumerate(Standing.objects.order_by("application_id")):
        standing.by_criterion["methode"]["total"] = 10 if rank == 3 else 6
        standing.save()
    assert shown(client_of(ines), call) == [
        ("1", made[3].reference, False),
        *((str(rank), made[rank - 2].reference, True) for rank in (2, 3, 4)),
    ]


def test_a_page_goes_on_where_the_one_before_ends(client_of, ines, karim, lea, monkeypatch):
    monkeypatch.setattr("reviews.views.ranking.PAGE_SIZE", 3)
    sitting, _, made = make_room(ines, karim, lea, count=8)
    Standing.objects.filter(application__in=made[2:4]).update(mean=85)
    browser = client_of(ines)
    pages = [shown(browser, sitting.call, number) for number in (1, 2, 3)]
    assert [rank for page in pages for rank, _, _ in page] == [str(n) for n in range(1, 9)]
    # A tie is said on both sides of a page's end.
    assert (pages[0][2][2], pages[1][0][2]) == (True, True)


def test_a_closed_dossier_leaves_no_gap__A4(client_of, ines, karim, lea):
    sitting, _, made = make_room(ines, karim, lea, count=4)
    recuse(made[1], ines)
    lines = shown(client_of(ines), sitting.call)
    assert [rank for rank, _, _ in lines] == ["1", "2", "3"]
    assert made[1].reference not in {reference for _, reference, _ in lines}


def test_a_member_does_not_read_it(client_of, ines, karim, lea):
    sitting, _, _ = make_room(ines, karim, lea, count=1)
    assert client_of(karim).get(at(sitting.call)).status_code == 404
    assert client_of(ines).get(reverse("reviews:ranking", args=["autre"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_whatever_the_dossiers(
    client_of, ines, karim, lea, count, django_assert_num_queries
):
    sitting, _, _ = make_room(ines, karim, lea, count=count)
    browser = client_of(ines)
    browser.get(at(sitting.call))
    with django_assert_num_queries(8):
        browser.get(at(sitting.call))
