"""An opinion is read by its prefecture, then by MILDECA and the committee; by nobody else (A2, A3)."""

import pytest
from django.urls import reverse

from applications.models import Application
from applications.workflow import LIFE
from reviews.models import Assignment, Opinion, Recusal, Seat
from reviews.opinion_reading import NOTHING, by_dossier
from tests.reviews.opinions import filed, make_dossier, make_given, make_prepared

CANARY = "CANARI-5f2e"
TEXTS = dict.fromkeys(
    ("context", "holder_capacity", "risks", "recommendations", "partners_text"), CANARY
)


@pytest.fixture
def application(commune_a, bob) -> Application:
    return filed(commune_a, bob)


def pages(application: Application) -> list[str]:
    """Every address that could speak of a dossier's opinion."""
    one = [application.reference]
    return [
        *(reverse(f"reviews:{n}") for n in ("opinions", "opinions_export")),
        *(reverse(f"reviews:{n}") for n in ("opinion_wall", "opinion_wall_export")),
        *(reverse(f"reviews:{n}", args=one) for n in ("opinion", "opinion_renew")),
        reverse("reviews:opinion_numbered", args=[*one, 1]),
        reverse("reviews:opinion_step", args=[*one, "give"]),
        *(reverse(f"applications:{n}") for n in ("filed", "filed_export", "list")),
        *(reverse(f"applications:{n}", args=one) for n in ("recap", "journal")),
        reverse("notifications:list"),
    ]


def seen(browser, application: Application) -> list[str]:
    return [p for p in pages(application) if CANARY in browser.get(p).getvalue().decode()]


@pytest.mark.parametrize(
    "who", ["alice", "bob", "charlie", "gaston", "gaston_chief", "karim", "nora"]
)
def test_the_canary_is_nowhere_for_who_may_not_read__A2__A3(
    client_of, request, application, flora_chief, who
):
    make_given(application, by=flora_chief, **TEXTS)
    browser = client_of(request.getfixturevalue(who))
    assert seen(browser, application) == []
    found = browser.get(reverse("applications:filed"), {"q": CANARY})
    assert application.reference not in found.content.decode()


@pytest.mark.parametrize("who", ["ines", "martin", "karim"])
def test_nothing_is_read_before_it_is_given(client_of, request, application, flora, who):
    make_prepared(application, by=flora, **TEXTS)
    person = request.getfixturevalue(who)
    assert seen(client_of(person), application) == []
    known = by_dossier(person, [application.pk]).get(application.pk, NOTHING)
    assert (known.stance, known.rank, known.amount) == ("", None, None)


@pytest.mark.parametrize("who", ["flora", "flora_chief", "ines", "martin"])
def test_who_may_read_reads_it(client_of, request, application, flora_chief, who):
    make_given(application, by=flora_chief, **TEXTS)
    place = reverse("reviews:opinion", args=[application.reference])
    assert CANARY in client_of(request.getfixturevalue(who)).get(place).content.decode()


def test_a_reader_of_the_committee_reads_it_until_a_conflict(
    client_of, application, flora_chief, ines, karim
):
    from django.utils import timezone

    make_given(application, by=flora_chief, **TEXTS)
    seat = Seat.objects.create(call=application.call, person=karim, declared_at=timezone.now())
    Assignment.objects.create(seat=seat, application=LIFE.perform(application, "admit", by=ines))
    place = reverse("reviews:opinion", args=[application.reference])
    assert CANARY in client_of(karim).get(place).content.decode()
    assert by_dossier(karim, [application.pk])[application.pk].rank == 1
    Recusal.objects.create(
        application=application, person=karim, ground="other", origin="declared", declared_by=karim
    )
    assert client_of(karim).get(place).status_code == 404
    assert by_dossier(karim, [application.pk]) == {}


def test_a_holder_who_also_reads_for_the_state_never_reads_the_opinion_on_it(
    client_of, application, bob, flora_chief, mildeca
):
    from tests.factories import make_membership

    make_given(application, by=flora_chief, **TEXTS)
    make_membership(bob, mildeca, "committee")
    assert seen(client_of(bob), application) == []
    assert not Opinion.objects.known_to(bob).exists()


def test_each_prefecture_sees_its_own_and_nothing_of_the_other__A2(
    client_of, application, flora_chief, gaston_chief, departements
):
    elsewhere = make_dossier("CANARI-33", call=application.call, departement=departements["33"])
    make_given(application, by=flora_chief, **TEXTS)
    make_given(elsewhere, by=gaston_chief)
    for person, own, other in (
        (flora_chief, application, elsewhere),
        (gaston_chief, elsewhere, application),
    ):
        browser = client_of(person)
        text = browser.get(reverse("reviews:opinions_export")).getvalue().decode()
        assert own.reference in text and other.reference not in text
        assert set(by_dossier(person, [own.pk, other.pk])) == {own.pk}
        assert browser.get(reverse("reviews:opinion", args=[other.reference])).status_code == 404


def test_the_opinions_of_a_list_are_one_query(
    application, flora_chief, ines, django_assert_num_queries
):
    others = [make_dossier(call=application.call) for _ in range(2)]
    for rank, dossier in enumerate((application, *others), start=1):
        make_given(dossier, by=flora_chief, rank=rank)
    ines.links  # noqa: B018 - read once a request
    with django_assert_num_queries(1):
        assert len(by_dossier(ines, [application.pk, *(o.pk for o in others)])) == 3
