"""A page tries an act: only shown, wrong, refused, not allowed, done."""

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404

from workflow.attempts import Attempt, asked_step
from workflow.engine import NotAllowed, Refused, Transition, Workflow


class ReasonForm(forms.Form):
    reason = forms.CharField()


def never(values):
    raise AssertionError(f"the verb is called with {values}")


def refuse(values):
    raise Refused("Trop tard.", "La séance est close.")


def outcome(attempt):
    return attempt.status, attempt.reasons, attempt.result


def test_a_form_only_shown_does_nothing():
    attempt = Attempt(ReasonForm())

    assert not attempt.done(never)
    assert outcome(attempt) == (200, [], None)


def test_a_wrong_form_does_nothing_and_keeps_what_was_typed():
    attempt = Attempt(ReasonForm({"reason": " "}))

    assert not attempt.done(never)
    assert outcome(attempt) == (422, [], None)
    assert attempt.form["reason"].value() == " "


def test_a_verb_that_refuses_says_why():
    attempt = Attempt(ReasonForm({"reason": "Doublon"}))

    assert not attempt.done(refuse)
    assert outcome(attempt) == (409, ["Trop tard.", "La séance est close."], None)


def test_the_kind_of_refusal_is_kept_for_pages_that_show_more_of_it():
    class Stale(Refused):
        current = 7

    attempt = Attempt(ReasonForm({"reason": "Doublon"}))

    def write_over(values):
        raise Stale("Un collègue a écrit ici entre-temps.")

    assert not attempt.done(write_over)
    assert isinstance(attempt.refusal, Stale) and attempt.refusal.current == 7


def test_a_person_who_never_may_is_denied_in_the_words_of_the_verb():
    def forbid(values):
        raise NotAllowed("Cette lecture est celle d’un autre membre.")

    with pytest.raises(PermissionDenied, match="celle d’un autre membre"):
        Attempt(ReasonForm({"reason": "Doublon"})).done(forbid)


def test_an_act_done_was_given_what_was_typed_and_keeps_its_result():
    attempt = Attempt(ReasonForm({"reason": " Doublon "}))

    assert attempt.done(lambda values: f"fait : {values['reason']}")
    assert outcome(attempt) == (200, [], "fait : Doublon")


def test_an_act_that_returns_nothing_is_done_too():
    assert Attempt(ReasonForm({"reason": "Doublon"})).done(lambda values: None)


def test_a_button_alone_needs_no_form():
    attempt = Attempt()
    assert outcome(attempt) == (200, [], None)

    assert not attempt.done(refuse)
    assert attempt.status == 409

    assert Attempt().done(lambda values: None)


def test_a_page_may_refuse_by_itself():
    attempt = Attempt(ReasonForm({"reason": "Doublon"}))

    attempt.refusal = Refused("Ce dossier ne se retire plus.")

    assert outcome(attempt) == (409, ["Ce dossier ne se retire plus."], None)


LIFE = Workflow(
    "essai", (Transition("open", "Ouvrir", ("shut",), "open", may=lambda _, user: user),)
)


def test_a_page_is_about_a_step_of_this_person():
    assert asked_step(LIFE, "open", None, "chief").label == "Ouvrir"
    with pytest.raises(Http404):
        asked_step(LIFE, "close", None, "chief")
    with pytest.raises(PermissionDenied):
        asked_step(LIFE, "open", None, None)


def test_anything_else_that_fails_is_no_refusal():
    with pytest.raises(ZeroDivisionError):
        Attempt(ReasonForm({"reason": "Doublon"})).done(lambda values: 1 / 0)
