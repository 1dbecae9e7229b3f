"""An edition in figures (C-1.1b): counted in the database, within what a person may read."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse

from reviews import deciding, statistics
from reviews.charts import bars
from reviews.enums import RecusalGround, RecusalOrigin
from reviews.models import Recusal
from reviews.releasing import release
from tests.applications.filings import make_filed, make_limits_call
from tests.factories import make_commune, make_membership, make_user
from tests.reviews.decisions import award_of, change, make_examined, publish


@pytest.fixture
def call(db):
    return make_limits_call()


def mayor_of(commune):
    mayor = make_user()
    make_membership(mayor, commune, "representative")
    return mayor


@pytest.fixture
def decided(call, commune_a, commune_b, commune_c, ines, martin):
    """A and B examined, A a laureate; C only filed."""
    a = make_examined(holder=commune_a, by=mayor_of(commune_a), instructor=ines, call=call)
    b = make_examined(holder=commune_b, by=mayor_of(commune_b), instructor=ines, call=call)
    decision = deciding.prepare(call, by=ines, envelope=Decimal(300_000))
    change(award_of(decision, a), "selected", 50_000, by=ines)
    change(award_of(decision, b), "rejected", by=ines)
    publish(decision, instructor=ines, president=martin)
    make_filed(holder=commune_c, by=mayor_of(commune_c), call=call)
    return a


def test_an_edition_adds_up(decided, call, ines):
    found = statistics.edition(call, ines)
    total = found.total
    assert (total.filed, total.admitted, total.decided, total.selected) == (3, 2, 2, 1)
    assert (total.asked, total.granted) == (270_000, 50_000)
    assert (total.success_rate, total.granted_share) == (
        Decimal("0.5"),
        Decimal(50_000) / Decimal(270_000),
    )
    assert [(d.label, d.filed, d.selected, d.granted) for d in found.departements] == [
        ("Nord (59)", 2, 1, Decimal(50_000)),
        ("Gironde (33)", 1, 0, Decimal(0)),
    ]


def test_the_four_axes_share_the_actions__C_3c(decided, call, ines):
    axes = statistics.edition(call, ines).axes
    assert len(axes) == 4
    assert {axis.dossiers for axis in axes} == {3}
    assert sum(axis.share for axis in axes) == 1


def test_there_is_no_rate_before_a_decision(call, commune_a, ines):
    make_filed(holder=commune_a, by=mayor_of(commune_a), call=call)
    total = statistics.edition(call, ines).total
    assert (total.success_rate, total.granted) == (None, 0)


def test_a_conflict_takes_the_dossier_out_of_ones_figures__A4(decided, call, ines):
    Recusal.objects.create(
        application=decided,
        person=ines,
        ground=RecusalGround.PERSONAL,
        origin=RecusalOrigin.DECLARED,
        declared_by=ines,
    )
    total = statistics.edition(call, ines).total
    assert (total.filed, total.selected, total.granted) == (2, 0, 0)


def test_what_a_convention_frees_no_longer_counts_as_granted__C_5e(decided, call, ines):
    release(decided.awards.get(), Decimal(12_000), reason="Moins d’ateliers", by=ines)
    assert statistics.edition(call, ines).total.granted == Decimal(38_000)


def test_editions_stand_side_by_side(decided, call, ines, commune_c):
    other = make_limits_call(year=2025, title="LIMIT'S 2025")
    make_filed(holder=commune_c, by=mayor_of(commune_c), call=other)
    rows = statistics.editions(ines)
    assert [(c.year, f.filed, f.granted) for c, f in rows] == [
        (2025, 1, Decimal(0)),
        (2024, 3, Decimal(50_000)),
    ]


@pytest.mark.parametrize("name", ["editions", "statistics"])
def test_the_pages_cost_the_same_for_one_dossier_and_for_three(
    client_of, ines, name, django_assert_num_queries
):
    call = make_limits_call()
    browser = client_of(ines)
    place = reverse(f"reviews:{name}", args=[call.slug] if name == "statistics" else [])
    for count in (1, 2):
        for _ in range(count):
            commune = make_commune()
            make_filed(holder=commune, by=mayor_of(commune), call=call)
        with django_assert_num_queries(7 if name == "editions" else 8):
            browser.get(place)


def test_the_export_has_each_departement_and_the_whole(client_of, decided, call, ines):
    answer = client_of(ines).get(reverse("reviews:statistics_export", args=[call.slug]))
    rows = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["Nord (59)", "Gironde (33)", "Ensemble"]
    assert rows[-1][2:] == ["3", "2", "2", "1", "50,0", "270000,00", "50000,00"]


def test_the_chart_says_in_words_what_it_draws(client_of, decided, call, ines):
    text = client_of(ines).get(reverse("reviews:statistics", args=[call.slug])).content.decode()
    assert '<title id="departements-title">Dossiers déposés et retenus, par département' in text
    assert "2 dont 1" in text


def test_an_empty_edition_has_no_page(client_of, call, ines):
    assert client_of(ines).get(reverse("reviews:statistics", args=[call.slug])).status_code == 404
    assert "apparaîtront ici" in client_of(ines).get(reverse("reviews:editions")).content.decode()


def test_bars_are_as_long_as_their_share():
    chart = bars(
        "x", "t", "d", [("a", "4", Decimal(4), Decimal(1)), ("b", "2", Decimal(2), Decimal(0))]
    )
    first, second = chart.bars
    assert (first.length, first.inner) == (second.length * 2, first.length // 4)
    assert bars("x", "t", "d", []).bars == []
    assert bars("x", "t", "d", [("a", "0", Decimal(0), Decimal(0))]).bars[0].length == 0
