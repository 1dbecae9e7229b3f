"""Two people at the same instant on one text: one version, one answer, one pen (C-5f)."""

import pytest

from conventions.agreement import agree, left
from conventions.enums import Party
from conventions.models import Acceptance, Version
from conventions.pen import hand_over
from conventions.remarks import answer, remark, withdraw
from conventions.versions import propose_version
from conventions.workflow import ACT
from tests.conventions.talks import fresh, last, with_body
from tests.reviews.test_opinion_threads import at_once
from workflow.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_versions_written_over_the_same_one_one_stands(talk, alice, bob):
    def write(by, n):
        body = f"Texte {n}"
        articles = with_body(last(talk), "objet", body)
        return lambda: propose_version(talk, articles=articles, by=by, seen=1)

    assert at_once(*(write(by, n) for n, by in enumerate((alice, bob, alice, bob)))) == 3
    assert list(Version.objects.values_list("number", flat=True)) == [1, 2]


def test_a_remark_is_answered_once_or_withdrawn(talk, alice, bob, flora):
    row = remark(
        talk, by=flora, seen=1, article="objet", text="Plutôt", proposed_body="Une autre rédaction."
    )
    refused = at_once(
        lambda: answer(row, by=bob, accept=True, seen=1),
        lambda: answer(row, by=alice, accept=True, seen=1),
        lambda: answer(row, by=bob, accept=False, seen=1, words="Non."),
        lambda: withdraw(row, by=flora),
    )
    assert refused == 3
    assert Event.objects.filter(name__startswith="remark.").count() == 1
    row.refresh_from_db()
    assert Version.objects.count() == (2 if row.status == "accepted" else 1)


def test_nobody_agrees_to_a_text_that_changes_at_the_same_instant(talk, bob, flora):
    articles = with_body(last(talk), "objet", "Une autre rédaction.")
    at_once(
        lambda: propose_version(talk, articles=articles, by=bob, seen=1),
        lambda: agree(talk, by=flora, seen=1),
    )
    missing = {row.article["code"]: row.missing for row in left(talk)}
    assert Party.PREFECTURE in missing["objet"]


def test_one_agreement_a_party_and_article_however_many_agree(talk, alice, bob, flora):
    at_once(*(lambda by=by: agree(talk, by=by, seen=1) for by in (alice, bob, alice, flora)))
    assert Acceptance.objects.count() == 9
    assert left(talk) == []


def test_the_pen_is_passed_once(talk, alice, bob):
    refused = at_once(
        lambda: hand_over(talk, to="prefecture", by=bob),
        lambda: hand_over(talk, to="mildeca", by=alice),
    )
    assert refused == 1
    assert Event.objects.filter(name="act.hand_over").count() == 1


def test_a_text_is_frozen_once_and_as_it_was_read(talk, bob, flora, ines):
    agree(talk, by=bob, seen=1)
    agree(talk, by=flora, seen=1)
    order = list(Party.values)
    freeze = lambda: ACT.perform(talk, "freeze", by=ines, seen=1, order=order)  # noqa: E731
    articles = with_body(last(talk), "objet", "Au dernier instant.")
    write = lambda: propose_version(talk, articles=articles, by=bob, seen=1)  # noqa: E731
    at_once(freeze, write, freeze)
    act = fresh(talk)
    if act.status == "issuing":
        assert (act.issues.get().version.number, last(talk).number) == (1, 1)
    else:
        assert (act.issues.count(), last(talk).number) == (0, 2)
