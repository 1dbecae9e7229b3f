"""A convention given up or terminated: its money is free again, its text goes no further (C-5e)."""

from decimal import Decimal

import pytest

from applications.models import Application
from applications.workflow import LIFE
from conventions.agreement import agree
from conventions.ending import cancel, terminate
from conventions.models import Convention
from conventions.workflow import ACT, CONVENTION
from reviews.models import Award
from tests.conventions.talks import fresh
from workflow.engine import NotAllowed, Refused
from workflow.models import Event


def granted(act) -> Decimal:
    return Award.objects.granted(act.convention.application.call)


def in_force(act) -> Convention:
    """The convention signed by all, however it came to it."""
    type(act).objects.filter(pk=act.pk).update(status="signed", signed_at=act.circulated_at)
    return CONVENTION.perform(act.convention, "enter", by=None)


def test_a_convention_given_up_frees_its_amount_with_its_text_and_its_dossier(talk, ines):
    assert granted(talk) == 90_000
    ended = cancel(talk.convention, by=ines, reason="La commune renonce, par lettre du 3 juillet.")
    application = Application.objects.get(pk=ended.application_id)
    assert (ended.status, fresh(talk).status, application.status) == (
        "cancelled",
        "abandoned",
        "given_up",
    )
    assert granted(talk) == 0
    event = Event.objects.get(name="application.lapse")
    assert event.payload["convention"] == ended.reference
    assert "3 juillet" in event.reason


def test_an_issued_document_is_void_with_its_convention(talk, ines, bob, flora):
    for user in (bob, flora):
        agree(talk, by=user, seen=1)
    ACT.perform(talk, "freeze", by=ines, seen=1, order=["holder", "prefecture", "mildeca"])
    cancel(talk.convention, by=ines, reason="Abandon.")
    assert talk.issues.get().voided_at is not None


def test_a_holder_who_gives_up_gives_the_convention_up(talk, bob):
    LIFE.perform(talk.convention.application, "give_up", by=bob, reason="Autre priorité.")
    assert Convention.objects.get().status == "cancelled"
    assert fresh(talk).status == "abandoned"
    assert granted(talk) == 0


def test_nobody_gives_up_a_convention_in_force(talk, bob, ines):
    in_force(talk)
    for name, by in (("give_up", bob), ("lapse", ines)):
        with pytest.raises(Refused) as refusal:
            LIFE.perform(talk.convention.application, name, by=by, reason="Autre priorité.")
        assert "se résilie" in refusal.value.reasons[0]
    assert Application.objects.get(pk=talk.convention.application_id).status == "selected"
    with pytest.raises(Refused):
        cancel(Convention.objects.get(), by=ines, reason="Non.")


@pytest.mark.parametrize(
    "who", ["alice", "bob", "flora_chief", "martin", "karim", "nora", "gaston"]
)
def test_only_the_instruction_gives_a_convention_up(talk, request, who):
    user = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        cancel(talk.convention, by=user, reason="Abandon.")
    assert granted(talk) == 90_000


def test_it_says_why(talk, ines):
    with pytest.raises(Refused):
        cancel(talk.convention, by=ines, reason=" ")
    assert Convention.objects.get().status == "preparing"


def test_a_convention_without_its_award_is_not_given_up(talk, ines, bob):
    for by in (ines, bob):
        with pytest.raises(Refused):
            CONVENTION.perform(talk.convention, "cancel", by=by, reason="Non.")
        with pytest.raises(Refused):
            ACT.perform(talk, "abandon", by=by, reason="Non.")
    assert fresh(talk).status == "negotiating"


def test_terminating_frees_what_the_holder_does_not_keep(talk, ines):
    convention = in_force(talk)
    ended = terminate(convention, by=ines, reason="Projet arrêté.", kept=Decimal(30_000))
    assert (ended.status, granted(talk)) == ("terminated", Decimal(30_000))
    assert Event.objects.get(name="convention.terminate").payload["kept"] == "30000.00"


@pytest.mark.parametrize("kept", ["-1", "90000.01"])
def test_what_is_kept_is_within_what_was_agreed(talk, ines, kept):
    convention = in_force(talk)
    with pytest.raises(Refused):
        terminate(convention, by=ines, reason="Projet arrêté.", kept=Decimal(kept))
    assert granted(talk) == 90_000


def test_a_convention_not_signed_is_not_terminated(talk, ines):
    with pytest.raises(Refused):
        terminate(talk.convention, by=ines, reason="Non.", kept=Decimal(0))
    assert fresh(talk).status == "negotiating"


def test_what_is_kept_is_judged_on_the_convention_as_it_is(talk, ines):
    read = in_force(talk)
    Convention.objects.filter(pk=read.pk).update(agreed_amount=40_000, yearly_amounts=[40_000])
    with pytest.raises(Refused, match="40"):
        terminate(read, by=ines, reason="Projet arrêté.", kept=Decimal(60_000))
    assert Convention.objects.get().status == "in_force"
