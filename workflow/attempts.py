"""What a page tries on somebody's behalf, and how it went: only shown, wrong, refused or done."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404

from workflow.engine import NotAllowed, Refused, Transition, Workflow


def asked_step(life: Workflow, name: str, subject: Any, user: Any) -> Transition:
    """The step a page is about, whether or not the present state allows it.

    Raises Http404 when no step has this name, PermissionDenied when it is never this person's.
    """
    try:
        step = life.transition(name)
    except KeyError:
        raise Http404 from None
    if step.may(subject, user) is None:
        raise PermissionDenied
    return step


class Attempt:
    """An act asked for with a form, or by a button alone (no form), and how it went.

    A view makes its form, and when the act is `done` says so and leaves; otherwise it shows the
    form again, with `reasons`, under `status`.
    """

    def __init__(self, form: BaseForm | None = None) -> None:
        self.form = form
        self.refusal: Refused | None = None
        self.result: Any = None  # what the verb returned

    def done(self, verb: Callable[[dict[str, Any]], Any]) -> bool:
        """Whether the verb was called with what was typed, and did it.

        False when the form was not sent, is wrong, or the verb refused. Raises PermissionDenied,
        in the verb's words, when this person never may.
        """
        if self.form is not None and not self.form.is_valid():
            return False
        try:
            self.result = verb(self.form.cleaned_data if self.form is not None else {})
        except NotAllowed as refusal:
            raise PermissionDenied(" ".join(refusal.reasons)) from refusal
        except Refused as refusal:
            self.refusal = refusal
        return self.refusal is None

    @property
    def reasons(self) -> list[str]:
        """Why the act was refused, in French sentences for the person."""
        return self.refusal.reasons if self.refusal is not None else []

    @property
    def status(self) -> int:
        """The page's HTTP status: 409 refused, 422 wrong, 200 otherwise."""
        if self.refusal is not None:
            return 409
        return 422 if self.form is not None and self.form.errors else 200
