"""Who is told of a signature, in whichever way it is given (C-5g)."""

import pytest

from conventions import mandates
from conventions.enums import Party
from conventions.models import Convention
from conventions.signing import certifying
from conventions.workflow import ACT
from notifications.models import Email
from tests.conventions.issues import copy_of, make_act, make_issue, make_mandate, sign
from tests.notifications.dispatched import dispatch_all

NAMES = (
    *("alice", "bob", "charlie", "flora", "flora_chief", "gaston", "gaston_chief"),
    *("ines", "karim", "martin", "nora"),
)


@pytest.fixture
def people(request):
    return {name: request.getfixturevalue(name) for name in NAMES}


@pytest.fixture
def issue(people, commune_a, prefecture_a, mildeca):
    make_mandate(people["bob"], commune_a, by=people["bob"])
    make_mandate(people["flora_chief"], prefecture_a, by=people["flora_chief"])
    make_mandate(people["martin"], mildeca, by=people["ines"])
    act = make_act(ines=people["ines"], alice=people["alice"], holder=commune_a)
    return make_issue(act, ines=people["ines"])


def told(code: str) -> set[str]:
    dispatch_all()
    names = {mail.to.partition("@")[0] for mail in Email.objects.filter(code=code)}
    Email.objects.filter(code=code).delete()
    return names & set(NAMES)


def test_an_issue_is_told_to_who_signs_first_and_to_those_who_wrote_it(issue):
    assert told("signature-your-turn") == {"bob"}
    assert told("text-issued") == {"alice", "bob", "flora", "flora_chief", "ines"}


def test_each_signature_is_told_to_the_next_signatory(issue, people):
    told("signature-your-turn")
    sign(issue, Party.HOLDER, people["bob"])
    assert told("signature-your-turn") == {"flora_chief"}
    sign(issue, Party.PREFECTURE, people["flora_chief"])
    assert told("signature-your-turn") == {"martin"}


def test_a_signature_is_named_for_what_it_is_in_law(issue, people):
    sign(issue, Party.HOLDER, people["bob"])
    dispatch_all()
    mail = Email.objects.filter(code="text-signed").first()
    text = mail.text_body
    assert mail.subject.replace("\u00a0", " ") == (
        "La convention de Loos : signature de la partie « Collectivité »"
    )
    assert "Bob Essai, Maire, a signé (signature électronique simple)." in text


def test_the_amount_told_to_whoever_signs_is_the_one_of_the_text(issue):
    Convention.objects.filter(pk=issue.act.convention_id).update(agreed_amount=12_345)
    dispatch_all()
    text = Email.objects.get(code="signature-your-turn").text_body
    assert "90\xa0000\xa0€" in text
    assert "12\xa0345" not in text


def test_the_last_signature_is_told_to_all(issue, people):
    for party, name in zip(Party, ("bob", "flora_chief", "martin"), strict=True):
        sign(issue, party, people[name])
    assert told("signature-your-turn") == set()
    assert told("text-all-signed") == {"alice", "bob", "flora", "flora_chief", "ines", "martin"}


def test_a_turn_that_is_over_when_it_would_be_told_is_not_told(issue, people):
    ACT.perform(issue.act, "recall", by=people["ines"], reason="Une erreur")
    assert told("signature-your-turn") == set()


def test_a_declared_copy_is_told_to_those_who_may_certify_it(issue, people, commune_a):
    copy = copy_of(issue, by=people["alice"])
    mandate = mandates.of_person(people["bob"], commune_a, mandates.today())
    line = (Party.HOLDER, mandate, mandates.today())
    certifying.declare(copy, [line], by=people["alice"])
    assert told("paper-to-certify") == {"ines"}
    certifying.refuse(copy, by=people["ines"], reason="Page floue")
    assert told("paper-sent-back") == {"alice"}


def test_a_copy_is_not_told_to_whoever_brought_it(issue, people, commune_a):
    copy = copy_of(issue, by=people["ines"])
    mandate = mandates.of_person(people["bob"], commune_a, mandates.today())
    certifying.declare(copy, [(Party.HOLDER, mandate, mandates.today())], by=people["martin"])
    assert told("paper-to-certify") == set()
