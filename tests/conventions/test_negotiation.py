"""Going round the three parties: versions, remarks, agreement, the pen (C-5f)."""

from datetime import date

import pytest

from applications.content import Person
from conventions import details, terms
from conventions.agreement import agree, agreements, left
from conventions.desks import Stale
from conventions.detailing import save_details
from conventions.details import Signatory
from conventions.discussion import changes, discussion
from conventions.enums import Party
from conventions.models import Acceptance, Remark, Version
from conventions.pen import hand_over
from conventions.reading import VISAS, Reading
from conventions.remarks import answer, remark, withdraw
from conventions.versions import propose_version
from conventions.workflow import ACT
from tests.applications.dossiers import valid_dossier
from tests.conventions.states import make_terms
from tests.conventions.talks import fresh, last, make_draft, make_talk, state_of, with_body
from workflow.engine import NotAllowed, Refused
from workflow.models import Event

BODY = "Le comité de pilotage se réunit trois fois par an."


def reword(act, by, body=BODY, code="gouvernance", **fields):
    return propose_version(act, articles=with_body(last(act), code, body), by=by, **fields)


def refusal_of(call) -> str:
    """What a verb refuses, in words."""
    with pytest.raises(Refused) as refusal:
        call()
    return " ".join(refusal.value.reasons)


# --- Versions


def test_circulating_gives_the_pen_to_the_holder_and_mildeca_agrees_to_its_own_text(talk):
    assert (talk.status, talk.pen) == ("negotiating", Party.HOLDER)
    assert {(a.article, a.party) for a in Acceptance.objects.all()} == {
        ("objet", "mildeca"),
        ("montant", "mildeca"),
        ("gouvernance", "mildeca"),
    }


def test_whoever_holds_the_pen_writes_the_next_version_and_each_is_kept(talk, bob):
    version = reword(talk, bob, seen=1, summary="Trois réunions")
    assert (version.number, version.party, version.summary) == (2, "holder", "Trois réunions")
    assert [v.articles[2]["body"] for v in Version.objects.all()] == [
        "Le comité de pilotage se réunit deux fois par an.",
        BODY,
    ]
    event = Event.objects.get(name="act.write")
    assert event.payload["articles"] == ["gouvernance"]


@pytest.mark.parametrize("who", ["flora", "ines", "martin"])
def test_a_party_without_the_pen_writes_nothing(talk, request, who):
    user = request.getfixturevalue(who)
    assert "tient la plume" in refusal_of(lambda: reword(talk, user))
    assert last(talk).number == 1


@pytest.mark.parametrize("who", ["charlie", "gaston", "karim", "nora", "edgar"])
def test_a_stranger_does_nothing_at_all(talk, request, who):
    user = request.getfixturevalue(who)
    for verb in (
        lambda: reword(talk, user),
        lambda: agree(talk, by=user, seen=1),
        lambda: remark(talk, by=user, seen=1, text="Bonjour"),
        lambda: hand_over(talk, to="mildeca", by=user),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert (last(talk).number, Remark.objects.count()) == (1, 0)


def test_a_text_in_drafting_is_mildeca_s_alone(ines, bob, commune_a):
    act = make_draft(ines=ines, holder=commune_a)
    with pytest.raises(NotAllowed):
        reword(act, bob)
    assert reword(act, ines).party == "mildeca"
    assert "mis en discussion" in refusal_of(lambda: agree(act, by=ines, seen=2))
    assert "mis en discussion" in refusal_of(lambda: remark(act, by=ines, seen=2, text="Oui"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda a: a, "rien n’a changé"),
        (lambda a: a[:2], "gardent leur ordre"),
        (lambda a: [a[1], a[0], a[2]], "gardent leur ordre"),
        (lambda a: [a[0] | {"body": "  "}, *a[1:]], "vide"),
        (lambda a: [a[0] | {"body": "x" * 12_001}, *a[1:]], "12000 caractères"),
        (lambda a: [a[0] | {"body": "[[inconnu]]"}, *a[1:]], "[[inconnu]]"),
        (lambda a: [a[0] | {"is_locked": True}, *a[1:]], "Seuls le titre et le texte"),
        (lambda a: [a[0], a[1] | {"body": "1 million d’euros"}, a[2]], "n’est pas négociable"),
    ],
)
def test_what_a_version_may_not_change(talk, bob, change, said):
    articles = change(last(talk).articles)
    assert said in refusal_of(lambda: propose_version(talk, articles=articles, by=bob))
    assert last(talk).number == 1


def test_the_holder_does_not_write_the_visas(talk, bob):
    assert "visas" in refusal_of(lambda: propose_version(talk, visas=[], by=bob))


def test_a_version_is_written_over_the_one_that_was_read(talk, bob, alice):
    reword(talk, bob, seen=1)
    with pytest.raises(Stale) as refusal:
        reword(talk, alice, "Autre chose.", seen=1)
    assert refusal.value.current.number == 2


@pytest.mark.parametrize("status", ["issuing", "signing", "signed", "abandoned"])
def test_nothing_is_written_once_the_text_is_out_of_discussion(talk, bob, status):
    from django.utils import timezone

    type(talk).objects.filter(pk=talk.pk).update(status=status, signed_at=timezone.now())
    for verb in (
        lambda: reword(talk, bob),
        lambda: agree(talk, by=bob, seen=1),
        lambda: remark(talk, by=bob, seen=1, text="Bonjour"),
        lambda: hand_over(talk, to="mildeca", by=bob),
    ):
        assert "n’est plus en discussion" in refusal_of(verb)


# --- Agreement


def test_each_party_agrees_to_an_article_or_to_all(talk, bob, flora, ines):
    assert agree(talk, by=bob, seen=1, article="objet") == 1
    assert agree(talk, by=bob, seen=1) == 2
    assert agree(talk, by=bob, seen=1) == 0
    assert [row.missing for row in left(talk)] == [[Party.PREFECTURE]] * 3
    assert agree(talk, by=flora, seen=1) == 3
    assert left(talk) == []
    assert Event.objects.filter(name="act.agree").last().payload["is_complete"] is True


def test_a_text_that_changes_leaves_the_agreement_behind_and_its_writer_agrees(talk, bob, flora):
    agree(talk, by=bob, seen=1)
    agree(talk, by=flora, seen=1)
    reword(talk, bob)
    (row,) = left(talk)
    assert (row.article["code"], row.parties) == ("gouvernance", {Party.HOLDER})


def test_a_figure_that_changes_leaves_the_agreement_behind_too(talk, bob, flora):
    agree(talk, by=bob, seen=1)
    version = last(talk)
    version.state = state_of(60_000)
    rows = agreements(Reading(version), Acceptance.objects.filter(act=talk))
    assert {r.article["code"] for r in rows if Party.HOLDER not in r.parties} == {"montant"}


def test_one_agrees_to_what_one_read(talk, bob, flora):
    reword(talk, bob)
    with pytest.raises(Stale):
        agree(talk, by=flora, seen=1)
    assert "plus dans le texte" in refusal_of(lambda: agree(talk, by=flora, seen=2, article="x"))


# --- Remarks


def test_a_wording_accepted_becomes_the_text_and_its_author_agrees_to_it(talk, flora, bob):
    row = remark(
        talk, by=flora, seen=1, article="gouvernance", text="Trois fois ?", proposed_body=BODY
    )
    answered = answer(row, by=bob, accept=True, seen=1, words="D’accord.")
    version = last(talk)
    assert (answered.status, version.number, version.articles[2]["body"]) == ("accepted", 2, BODY)
    assert (version.party, answered.answer) == ("holder", "D’accord.")
    (row,) = [r for r in left(talk) if r.article["code"] == "gouvernance"]
    assert row.missing == [Party.MILDECA]


def test_a_comment_accepted_changes_no_text(talk, flora, bob):
    row = remark(talk, by=flora, seen=1, text="Merci.")
    assert answer(row, by=bob, accept=True, seen=1).status == "accepted"
    assert last(talk).number == 1


def test_a_remark_is_refused_with_a_word(talk, flora, bob):
    row = remark(talk, by=flora, seen=1, article="objet", text="À revoir.")
    assert "pourquoi" in refusal_of(lambda: answer(row, by=bob, accept=False, seen=1))
    refused = answer(row, by=bob, accept=False, seen=1, words="Le texte est celui de l’appel.")
    assert (refused.status, refused.answered_by, refused.answer) == (
        "refused",
        bob,
        "Le texte est celui de l’appel.",
    )
    assert "déjà" in refusal_of(lambda: answer(refused, by=bob, accept=True, seen=1))


def test_who_does_not_hold_the_pen_answers_nothing_and_nobody_answers_oneself(talk, flora, bob):
    row = remark(talk, by=flora, seen=1, text="À revoir.")
    assert "tient la plume" in refusal_of(lambda: answer(row, by=flora, accept=True, seen=1))
    own = remark(talk, by=bob, seen=1, text="À revoir.")
    with pytest.raises(NotAllowed):
        answer(own, by=bob, accept=True, seen=1)


def test_a_remark_is_withdrawn_by_its_own_party(talk, flora, bob, flora_chief):
    row = remark(talk, by=flora, seen=1, text="À revoir.")
    with pytest.raises(NotAllowed):
        withdraw(row, by=bob)
    assert withdraw(row, by=flora_chief).status == "withdrawn"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "  "}, "Écrivez"),
        ({"article": "x"}, "plus dans le texte"),
        ({"proposed_body": BODY}, "article précis"),
        ({"article": "montant", "proposed_body": "Plus."}, "n’est pas négociable"),
        ({"article": "objet", "proposed_body": "[[x]]"}, "[[x]]"),
    ],
)
def test_what_a_remark_may_not_say(talk, flora, fields, said):
    given = {"text": "Bonjour", "seen": 1} | fields
    assert said in refusal_of(lambda: remark(talk, by=flora, **given))
    assert Remark.objects.count() == 0


def test_a_wording_left_as_it_was_is_a_comment_alone(talk, flora):
    body = last(talk).articles[0]["body"]
    row = remark(talk, by=flora, seen=1, article="objet", text="Très bien.", proposed_body=body)
    assert row.proposed_body == ""


# --- The pen


def test_the_pen_passes_from_party_to_party_and_one_knows_since_when(talk, bob, flora):
    before = talk.pen_since
    passed = hand_over(talk, to="prefecture", by=bob, note="À vous.")
    assert (passed.pen, passed.pen_since > before) == (Party.PREFECTURE, True)
    event = Event.objects.get(name="act.hand_over")
    assert (event.payload["from"], event.payload["to"], event.reason) == (
        "holder",
        "prefecture",
        "À vous.",
    )
    assert reword(talk, flora).party == "prefecture"


def test_mildeca_takes_the_pen_back_and_says_why(talk, ines, flora):
    assert "pourquoi" in refusal_of(lambda: hand_over(talk, to="mildeca", by=ines))
    with pytest.raises(NotAllowed):
        hand_over(talk, to="prefecture", by=ines, note="Pour vous")
    with pytest.raises(NotAllowed):
        hand_over(talk, to="prefecture", by=flora, note="Pour nous")
    assert hand_over(talk, to="mildeca", by=ines, note="Sans nouvelles.").pen == Party.MILDECA


def test_the_pen_is_passed_to_another_party(talk, bob):
    assert "déjà" in refusal_of(lambda: hand_over(talk, to="holder", by=bob))
    assert "Choisissez" in refusal_of(lambda: hand_over(talk, to="x", by=bob))


# --- Freezing


def test_a_text_is_frozen_once_all_agree_nothing_is_open_and_as_it_was_read(talk, bob, flora, ines):
    row = remark(talk, by=flora, seen=1, text="À revoir.")
    agree(talk, by=bob, seen=1)
    said = refusal_of(
        lambda: ACT.perform(talk, "freeze", by=ines, seen=2, order=list(Party.values))
    )
    assert "Le texte a changé" in said
    assert "1 remarque attend une réponse" in said
    assert "Sans l’accord de toutes les parties (Préfecture)" in said
    withdraw(row, by=flora)
    agree(talk, by=flora, seen=1)
    frozen = ACT.perform(talk, "freeze", by=ines, seen=1, order=list(Party.values))
    assert (frozen.status, fresh(talk).issues.get().version.number) == ("issuing", 1)


def freeze_said(act, ines) -> str:
    """Why a text to which all agree is not frozen."""
    seen = last(act).number
    return refusal_of(
        lambda: ACT.perform(act, "freeze", by=ines, seen=seen, order=list(Party.values))
    )


@pytest.fixture
def nameless(ines, commune_a, prefecture_a):
    """A text in discussion, on a dossier that names no elected referent."""
    dossier = valid_dossier()
    partnership = dossier.partnership.model_copy(update={"elected_referent": Person()})
    return make_talk(
        ines=ines,
        holder=commune_a,
        dossier=dossier.model_copy(update={"partnership": partnership}),
    )


def test_a_blank_is_named_and_nothing_is_frozen_over_it(nameless, bob, flora, ines):
    reword(nameless, bob, "L’élu référent est [[elu_referent]].", code="objet")
    for user in (bob, flora, ines):
        agree(nameless, by=user, seen=2)
    convention = fresh(nameless).convention
    assert "laisse en blanc : élu référent" in freeze_said(nameless, ines)
    named = details.of(convention).model_copy(
        update={"elected_referent": Signatory(name="Claude Élue", function="adjointe au maire")}
    )
    version = save_details(convention, named, by=ines)
    assert Reading(version).text("objet") == "L’élu référent est Claude Élue, adjointe au maire."
    for user in (bob, flora):
        agree(nameless, by=user, seen=3)
    ACT.perform(nameless, "freeze", by=ines, seen=3, order=list(Party.values))


@pytest.mark.parametrize("where", ["preamble", "visas"])
def test_the_visas_and_the_preamble_leave_no_blank_either(nameless, bob, flora, ines, where):
    said = make_terms()
    if where == "preamble":
        call = fresh(nameless).convention.application.call
        terms.write(call, said.model_copy(update={"preamble": "Avec [[elu_referent]]."}))
        save_details(fresh(nameless).convention, details.of(fresh(nameless).convention), by=ines)
    else:
        hand_over(nameless, to="mildeca", by=bob)
        visas = [
            *last(nameless).visas,
            {"body": "Vu [[elu_referent]] ;", "needs_legal_check": False},
        ]
        propose_version(nameless, visas=visas, by=ines)
    for user in (bob, flora):
        agree(nameless, by=user, seen=2)
    assert "laisse en blanc : élu référent" in freeze_said(nameless, ines)


def test_what_was_corrected_since_the_last_version_is_taken_up_before_freezing(
    talk, bob, flora, ines
):
    for user in (bob, flora):
        agree(talk, by=user, seen=1)
    call = fresh(talk).convention.application.call
    terms.write(call, make_terms(ordonnateur="la directrice de la MILDECA"))
    assert "Des données ont changé" in freeze_said(talk, ines)
    save_details(fresh(talk).convention, details.of(fresh(talk).convention), by=ines)
    assert last(talk).state["ordonnateur"] == "la directrice de la MILDECA"
    ACT.perform(talk, "freeze", by=ines, seen=2, order=list(Party.values))


def test_the_preamble_is_read_and_compared_with_the_visas(talk, ines):
    call = fresh(talk).convention.application.call
    terms.write(call, make_terms(preamble="La commune de Loos a changé d’avis."))
    save_details(fresh(talk).convention, details.of(fresh(talk).convention), by=ines)
    assert "a changé d’avis" in Reading(last(talk)).text(VISAS)
    parts = discussion(talk, ines, today=date(2024, 7, 1)).parts
    assert [(part.heading, bool(part.pieces)) for part in parts] == [
        ("Visas", False),
        ("Préambule", True),
    ]
    (change,) = changes(last(talk), talk.versions.get(number=1))
    assert change[0] == "Visas et préambule"
    assert "changé d’avis" in " ".join(piece.text for piece in change[1] if piece.kind == "added")


def test_a_title_that_changes_is_seen_and_compared(talk, bob):
    titled = [a | {"title": "But"} if a["code"] == "objet" else a for a in last(talk).articles]
    propose_version(talk, articles=titled, by=bob)
    shown = discussion(talk, bob, today=date(2024, 7, 1), code="objet")
    assert shown.current.is_changed
    assert [(p.kind, p.text.strip()) for p in shown.parts[0].pieces][:2] == [
        ("removed", "Objet"),
        ("added", "But"),
    ]
    (change,) = changes(last(talk), talk.versions.get(number=1))
    assert change[0] == "Article 1 – But"
