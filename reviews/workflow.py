"""How the reviews' objects change: one table each (architecture.md, decision 1)."""

from reviews import decision_effects, decision_guards
from reviews.enums import DecisionStatus as D
from reviews.permissions import as_instructor, as_president, as_publisher
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
