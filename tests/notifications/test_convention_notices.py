"""Who is told of a convention's text, and when its people are reminded (C-5f, C-5g)."""

import pytest

from conventions.agreement import agree
from conventions.ending import cancel
from conventions.opening import open_convention
from conventions.pen import hand_over
from conventions.remarks import answer, remark
from conventions.workflow import ACT
from notifications import reminders
from notifications.models import Email
from tests.applications.filings import make_filed
from tests.conventions.talks import make_award, make_draft, make_talk
from tests.factories import paris
from tests.notifications.dispatched import dispatch_all
from workflow.engine import record
from workflow.models import Event

EVERYBODY = (
    *("alice", "bob", "charlie", "dora", "edgar", "flora", "flora_chief", "gaston"),
    *("gaston_chief", "ines", "karim", "lea", "martin", "nora"),
)


@pytest.fixture
def people(request):
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


@pytest.fixture
def talk(people, ines, commune_a):
    return make_talk(ines=ines, holder=commune_a)


def told(code: str) -> set[str]:
    dispatch_all()
    names = {mail.to.partition("@")[0] for mail in Email.objects.filter(code=code)}
    return names & set(EVERYBODY)


def text_of(code: str) -> str:
    mail = Email.objects.filter(code=code).first()
    return f"{mail.subject}\n{mail.text_body}".replace("\u00a0", " ")


def test_a_text_in_discussion_is_told_to_the_collectivite_and_its_prefecture(talk):
    assert told("convention-circulated") == {"alice", "bob", "flora", "flora_chief"}
    assert "90 000 €" in text_of("convention-circulated")
    assert "30 septembre 2024" in text_of("convention-circulated")


@pytest.mark.parametrize(
    ("name", "named"), [("Amiens", "convention d’Amiens"), ("Le Havre", "convention du Havre")]
)
def test_a_convention_is_named_as_french_wants_it(talk, commune_a, name, named):
    type(commune_a).objects.update(name=name)
    assert told("convention-circulated") == {"alice", "bob", "flora", "flora_chief"}
    assert named in text_of("convention-circulated")


def test_a_draft_is_told_to_nobody(people, ines, commune_a):
    award = make_award(make_filed(holder=commune_a, by=people["bob"]).application, 90_000)
    open_convention(award, by=ines)
    opened = Event.objects.get(name="convention.opened")
    dispatch_all()
    opened.refresh_from_db()
    assert opened.dispatched_at is not None
    assert not Email.objects.filter(event_id=opened.pk).exists()


def test_the_pen_is_told_to_who_gets_it_with_the_message(talk, bob):
    hand_over(talk, to="prefecture", by=bob, note="Relisez l’article 3.")
    assert told("pen-handed") == {"flora", "flora_chief"}
    assert "Relisez l’article 3." in text_of("pen-handed")


def test_a_pen_passed_on_since_is_told_to_the_last_holder_alone(talk, bob, flora):
    hand_over(talk, to="prefecture", by=bob)
    hand_over(talk, to="mildeca", by=flora)
    assert told("pen-handed") == {"ines"}


def test_a_pen_taken_back_is_told_to_who_loses_it_with_the_reason(talk, ines):
    hand_over(talk, to="mildeca", by=ines, note="Le calendrier presse.")
    assert told("pen-taken") == {"alice", "bob"}
    assert told("pen-handed") == set()
    assert "La MILDECA reprend la plume : la convention de Loos" in text_of("pen-taken")
    assert "Motif : Le calendrier presse." in text_of("pen-taken")


def test_a_remark_is_told_to_who_answers_and_its_words_stay_in_the_portal(talk, bob, flora):
    row = remark(talk, by=flora, seen=1, article="objet", text="CANARI", proposed_body="CANARI")
    assert told("text-commented") == {"alice", "bob"}
    assert "autre rédaction" in text_of("text-commented")
    answer(row, by=bob, accept=False, seen=1, words="CANARI")
    assert told("remark-answered") == {"flora", "flora_chief"}
    assert "non retenue" in text_of("remark-answered")
    mails = Email.objects.all()
    assert not any("CANARI" in m.text_body + m.html_body + m.subject for m in mails)


def test_the_pen_s_own_remark_is_told_to_the_others(talk, bob):
    remark(talk, by=bob, seen=1, text="Voici notre lecture.")
    assert told("text-commented") == {"flora", "flora_chief", "ines"}


def test_mildeca_is_told_once_when_the_last_one_agrees(talk, bob, flora, ines):
    agree(talk, by=bob, seen=1)
    assert told("text-agreed") == set()
    agree(talk, by=flora, seen=1)
    assert told("text-agreed") == {"ines"}


def test_a_reopened_discussion_is_told_to_all_but_who_reopened_it(talk, bob, flora, ines):
    for user in (bob, flora):
        agree(talk, by=user, seen=1)
    ACT.perform(talk, "freeze", by=ines, seen=1, order=["holder", "prefecture", "mildeca"])
    ACT.perform(talk, "recall", by=bob, reason="Le nom du maire a changé.")
    assert told("text-reopened") == {"alice", "flora", "flora_chief", "ines"}
    assert "Le nom du maire a changé." in text_of("text-reopened")


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("2024-08-31 09:00:00", 1),
        ("2024-09-01 09:00:00", 0),
        ("2024-09-15 09:00:00", 1),
        ("2024-09-23 09:00:00", 1),
        ("2024-09-28 09:00:00", 1),
        ("2024-09-30 08:59:59", 0),
        ("2024-09-30 09:00:00", 1),
        ("2024-10-01 09:00:00", 1),
        ("2024-10-15 09:00:00", 1),
        ("2024-10-16 09:00:00", 0),
    ],
)
def test_what_is_not_signed_is_reminded_around_the_thirtieth_of_september__C_5g(
    talk, moment, count
):
    for _ in range(2):  # a beat that comes back gives it once
        reminders.give_due(now=paris(moment))
    assert Event.objects.filter(name="act.signature_reminder").count() == count


@pytest.mark.parametrize(
    ("day", "subject"),
    [
        ("2024-09-23", "La convention de Loos : 7 jours pour signer"),
        ("2024-09-30", "La convention de Loos : dernier jour pour signer"),
        (
            "2024-10-15",
            "La convention de Loos devait être signée au plus tard le 30 septembre 2024",
        ),
    ],
)
def test_the_reminder_says_how_long_is_left_and_where_it_is(talk, day, subject):
    record(
        "act.signature_reminder",
        subject=talk,
        payload={"desk": "holder"},
        at=paris(f"{day} 09:00:00"),
    )
    assert told("signature-due") == {"alice", "bob"}
    assert text_of("signature-due").startswith(f"{subject}\n")
    assert "votre partie tient la plume" in text_of("signature-due")


def test_a_reminder_goes_to_whose_desk_it_is_then(talk, bob):
    reminders.give_due(now=paris("2024-09-23 09:00:00"))
    (event,) = Event.objects.filter(name="act.signature_reminder")
    from notifications.convention_notices import on_whose_desk

    assert {p.email.partition("@")[0] for p in on_whose_desk(event)} >= {"alice", "bob"}
    hand_over(talk, to="prefecture", by=bob)
    assert on_whose_desk(event) == []


def test_only_signatories_are_reminded_to_sign(talk, bob, flora, ines):
    for user in (bob, flora):
        agree(talk, by=user, seen=1)
    ACT.perform(talk, "freeze", by=ines, seen=1, order=["prefecture", "holder", "mildeca"])
    reminders.give_due(now=paris("2024-09-15 09:00:00"))
    assert Event.objects.filter(name="act.signature_reminder").count() == 0
    ACT.perform(talk, "issue", by=None)
    reminders.give_due(now=paris("2024-09-23 09:00:00"))
    from notifications.convention_notices import on_whose_desk

    (event,) = Event.objects.filter(name="act.signature_reminder")
    assert [p.email.partition("@")[0] for p in on_whose_desk(event)] == ["flora_chief"]


def test_a_convention_given_up_before_its_text_went_round_is_told_to_the_laureate(
    people, ines, commune_a
):
    act = make_draft(ines=ines, holder=commune_a)
    cancel(act.convention, by=ines, reason="Le projet est porté par l’intercommunalité.")
    assert told("award-lapsed") == {"alice", "bob"}
    assert "porté par l’intercommunalité" in text_of("award-lapsed")
    assert "ne sera pas versée" in text_of("award-lapsed")


def test_the_end_of_a_convention_is_told_to_the_three_parties(talk, ines):
    cancel(talk.convention, by=ines, reason="La commune renonce.")
    assert told("convention-ended") == {"alice", "bob", "flora", "flora_chief"}
    assert "La commune renonce." in text_of("convention-ended")
    # The text and the award go with it: nothing more is said.
    assert told("award-lapsed") == set()
    assert told("text-abandoned") == set()


def test_nothing_is_reminded_of_a_convention_in_force(talk):
    from django.utils import timezone

    type(talk.convention).objects.update(status="in_force", in_force_at=timezone.now())
    reminders.give_due(now=paris("2024-09-30 09:00:00"))
    assert Event.objects.filter(name="act.signature_reminder").count() == 0
