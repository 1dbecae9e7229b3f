"""How a session of the committee changes: prepared, convened, open, closed, signed (C-5d)."""

from reviews import sitting_effects, sitting_guards
from reviews.enums import SittingStatus as S
from reviews.permissions import as_chair, as_instructor
from workflow.engine import Transition, Workflow

SITTING = Workflow(
    "sitting",
    (
        Transition(
            "convene",
            "Convoquer le comité",
            (S.PREPARED,),
            S.CONVENED,
            as_instructor,
            (
                sitting_guards.has_members,
                sitting_guards.has_a_chair,
                sitting_guards.has_an_agenda,
                sitting_guards.is_early_enough,
            ),
            sitting_effects.convene,
        ),
        Transition(
            "convene_again",
            "Convoquer à nouveau, sans quorum",
            (S.CONVENED,),
            S.CONVENED,
            as_instructor,
            (sitting_guards.lacked_its_quorum, sitting_guards.is_early_enough),
            sitting_effects.convene_again,
        ),
        Transition(
            "open",
            "Ouvrir la séance",
            (S.CONVENED,),
            S.OPEN,
            as_instructor,
            (sitting_guards.has_its_quorum,),
            sitting_effects.open_it,
        ),
        Transition(
            "close",
            "Clore la séance",
            (S.OPEN,),
            S.CLOSED,
            as_instructor,
            (sitting_guards.has_a_proposal, sitting_guards.proposes_within_the_envelope),
            sitting_effects.close,
        ),
        Transition(
            "reopen",
            "Rouvrir la séance",
            (S.CLOSED,),
            S.OPEN,
            as_instructor,
            (sitting_guards.with_a_reason,),
            sitting_effects.reopen,
        ),
        Transition(
            "sign",
            "Signer le procès-verbal",
            (S.CLOSED,),
            S.SIGNED,
            as_chair,
            (sitting_guards.minutes_are_as_read, sitting_guards.may_read_it_all),
            sitting_effects.sign,
        ),
    ),
)
