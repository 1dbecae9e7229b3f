"""Writing a reading, then filing it or abstaining; its dossier's standing follows (C-4.3f, C-5d)."""

from copy import copy
from typing import Any

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone

from accounts.models import User
from applications.drafting import Conflict
from applications.models import Application
from reviews import standings
from reviews.enums import ReviewStatus
from reviews.models import Assignment, Review, Seat
from reviews.permissions import as_member
from reviews.review_content import ReviewContent
from reviews.review_guards import READ_IN, closing_sessions
from reviews.workflow import REVIEW
from workflow.engine import NotAllowed, Refused

SAVED = ("content", "version", "saved_at", "saved_by")


def blank(application: Application, seat: Seat) -> Review:
    """A reading of which nothing is saved yet: the first save begins it."""
    content = ReviewContent().model_dump(mode="json")
    return Review(application=application, seat=seat, content=content)


def save(review: Review, content: ReviewContent, *, version: int, by: User) -> Review:
    """Save a reading typed over `version` and return it fresh.

    Raises Conflict when another tab saved since, NotAllowed or Refused (not any more).
    """
    application, seat = review.application, review.seat
    if as_member(seat, by) is None:
        raise NotAllowed("Cette lecture est celle d’un autre membre.")
    with transaction.atomic():
        # Held, so that a conflict declared meanwhile comes before or after, never between.
        held = (
            Assignment.objects.select_for_update(of=("self",))
            .filter(seat=seat, application=application, ended_at=None)
            .annotate(is_over=Exists(closing_sessions(application)))
            .first()
        )
        if held is None:
            raise Refused("Ce dossier ne vous est plus attribué : votre lecture ne s’écrit plus.")
        if application.status not in READ_IN or held.is_over:
            raise Refused("Les lectures de ce dossier sont closes.")
        fresh = copy(review)
        fresh.content = content.model_dump(mode="json")
        fresh.version, fresh.saved_at, fresh.saved_by = version + 1, timezone.now(), by
        rows = Review.objects.filter(
            application=application, seat=seat, status=ReviewStatus.DRAFT, version=version
        )
        # What nobody had begun when the page was read is not looked for.
        is_saved = version and rows.update(**{name: getattr(fresh, name) for name in SAVED})
        if not is_saved:
            _begin(fresh)
    return fresh


def _begin(fresh: Review) -> None:
    """Create the reading; raise Conflict or Refused when it exists and could not be written."""
    current = Review.objects.filter(application=fresh.application, seat=fresh.seat).first()
    if current is None:
        fresh.version = 1
        fresh.save(force_insert=True)
        return
    current.application, current.seat = fresh.application, fresh.seat
    if current.status != ReviewStatus.DRAFT:
        said = current.get_status_display().lower()
        raise Refused(f"Votre lecture est déjà « {said} » : elle ne se modifie plus.")
    raise Conflict(current)


def step(review: Review, name: str, *, by: User, reason: str = "", **facts: Any) -> Review:
    """Perform a step of a reading and keep its dossier's standing, in one transaction.

    Raises NotAllowed or Refused, as `REVIEW.perform`.
    """
    with transaction.atomic():
        fresh = REVIEW.perform(review, name, by=by, reason=reason, **facts)
        standings.refresh(fresh.application.call, [fresh.application_id])
    return fresh


def abstain_unread(application: Application, seat: Seat, *, by: User, reason: str) -> Review:
    """Abstain from a dossier on which nothing was written yet. Raises as `save` and `step`."""
    with transaction.atomic():
        row = Review.objects.filter(application=application, seat=seat).first()
        if row is None:
            row = save(blank(application, seat), ReviewContent(), version=0, by=by)
        return step(row, "abstain", by=by, reason=reason)
