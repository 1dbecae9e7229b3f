"""The discussion's page: what each party sees, does and is refused (C-5f, A3)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conventions.agreement import agree
from conventions.models import Remark
from conventions.pen import hand_over
from conventions.reading import Reading
from conventions.remarks import answer, remark
from conventions.versions import propose_version
from conventions.workflow import ACT
from tests.conventions.talks import fresh, last, make_draft, with_body

BODY = "Le comité de pilotage se réunit trois fois par an."


def at(act, name="act", *more) -> str:
    return reverse(f"conventions:{name}", args=[act.convention.reference, act.number, *more])


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("who", ["alice", "bob", "flora", "flora_chief", "ines", "martin"])
def test_the_three_parties_read_the_text_and_say_their_word(client_of, request, talk, who):
    page = text_of(client_of(request.getfixturevalue(who)).get(at(talk), {"article": "montant"}))
    assert "L’État contribue à hauteur de 90 000 €" in page
    # MILDECA agreed to its own text as it put it in discussion.
    assert ("Accepter cet article" in page) == (who not in ("ines", "martin"))
    assert 'name="text"' in page


@pytest.mark.parametrize(
    "who", ["charlie", "dora", "gaston", "gaston_chief", "karim", "lea", "nora"]
)
def test_a_stranger_finds_nothing(client_of, request, talk, who):
    browser = client_of(request.getfixturevalue(who))
    assert browser.get(at(talk)).status_code == 404
    assert browser.get(at(talk, "compare_versions")).status_code == 404
    assert browser.post(at(talk, "agree"), {"seen": 1}).status_code == 404


@pytest.mark.parametrize("who", ["alice", "bob", "flora", "flora_chief"])
def test_a_text_in_drafting_is_seen_by_mildeca_alone__A3(client_of, request, ines, commune_a, who):
    act = make_draft(ines=ines, holder=commune_a)
    browser = client_of(request.getfixturevalue(who))
    for name, more in (
        ("act", []),
        ("compare_versions", []),
        ("hand_over", []),
        ("reword", ["objet"]),
    ):
        assert browser.get(at(act, name, *more)).status_code == 404
    assert client_of(ines).get(at(act)).status_code == 200


def test_a_conflict_of_interest_closes_the_convention(client_of, talk, ines, martin):
    from reviews.models import Recusal

    Recusal.objects.create(
        application=talk.convention.application,
        person=ines,
        ground="other",
        origin="declared",
        declared_by=ines,
    )
    assert client_of(ines).get(at(talk)).status_code == 404
    assert client_of(martin).get(at(talk)).status_code == 200


def test_from_the_first_reading_to_the_frozen_text__C_5f(client_of, talk, bob, flora, ines):
    holder, prefecture, mildeca = client_of(bob), client_of(flora), client_of(ines)
    said = {"seen": 1, "article": "gouvernance", "text": "Trois fois ?", "proposed_body": BODY}
    assert prefecture.post(at(talk, "comment"), said).status_code == 302
    row = Remark.objects.get()
    page = text_of(holder.get(at(talk), {"article": "gouvernance"}))
    assert "Rédaction proposée" in page and "[ajouté&nbsp;: " in page
    answered = {"go": "accept", "answer-seen": 1, "answer-words": "Oui."}
    assert holder.post(at(talk, "answer", row.pk), answered).status_code == 302
    page = text_of(mildeca.get(at(talk), {"article": "gouvernance"}))
    assert "accepté par 2 sur 3 · modifié" in page and "Figer et émettre" not in page
    for browser in (holder, prefecture, mildeca):
        browser.post(at(talk, "agree"), {"seen": 2})
    assert "Figer et émettre" in text_of(mildeca.get(at(talk)))
    step = mildeca.get(at(talk, "act_step", "freeze"))
    seen = step.context["form"].initial["seen"]
    mildeca.post(at(talk, "act_step", "freeze"), {"seen": seen})
    assert fresh(talk).status == "issuing"


def test_what_was_typed_stays_when_it_is_refused(client_of, talk, bob, flora):
    propose_version(talk, articles=with_body(last(talk), "objet", "Autre."), by=bob)
    said = {"seen": 1, "article": "objet", "text": "Mon long commentaire", "proposed_body": "Ici"}
    answer = client_of(flora).post(at(talk, "comment"), said)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Mon long commentaire" in page and "version 2" in page
    assert answer.context["remark_form"]["seen"].value() == 2
    said["seen"] = 2
    assert client_of(flora).post(at(talk, "comment"), said).status_code == 302


def test_a_blank_comment_says_so_beside_the_article(client_of, talk, flora):
    answer = client_of(flora).post(at(talk, "comment"), {"seen": 1, "article": "objet", "text": ""})
    assert answer.status_code == 422
    assert "obligatoire" in text_of(answer)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"go": "accept"},
        {"go": "refuse", "answer-seen": "x"},
        {"go": "accept", "answer-seen": 99_999},
        {"go": "refuse", "answer-seen": 1, "answer-words": "\x00"},
        {"go": "refuse", "answer-seen": 1, "answer-words": ""},
    ],
)
def test_no_hostile_answer_breaks_the_page(client_of, talk, bob, flora, data):
    row = remark(talk, by=flora, seen=1, article="objet", text="À revoir.")
    answer = client_of(bob).post(at(talk, "answer", row.pk), data)
    assert answer.status_code in (404, 409, 422)
    row.refresh_from_db()
    assert row.status == "open"


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "٣"])
def test_no_hostile_version_breaks_the_agreement(client_of, talk, bob, seen):
    assert client_of(bob).post(at(talk, "agree"), {"seen": seen}).status_code == 409
    assert client_of(bob).get(at(talk), {"depuis": seen, "article": seen}).status_code == 200
    assert (
        client_of(bob).get(at(talk, "compare_versions"), {"de": seen, "vers": seen}).status_code
        == 200
    )


def test_the_pen_holder_rewrites_an_article_and_everybody_compares(client_of, talk, bob, flora):
    page = client_of(bob).get(at(talk, "reword", "gouvernance"))
    data = page.context["form"].initial | {"body": BODY, "summary": "Trois réunions"}
    assert client_of(bob).post(at(talk, "reword", "gouvernance"), data).status_code == 302
    shown = text_of(client_of(flora).get(at(talk, "compare_versions")))
    assert "1 article qui diffère" in shown and "Trois réunions" in shown
    assert "Article 3 – Gouvernance" in shown


def test_a_colleague_s_version_is_shown_and_nothing_typed_is_lost(client_of, talk, bob, alice):
    data = client_of(bob).get(at(talk, "reword", "objet")).context["form"].initial
    propose_version(talk, articles=with_body(last(talk), "objet", "Le texte d’Alice."), by=alice)
    answer = client_of(bob).post(at(talk, "reword", "objet"), data | {"body": "Le mien."})
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Le texte d’Alice." in page and "Le mien." in page


def test_without_the_pen_the_page_says_so(client_of, talk, flora):
    assert "Vous n’avez pas la plume" in text_of(client_of(flora).get(at(talk, "reword", "objet")))
    assert client_of(flora).get(at(talk, "hand_over")).status_code == 403


def test_a_locked_article_is_not_rewritten(client_of, talk, bob):
    assert "n’est pas négociable" in text_of(client_of(bob).get(at(talk, "reword", "montant")))


def test_passing_the_pen_takes_one_page(client_of, talk, bob, ines):
    assert client_of(bob).post(at(talk, "hand_over"), {}).status_code == 422
    sent = client_of(bob).post(at(talk, "hand_over"), {"to": "prefecture", "note": "À vous."})
    assert (sent.status_code, fresh(talk).pen) == (302, "prefecture")
    assert client_of(ines).post(at(talk, "hand_over"), {"to": "mildeca"}).status_code == 422
    client_of(ines).post(at(talk, "hand_over"), {"to": "mildeca", "note": "Sans nouvelles."})
    assert fresh(talk).pen == "mildeca"


def test_the_number_of_queries_does_not_grow(client_of, talk, bob, flora, ines):
    def count(user):
        browser = client_of(user)
        browser.get(at(talk))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(at(talk), {"article": "objet"}).status_code == 200
        # Whole texts are read in one query, those alone that the page shows.
        texts = [q["sql"] for q in queries if '"conventions_version"."articles"' in q["sql"]]
        assert len(texts) == 1 and "IN (" in texts[0]
        return len(queries)

    remark(talk, by=flora, seen=1, article="objet", text="Un")
    agree(talk, by=flora, seen=1)
    before = [count(user) for user in (bob, flora, ines)]
    for n in range(3):
        remark(
            talk, by=flora, seen=n + 1, article="objet", text="Encore", proposed_body=f"Idée {n}"
        )
        propose_version(talk, articles=with_body(last(talk), "objet", f"Texte {n}"), by=bob)
    assert [count(user) for user in (bob, flora, ines)] == before
    assert max(before) <= 15


def test_recalling_says_why_and_abandoning_a_convention_is_not_a_step_of_its_text(
    client_of, talk, bob, flora, ines
):
    agree(talk, by=bob, seen=1)
    agree(talk, by=flora, seen=1)
    ACT.perform(talk, "freeze", by=ines, seen=1, order=["holder", "prefecture", "mildeca"])
    place = at(talk, "act_step", "recall")
    assert client_of(bob).post(place, {"seen": 1, "reason": ""}).status_code == 422
    assert client_of(bob).post(place, {"seen": 1, "reason": "Une erreur."}).status_code == 302
    assert (fresh(talk).status, fresh(talk).pen) == ("negotiating", "mildeca")
    late = client_of(flora).post(place, {"seen": 1, "reason": "Le montant est faux."})
    assert late.status_code == 409
    assert "Ce que vous aviez écrit" in text_of(late) and "Le montant est faux." in text_of(late)
    assert client_of(ines).get(at(talk, "act_step", "abandon")).status_code == 404
    assert client_of(ines).get(at(talk, "act_step", "sign")).status_code == 404


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("alice", False),
        ("flora", False),
        ("bob", True),
        ("flora_chief", True),
        ("ines", True),
        ("martin", True),
    ],
)
def test_a_text_at_the_signature_is_reopened_by_those_who_sign_and_the_instruction(
    client_of, request, talk, bob, flora, ines, who, may
):
    for user in (bob, flora):
        agree(talk, by=user, seen=1)
    ACT.perform(talk, "freeze", by=ines, seen=1, order=["holder", "prefecture", "mildeca"])
    ACT.perform(talk, "issue", by=None)
    browser = client_of(request.getfixturevalue(who))
    assert ("Rouvrir la discussion" in text_of(browser.get(at(talk)))) == may
    answer = browser.post(at(talk, "act_step", "recall"), {"seen": 1, "reason": "Une erreur."})
    assert answer.status_code == (302 if may else 403)
    assert fresh(talk).status == ("negotiating" if may else "signing")


def test_the_visas_and_the_preamble_have_each_their_heading(client_of, talk, bob):
    page = client_of(bob).get(at(talk)).content.decode()
    titles = [title.strip() for title in re.findall(r"<h[23][^>]*>([^<]*)", page)]
    rank = titles.index("Visas, préambule et texte entier")
    assert titles[rank : rank + 3] == ["Visas, préambule et texte entier", "Visas", "Préambule"]
    article = client_of(bob).get(at(talk), {"article": "objet"}).content.decode()
    assert "<h3" not in article.partition('id="article"')[2].partition("</section>")[0]


def test_a_party_is_named_with_its_article(client_of, talk, bob, flora, ines):
    sent = client_of(bob).post(at(talk, "hand_over"), {"to": "prefecture"}, follow=True)
    assert "La plume passe à la préfecture, qui en est prévenue." in text_of(sent)
    assert "La préfecture tient la plume" in text_of(client_of(ines).get(at(talk, "hand_over")))
    row = remark(talk, by=bob, seen=1, article="objet", text="Ainsi ?", proposed_body="Autre.")
    answer(row, by=flora, accept=True, seen=1)
    assert last(talk).summary == "« Objet » : rédaction proposée par la collectivité retenue"


def test_a_numbered_list_parted_by_empty_lines_keeps_its_numbers(talk, bob):
    body = "1. un\n\n2. deux\n3. trois\n\nPuis :\n\n1) encore"
    version = propose_version(talk, articles=with_body(last(talk), "objet", body), by=bob)
    said = "1. un\n\n2. deux\n3. trois\n\nPuis :\n\n1. encore"
    assert Reading(version).text("objet").replace("\u00a0", " ") == said
    assert [block.start for block in Reading(version).blocks("objet") if block.kind == "items"] == [
        1,
        2,
        1,
    ]


def frozen(talk, bob, flora, ines) -> None:
    for user in (bob, flora):
        agree(talk, by=user, seen=1)
    ACT.perform(talk, "freeze", by=ines, seen=1, order=["holder", "prefecture", "mildeca"])


def test_what_was_typed_when_the_text_was_frozen_meanwhile_can_still_be_copied(
    client_of, talk, bob, flora, ines
):
    said = {"seen": 1, "article": "objet", "text": "Mon commentaire", "proposed_body": "Ma phrase"}
    assert "Ce que vous aviez écrit" not in text_of(client_of(bob).get(at(talk)))
    frozen(talk, bob, flora, ines)
    answer = client_of(flora).post(at(talk, "comment"), said)
    assert answer.status_code == 409
    assert "Ce que vous aviez écrit" in text_of(answer)
    assert "Mon commentaire\n\nMa phrase" in text_of(answer)
    wording = {"seen": 1, "title": "Objet", "body": "Ma rédaction"}
    answer = client_of(bob).post(at(talk, "reword", "objet"), wording)
    assert answer.status_code == 409
    assert "Ma rédaction</textarea>" in text_of(answer)


def test_an_answer_typed_when_the_pen_was_taken_meanwhile_can_still_be_copied(
    client_of, talk, bob, flora, ines
):
    row = remark(talk, by=flora, seen=1, article="objet", text="À revoir.")
    hand_over(talk, to="mildeca", by=ines, note="Le calendrier presse.")
    data = {"go": "refuse", "answer-seen": 1, "answer-words": "Ma longue réponse"}
    answer = client_of(bob).post(at(talk, "answer", row.pk), data)
    assert answer.status_code == 409
    assert "Ma longue réponse</textarea>" in text_of(answer)


def test_agreeing_twice_says_it_was_noted(client_of, talk, bob):
    browser = client_of(bob)
    browser.post(at(talk, "agree"), {"seen": 1})
    again = browser.post(at(talk, "agree"), {"seen": 1}, follow=True)
    assert "Votre accord était déjà noté sur tout le texte." in text_of(again)
