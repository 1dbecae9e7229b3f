"""The opinion as a document being edited: the form's own mechanism, with its own page around."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from accounts.access import acting
from accounts.models import User
from applications.models import Snapshot
from applications.snapshot import thaw
from applications.views.edited import Editing, Row
from applications.views.showing import show
from reviews.enums import OpinionStatus
from reviews.forms.opinions import OpinionSetting
from reviews.models import Opinion
from reviews.one_page import one_page
from reviews.opining import AWAITED
from reviews.opinion_guards import taken
from reviews.permissions import as_prefecture
from reviews.terms import opinion_due_on
from reviews.workflow import OPINION
from workflow.engine import Refused, Transition


@dataclass(frozen=True)
class OpinionEditing(Editing):
    """An opinion being written: by the prefecture of the département, while it is a draft."""

    filing: Snapshot = field(kw_only=True)  # the one shown, that the opinion speaks of
    last_number: int = field(kw_only=True)  # of the dossier's last filing
    history: list[Opinion] = field(kw_only=True)  # every opinion this person may read of it

    @property
    def opinion(self) -> Opinion:
        """The row, as what it is."""
        assert isinstance(self.row, Opinion)
        return self.row

    @cached_property
    def setting(self) -> OpinionSetting:
        """The dossier, its call, and the ranks given."""
        texts = self.application.call.texts
        return OpinionSetting(self.application, texts, ranks=taken(self.opinion))

    def may_write(self, user: User) -> bool:
        """The prefecture of the département."""
        return as_prefecture(self.application, user) is not None

    def surroundings(self, user: User) -> dict[str, Any]:
        """The dossier in one page, the steps open to this person, the opinions given before."""
        opinion, application = self.opinion, self.application
        is_ours = self.may_write(user)
        is_awaited = application.status in AWAITED
        is_given = opinion.status == OpinionStatus.GIVEN
        past = [o for o in self.history if o.pk != opinion.pk]
        return {
            "application": application,
            "opinion": opinion,
            "filing": self.filing,
            "page": one_page(thaw(self.filing), self.filing.findings),
            "due_on": opinion_due_on(application.call),
            "transitions": self.open_to(user),
            "past": past,
            "is_ours": is_ours,
            "is_awaited": is_awaited,
            "is_outdated": is_given and self.last_number > opinion.snapshot.number,
            "last_number": self.last_number,
            "can_write": is_ours and is_awaited and opinion.status == OpinionStatus.DRAFT,
            "can_renew": is_ours
            and is_awaited
            and is_given
            and opinion.replaced_at is None
            and not any(o.status != OpinionStatus.GIVEN for o in past),
        }

    def open_to(self, user: User) -> list[Transition]:
        """Steps open to this person, the one that goes forward first."""
        if self.opinion.pk is None:
            return []
        steps = OPINION.open_to(self.opinion, user)
        return sorted(steps, key=lambda step: step.target == OpinionStatus.DRAFT)

    def follow(self, request: HttpRequest, row: Row) -> HttpResponse:
        """« Préparer » prepares what was just saved; what it lacks is said on the page."""
        if request.POST.get("go") != "prepare":
            return super().follow(request, row)
        try:
            OPINION.perform(
                row,
                "prepare",
                by=acting(request),
                version=row.version,
                filing=posted_number(request.POST, "filing"),
            )
        except Refused as refusal:
            reasons = refusal.reasons
            lacking = replace(self, row=row, beside=lambda sheet: {"lacks": reasons})
            return show(request, lacking, status=409)
        messages.success(request, "L’avis est préparé : le chef de projet peut le rendre.")
        return redirect(self.addresses["stay"])


def posted_number(data: QueryDict, name: str) -> int:
    """A whole number that the page carries; an unreadable one matches none."""
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
