"""How what is agreed changes state: one table each (architecture.md, decision 1)."""

from conventions import effects, guards
from conventions.enums import ActStatus as A
from conventions.enums import ConventionStatus as C
from conventions.enums import RemarkStatus as R
from conventions.permissions import (
    as_ender,
    as_ender_of_text,
    as_instructor,
    as_its_party,
    as_party,
    as_pen_holder,
    as_recaller,
    as_the_portal,
)
from conventions.signing import guards as signing
from workflow.engine import Transition, Workflow

ACT = Workflow(
    "act",
    (
        Transition(
            "circulate",
            "Mettre en discussion",
            (A.DRAFTING,),
            A.NEGOTIATING,
            as_instructor,
            (),
            effects.circulate,
        ),
        Transition(
            "freeze",
            "Figer et émettre",
            (A.NEGOTIATING,),
            A.ISSUING,
            as_instructor,
            (
                guards.as_it_was_read,
                guards.nothing_is_left_open,
                guards.all_agree,
                guards.nothing_is_missing,
            ),
            effects.freeze,
        ),
        # By the worker that sealed the document.
        Transition("issue", "Émettre", (A.ISSUING,), A.SIGNING, as_the_portal),
        Transition(
            "sign",
            "Signer",
            (A.SIGNING,),
            A.SIGNING,
            as_party,
            (*signing.SIGNATURE, signing.others_are_to_sign),
            effects.sign,
        ),
        Transition(
            "complete",
            "Signer en dernier",
            (A.SIGNING,),
            A.SIGNED,
            as_party,
            (*signing.SIGNATURE, signing.is_last_to_sign),
            effects.complete,
        ),
        Transition(
            "recall",
            "Rouvrir la discussion",
            (A.ISSUING, A.SIGNING),
            A.NEGOTIATING,
            as_recaller,
            (guards.with_a_reason,),
            effects.recall,
        ),
        Transition(
            "abandon",
            "Abandonner",
            (A.DRAFTING, A.NEGOTIATING, A.ISSUING, A.SIGNING),
            A.ABANDONED,
            as_ender_of_text,
            (guards.with_a_reason, guards.with_its_convention),
            effects.abandon,
        ),
    ),
)

CONVENTION = Workflow(
    "convention",
    (
        # The last signature does it.
        Transition(
            "enter",
            "Entrer en vigueur",
            (C.PREPARING,),
            C.IN_FORCE,
            as_the_portal,
            (),
            effects.enter,
        ),
        Transition(
            "cancel",
            "Abandonner",
            (C.PREPARING,),
            C.CANCELLED,
            as_ender,
            (guards.with_a_reason, guards.with_its_award),
            effects.end,
        ),
        Transition(
            "terminate",
            "Résilier",
            (C.IN_FORCE,),
            C.TERMINATED,
            as_instructor,
            (guards.with_a_reason, guards.keeps_what_was_agreed_at_most),
            effects.end,
        ),
    ),
)

REMARK = Workflow(
    "remark",
    (
        Transition(
            "accept",
            "Retenir",
            (R.OPEN,),
            R.ACCEPTED,
            as_pen_holder,
            (guards.still_discussed,),
            effects.accept,
        ),
        Transition(
            "refuse",
            "Ne pas retenir",
            (R.OPEN,),
            R.REFUSED,
            as_pen_holder,
            (guards.still_discussed, guards.with_an_answer),
            effects.refuse,
        ),
        Transition(
            "withdraw",
            "Retirer",
            (R.OPEN,),
            R.WITHDRAWN,
            as_its_party,
            (guards.still_discussed,),
            effects.withdraw,
        ),
    ),
)
