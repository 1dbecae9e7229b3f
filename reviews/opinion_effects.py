"""What preparing, taking back and giving an opinion do, in the same transaction (C-5c)."""

from reviews.models import Opinion
from reviews.opinion_guards import content_of
from workflow.engine import Outcome, Step


def _spoken_of(opinion: Opinion) -> dict[str, object]:
    """What the journal keeps: which dossier, which filing; never what the opinion says."""
    return {
        "application": opinion.application.reference,
        "number": opinion.number,
        "filing": opinion.snapshot.number,
    }


def prepare(opinion: Opinion, step: Step) -> Outcome:
    """Sign the preparation; the opinion speaks of the last filing."""
    opinion.prepared_at, opinion.prepared_by = step.at, step.by
    opinion.snapshot = opinion.application.snapshots.latest("number")
    return Outcome(("prepared_at", "prepared_by", "snapshot"), _spoken_of(opinion))


def take_back(opinion: Opinion, step: Step) -> Outcome:
    """Back to the draft, signed by nobody."""
    opinion.prepared_at, opinion.prepared_by = None, None
    return Outcome(("prepared_at", "prepared_by"), _spoken_of(opinion))


def give(opinion: Opinion, step: Step) -> Outcome:
    """Make what was typed the prefecture's word, and replace the one given before, if any."""
    said = content_of(opinion)
    opinion.stance, opinion.rank = said.stance, said.rank
    opinion.recommended_amount = said.recommended_amount
    opinion.given_at, opinion.given_by = step.at, step.by
    opinion.given_as = step.by.job_title[:200]
    opinion.snapshot = opinion.application.snapshots.latest("number")
    standing = Opinion.objects.standing().filter(application=opinion.application_id)
    standing.update(replaced_at=step.at)
    return Outcome(
        (
            *("stance", "rank", "recommended_amount", "snapshot"),
            *("given_at", "given_by", "given_as"),
        ),
        _spoken_of(opinion),
    )
