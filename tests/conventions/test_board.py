"""The list of conventions: who sees what, where each is, on whose desk, how late (C-5g)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conventions.agreement import agree
from conventions.board import Wanted, find, tally
from conventions.board_rows import Row
from conventions.models import Convention, Signature
from conventions.pen import hand_over
from conventions.remarks import remark
from conventions.workflow import ACT
from tests.applications.filings import make_limits_call
from tests.conventions.talks import make_draft, make_talk
from tests.factories import make_commune

LIST = reverse("conventions:conventions")
ORDER = ["holder", "prefecture", "mildeca"]


def rows(user, today: date | None = None, **query) -> list[Row]:
    today = today or timezone.localdate()
    return [Row(c, today) for c in find(user, Wanted.of(query), today)]


def only(user, **fields) -> Row:
    (row,) = rows(user, **fields)
    return row


def freeze(act, ines, bob, flora):
    for user in (bob, flora):
        agree(act, by=user, seen=1)
    return ACT.perform(act, "freeze", by=ines, seen=1, order=ORDER)


def test_a_text_is_on_the_desk_of_who_has_to_act(talk, ines, bob, flora):
    row = only(ines)
    assert (row.state, row.desk, row.text) == ("En discussion", "Collectivité", "Convention")
    hand_over(talk, to="prefecture", by=bob)
    assert only(ines).desk == "Préfecture"
    frozen = freeze(talk, ines, bob, flora)
    assert (only(ines).state, only(ines).desk) == ("Document en préparation", "Le portail")
    signing = ACT.perform(frozen, "issue", by=None)
    assert (only(ines).state, only(ines).desk) == ("À la signature", "Collectivité")
    issue = signing.issues.get()
    for party, following in (("holder", "Préfecture"), ("prefecture", "MILDECA")):
        Signature.objects.create(
            issue=issue, party=party, way="paper", signatory="X", function="Y",
            signed_at=timezone.now(), recorded_by=ines,
        )  # fmt: skip
        assert only(flora).desk == following


def test_a_voided_issue_s_signatures_count_no_more(talk, ines, bob, flora):
    ACT.perform(freeze(talk, ines, bob, flora), "issue", by=None)
    Signature.objects.create(
        issue=talk.issues.get(), party="holder", way="paper", signatory="X", function="Y",
        signed_at=timezone.now(), recorded_by=ines,
    )  # fmt: skip
    ACT.perform(talk, "recall", by=bob, reason="Une erreur.")
    assert (only(ines).state, only(ines).desk) == ("En discussion", "MILDECA")
    again = ACT.perform(talk, "freeze", by=ines, seen=1, order=["mildeca", "prefecture", "holder"])
    ACT.perform(again, "issue", by=None)
    assert only(ines).desk == "MILDECA"


def test_lateness_is_against_the_thirtieth_of_september__C_5g(talk, ines):
    day = lambda n: only(ines, today=date(2024, 9, n))  # noqa: E731
    assert (day(30).time_left, day(30).is_late) == ("aujourd’hui", False)
    assert day(18).time_left == "12 jours"
    late = only(ines, today=date(2024, 10, 1))
    assert (late.time_left, late.is_late) == ("1 jour de retard", True)
    assert rows(ines, today=date(2024, 9, 30), retard="oui") == []
    assert len(rows(ines, today=date(2024, 10, 1), retard="oui")) == 1


def test_what_is_in_force_is_late_no_more(talk, ines):
    Convention.objects.update(status="in_force", in_force_at=timezone.now())
    type(talk).objects.update(status="signed", signed_at=timezone.now())
    row = only(ines, today=date(2024, 12, 1))
    assert (row.state, row.desk, row.is_late) == ("En vigueur", "", False)
    assert rows(ines, today=date(2024, 12, 1), retard="oui") == []


@pytest.mark.parametrize("who", ["alice", "bob", "flora", "flora_chief", "ines", "martin"])
def test_the_three_parties_see_what_concerns_them(client_of, request, talk, who):
    page = client_of(request.getfixturevalue(who)).get(LIST).content.decode()
    assert talk.convention.reference in page


@pytest.mark.parametrize("who", ["charlie", "dora", "gaston", "gaston_chief"])
def test_others_see_nothing__A2(client_of, request, talk, who):
    browser = client_of(request.getfixturevalue(who))
    assert talk.convention.reference not in browser.get(LIST).content.decode()
    export = browser.get(reverse("conventions:conventions_export", args=["csv"]))
    assert talk.convention.reference not in export.getvalue().decode()
    assert tally(request.getfixturevalue(who)).total == 0


@pytest.mark.parametrize("who", ["karim", "lea", "nora"])
def test_the_list_does_not_exist_for_who_follows_none(client_of, request, talk, who):
    assert client_of(request.getfixturevalue(who)).get(LIST).status_code == 404


@pytest.mark.parametrize("who", ["bob", "flora"])
def test_a_convention_in_drafting_is_nowhere_but_at_mildeca__A3(
    request, ines, commune_a, prefecture_a, who
):
    make_draft(ines=ines, holder=commune_a)
    assert rows(request.getfixturevalue(who)) == []
    assert only(ines).desk == "MILDECA"


def test_filters_and_counters(talk, ines, bob, flora, commune_c):
    make_draft(ines=ines, holder=commune_c, call=talk.convention.application.call)
    remark(talk, by=flora, seen=1, text="Bonjour")
    counted = tally(ines)
    assert (counted.total, counted.by_state["drafting"], counted.by_state["negotiating"]) == (
        2,
        1,
        1,
    )
    assert only(ines, etat="negotiating").convention.open_remarks == 1
    assert only(ines, bureau="mildeca").convention.application.holder == commune_c
    assert only(ines, departement="33").convention.application.holder == commune_c
    assert only(ines, q="loos").convention == talk.convention
    assert [r.convention.application.holder.name for r in rows(ines, tri="-porteur")] == [
        "Lormont",
        "Loos",
    ]
    assert len(rows(ines, etat="x", bureau="\x00", tri="x", appel="\x00")) == 2


def test_the_export_says_what_the_list_says(client_of, talk, ines):
    answer = client_of(ines).get(reverse("conventions:conventions_export", args=["csv"]))
    text = answer.getvalue().decode()
    assert "En discussion" in text and "Collectivité" in text
    book = client_of(ines).get(reverse("conventions:conventions_export", args=["xlsx"]))
    assert b"".join(book.streaming_content)[:2] == b"PK"
    assert (
        client_of(ines).get(reverse("conventions:conventions_export", args=["pdf"])).status_code
        == 404
    )


def test_the_number_of_queries_does_not_grow(client_of, ines):
    call = make_limits_call()

    def count() -> int:
        browser = client_of(ines)
        browser.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(LIST).status_code == 200
        return len(queries)

    make_talk(ines=ines, holder=make_commune(), call=call)
    before = count()
    for _ in range(2):
        make_talk(ines=ines, holder=make_commune(), call=call)
    assert (count(), before <= 9) == (before, True)
