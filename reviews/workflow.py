"""How the reviews' objects change: one table each (architecture.md, decision 1)."""

from reviews import (
    decision_effects,
    decision_guards,
    opinion_effects,
    opinion_guards,
    review_effects,
    review_guards,
)
from reviews.enums import DecisionStatus as D
from reviews.enums import OpinionStatus as O
from reviews.enums import ReviewStatus as R
from reviews.permissions import (
    as_in_conflict,
    as_instructor,
    as_prefecture,
    as_president,
    as_project_chief,
    as_publisher,
    as_reader,
)
from workflow.engine import Transition, Workflow

CONSISTENT = (
    decision_guards.decides_of_all,
    decision_guards.within_what_was_asked,
    decision_guards.within_the_envelope,
    decision_guards.every_refusal_is_explained,
)

DECISION = Workflow(
    "decision",
    (
        Transition(
            "propose", "Proposer au président", (D.DRAFT,), D.PROPOSED, as_instructor, CONSISTENT
        ),
        Transition(
            "send_back",
            "Renvoyer à l’instruction",
            (D.PROPOSED,),
            D.DRAFT,
            as_president,
            (decision_guards.with_a_reason,),
        ),
        Transition(
            "validate",
            "Valider la décision",
            (D.PROPOSED,),
            D.VALIDATED,
            as_president,
            (*CONSISTENT, decision_guards.as_it_was_read),
            decision_effects.validate,
        ),
        Transition(
            "publish",
            "Publier les résultats",
            (D.VALIDATED,),
            D.PUBLISHED,
            as_publisher,
            (decision_guards.letters_are_ready,),
            decision_effects.publish,
        ),
    ),
)

IN_HAND = (
    review_guards.of_a_dossier_in_hand,
    review_guards.without_conflict,
    review_guards.before_the_session,
)

# Through `reviews.reviewing.step`, that keeps the dossier's standing.
REVIEW = Workflow(
    "review",
    (
        Transition(
            "file",
            "Rendre la lecture",
            (R.DRAFT,),
            R.FILED,
            as_reader,
            (*IN_HAND, review_guards.as_it_was_read, review_guards.whole),
            review_effects.file,
        ),
        Transition(
            "abstain",
            "S’abstenir",
            (R.DRAFT,),
            R.ABSTAINED,
            as_reader,
            (*IN_HAND, review_guards.with_a_reason),
            review_effects.abstain,
        ),
        Transition(
            "reopen",
            "Rouvrir la lecture",
            (R.FILED, R.ABSTAINED),
            R.DRAFT,
            as_instructor,
            (*IN_HAND, review_guards.with_a_reason),
            review_effects.reopen,
        ),
        Transition(
            "void",
            "Annuler la lecture",
            (R.DRAFT, R.FILED, R.ABSTAINED),
            R.VOID,
            as_in_conflict,
            (review_guards.by_a_conflict,),
            review_effects.reopen,
        ),
        Transition(
            "restore",
            "Rétablir la lecture",
            (R.VOID,),
            R.DRAFT,
            as_instructor,
            (review_guards.without_conflict,),
        ),
    ),
    reading=lambda rows: (
        rows.select_related("application__call__review_terms", "seat__person")
        .defer("application__call__content")
        .prefetch_related("application__call__criteria")
    ),
)

READY = (
    opinion_guards.is_awaited,
    opinion_guards.is_complete,
    opinion_guards.within_what_was_asked,
    opinion_guards.as_it_was_read,
    opinion_guards.rank_is_free,
)

OPINION = Workflow(
    "opinion",
    (
        Transition(
            "prepare",
            "Préparer l’avis",
            (O.DRAFT,),
            O.PREPARED,
            as_prefecture,
            READY,
            opinion_effects.prepare,
        ),
        Transition(
            "take_back",
            "Reprendre la rédaction",
            (O.PREPARED,),
            O.DRAFT,
            as_prefecture,
            (),
            opinion_effects.take_back,
        ),
        Transition(
            "give",
            "Rendre l’avis",
            (O.PREPARED,),
            O.GIVEN,
            as_project_chief,
            READY,
            opinion_effects.give,
        ),
    ),
)
