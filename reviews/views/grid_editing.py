"""A reading as a document being edited: the form's own mechanism, the dossier beside it."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.access import acting
from accounts.models import User
from applications.recap import Recap
from applications.recap import recap as recap_of
from applications.snapshot import thaw
from applications.views.edited import Editing, Row
from applications.views.showing import show
from reviews import reviewing, scoring
from reviews.enums import ReviewStatus
from reviews.forms.grid import GridSetting
from reviews.models import Criterion, Review, Seat
from reviews.opinion_reading import NOTHING, by_dossier
from reviews.passages import passages
from reviews.permissions import as_member
from reviews.priority import signs
from reviews.review_content import ReviewContent
from reviews.review_guards import READ_IN, is_over
from reviews.standings import weights_of
from workflow.engine import Refused


@dataclass(frozen=True)
class GridEditing(Editing):
    """A member's reading of a dossier assigned to them."""

    seat: Seat = field(kw_only=True)
    criteria: list[Criterion] = field(kw_only=True)  # the bonus included

    @property
    def review(self) -> Review:
        """The row, as what it is."""
        assert isinstance(self.row, Review)
        return self.row

    @property
    def weights(self) -> dict[str, int]:
        """The weight of each criterion that is marked."""
        return weights_of(self.criteria)

    @cached_property
    def setting(self) -> GridSetting:
        """The dossier, its call, the criteria that are marked."""
        marked = tuple(c for c in self.criteria if not c.is_bonus)
        return GridSetting(self.application, self.application.call.texts, criteria=marked)

    def may_write(self, user: User) -> bool:
        """The member whose seat it is."""
        return as_member(self.seat, user) is not None

    def surroundings(self, user: User) -> dict[str, Any]:
        """The dossier as filed, where to read for each criterion, the score so far."""
        filing = self.application.snapshots.order_by("number").last()
        assert filing is not None  # a dossier in hand was filed
        dossier, is_open = thaw(filing), not is_over(self.application)
        recap: Recap = recap_of(dossier, self.application.call.texts)
        content = ReviewContent.model_validate(self.review.content)
        given = {code: content.mark_of(code).value for code in self.weights}
        return {
            "application": self.application,
            "review": self.review,
            "filing": filing,
            "recap": recap,
            "passages": {c.code: passages(recap, c.code) for c in self.criteria},
            "opinion": by_dossier(user, [self.application.pk]).get(self.application.pk, NOTHING),
            "bonus": [(c, signs(dossier)) for c in self.criteria if c.is_bonus],
            "score": scoring.score(given, self.weights),
            "missing": sum(value is None for value in given.values()),
            "weight_total": sum(self.weights.values()),
            "co_readings": co_readings(self.review),
            "is_open": is_open,
            "can_write": is_open
            and self.review.status == ReviewStatus.DRAFT
            and self.application.status in READ_IN,
        }

    def follow(self, request: HttpRequest, row: Row) -> HttpResponse:
        """« Rendre ma lecture » files what was just saved; what it lacks is said on the page."""
        if request.POST.get("go") != "file":
            return super().follow(request, row)
        assert isinstance(row, Review)
        try:
            reviewing.step(row, "file", by=acting(request), version=row.version)
        except Refused as refusal:
            reasons = refusal.reasons
            return show(request, self.saved_as(row, lacks=reasons), status=409)
        messages.success(request, "Votre lecture est rendue.")
        return redirect(self.addresses["stay"])

    def saved_as(self, row: Review, *, lacks: list[str]) -> "GridEditing":
        """The same page of the row just saved, saying what it lacks."""
        row.application, row.seat = self.application, self.seat
        return replace(self, row=row, beside=lambda sheet: {"lacks": lacks})


def co_readings(own: Review) -> list[Review]:
    """What the others filed: nothing before one's own is filed, nothing to who abstained."""
    if own.status != ReviewStatus.FILED:
        return []
    return list(
        Review.objects.filter(application=own.application_id, status=ReviewStatus.FILED)
        .exclude(pk=own.pk)
        .defer("content")
        .select_related("seat__person")
        .prefetch_related("marks__criterion")
        .order_by("pk")
    )
