"""What validating and publishing a decision do, in the same transaction (C-5e)."""

from applications.enums import ApplicationStatus
from applications.workflow import LIFE
from reviews.decision_guards import total_of
from reviews.enums import Outcome
from reviews.models import Decision, Letter
from workflow.engine import Outcome as Done
from workflow.engine import Step

RESULTS = {
    Outcome.SELECTED: "select",
    Outcome.RESERVE: "put_on_reserve",
    Outcome.REJECTED: "reject",
}


def validate(decision: Decision, step: Step) -> Done:
    """Date and sign the list; its letters are to be drawn by a worker."""
    decision.validated_at, decision.validated_by = step.at, step.by
    Letter.objects.bulk_create(Letter(award=award) for award in decision.awards.all())
    counts = {str(o): decision.awards.filter(outcome=o).count() for o in Outcome}
    return Done(
        fields=("validated_at", "validated_by"),
        payload={"granted": total_of(decision), **counts},
    )


def publish(decision: Decision, step: Step) -> Done:
    """Make every result the state of its dossier, all at once.

    A dossier withdrawn since the list was validated keeps its state; one already in reserve that
    stays there has nothing to change.
    """
    decision.published_at = step.at
    left = []
    awards = decision.awards.select_related("application").order_by("application_id")
    for award in awards:
        application = award.application
        if application.status in (ApplicationStatus.WITHDRAWN, ApplicationStatus.GIVEN_UP):
            left.append(application.reference)
        elif (application.status, award.outcome) != (ApplicationStatus.RESERVE, Outcome.RESERVE):
            LIFE.perform(
                application,
                RESULTS[Outcome(award.outcome)],
                by=step.by,
                at=step.at,
                decision=decision.number,
                amount=award.amount,
            )
    return Done(fields=("published_at",), payload={"withdrawn": left})
