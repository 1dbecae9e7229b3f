"""What may refuse a step of a reading: each guard answers in French sentences (C-4.3f, C-5d)."""

from django.db.models import Exists, Q, QuerySet

from applications.enums import ApplicationStatus as S
from applications.models import Application
from reviews.enums import SittingStatus
from reviews.models import Assignment, Recusal, Review, Sitting
from reviews.review_content import ReviewContent
from reviews.standings import marked
from workflow.engine import Step

# States in which a dossier is read and marked.
READ_IN = (S.ADMISSIBLE, S.IN_COMMITTEE)
# Marks that surprise: each owes its reason (facts.md §7.3).
EXTREMES = (0, 1, 5)


def closing_sessions(application: Application) -> QuerySet[Sitting]:
    """The session that has begun, or the one that is over for this dossier: they close readings."""
    return Sitting.objects.filter(call=application.call_id).filter(
        Q(status=SittingStatus.OPEN)
        | Q(status__in=SittingStatus.OVER, deliberations__application=application)
    )


def is_over(application: Application) -> bool:
    """Whether the readings of a dossier are closed."""
    return closing_sessions(application).exists()


def _facts(review: Review) -> tuple[bool, bool, bool]:
    """Whether readings are closed, whether it is the member's to read, whether they are in conflict.

    In one query for the three guards, once for the locked row they look at.
    """
    if "facts" not in review.__dict__:
        application = review.application
        reads = Assignment.objects.filter(
            seat=review.seat_id, application=application, ended_at=None
        )
        recusals = Recusal.objects.filter(
            application=application, person=review.seat.person_id, lifted_at=None
        )
        review.__dict__["facts"] = Review.objects.values_list(
            Exists(closing_sessions(application)), Exists(reads), Exists(recusals)
        ).get(pk=review.pk)
    facts: tuple[bool, bool, bool] = review.__dict__["facts"]
    return facts


def before_the_session(review: Review, step: Step) -> list[str]:
    """Refuse once the session is open: then second marks are given, beside the first."""
    is_closed, _, _ = _facts(review)
    if is_closed:
        return ["La séance est ouverte : les lectures ne se modifient plus."]
    return []


def of_a_dossier_in_hand(review: Review, step: Step) -> list[str]:
    """Refuse for a dossier that left the committee's hands, or is not this member's to read."""
    if review.application.status not in READ_IN:
        return ["Ce dossier n’est plus entre les mains du comité."]
    _, is_reader, _ = _facts(review)
    return [] if is_reader else ["Ce dossier ne vous est plus attribué."]


def without_conflict(review: Review, step: Step) -> list[str]:
    """Refuse to a member in conflict of interest (A4)."""
    _, _, is_in_conflict = _facts(review)
    return ["Un conflit d’intérêts est déclaré sur ce dossier."] if is_in_conflict else []


def by_a_conflict(review: Review, step: Step) -> list[str]:
    """Refuse to void a review without a conflict of interest."""
    if without_conflict(review, step):
        return []
    return ["Une lecture s’annule par la déclaration d’un conflit d’intérêts."]


def as_it_was_read(review: Review, step: Step) -> list[str]:
    """Refuse to file a text that another tab has changed since the page was read."""
    version = step.facts.get("version")
    if version is None or version == review.version:
        return []
    return ["Votre lecture a été modifiée dans un autre onglet : relisez-la, puis rendez-la."]


def whole(review: Review, step: Step) -> list[str]:
    """Refuse while a mark is missing, or a surprising one has no reason."""
    content = ReviewContent.model_validate(review.content)
    criteria = marked(review.application.call)
    if not criteria:
        return ["Cet appel n’a pas de grille de notation : prévenez la MILDECA."]
    found = []
    for criterion in criteria:
        mark = content.mark_of(criterion.code)
        if mark.value is None:
            found.append(f"Donnez une note pour « {criterion.title} ».")
        elif mark.value in EXTREMES and not mark.comment.strip():
            found.append(
                f"Expliquez votre note de {mark.value} pour « {criterion.title} » : un commentaire "
                "est demandé pour 0, 1 et 5."
            )
    return found


def with_a_reason(review: Review, step: Step) -> list[str]:
    """Refuse without a reason."""
    return [] if step.reason.strip() else ["Indiquez la raison."]
