"""What a step of a reading does, in the same transaction: marks written or erased.

The standing follows in `reviews.reviewing.step`, once the status is written.
"""

from typing import Any

from reviews import scoring
from reviews.models import Criterion, Mark, Review
from reviews.review_content import ReviewContent
from reviews.standings import marked, weights_of
from workflow.engine import Outcome, Step


def file(review: Review, step: Step) -> Outcome:
    """Write what others may read from now on: the marks, the comment, the score."""
    content = ReviewContent.model_validate(review.content)
    criteria: list[Criterion] = marked(review.application.call)
    weights = weights_of(criteria)
    lines = [(criterion, content.mark_of(criterion.code)) for criterion in criteria]
    review.score = scoring.score({line.id: line.value for _, line in lines}, weights)
    review.comment, review.filed_at, review.abstention_reason = content.comment, step.at, ""
    Mark.objects.bulk_create(
        Mark(review=review, criterion=criterion, value=line.value, comment=line.comment)
        for criterion, line in lines
    )
    return Outcome(
        fields=("score", "comment", "filed_at", "abstention_reason"), payload=_about(review)
    )


def abstain(review: Review, step: Step) -> Outcome:
    """Keep the reason; the marks begun stay the reader's own."""
    review.abstention_reason = step.reason
    return Outcome(fields=("abstention_reason",), payload=_about(review))


def reopen(review: Review, step: Step) -> Outcome:
    """Take back what others could read; what was written is there to be written on."""
    review.marks.all().delete()
    review.score, review.comment, review.filed_at, review.abstention_reason = None, "", None, ""
    return Outcome(
        fields=("score", "comment", "filed_at", "abstention_reason"), payload=_about(review)
    )


def _about(review: Review) -> dict[str, Any]:
    """Which dossier and which seat: never a mark, the journal is read by others."""
    return {"application": review.application_id, "seat": review.seat_id}
