"""The dossier's life, on one screen (design/product.md).

brouillon → déposé → (à compléter → déposé)* → recevable | irrecevable → en comité
→ retenu | liste complémentaire | non retenu; and retiré from any state before the decision, or
by a laureate who gives up. A result becomes the dossier's state at its publication, not before.
"""

from applications import effects, guards
from applications.enums import ApplicationStatus as S
from applications.permissions import as_instructor, as_publisher, as_signatory
from workflow.engine import Transition, Workflow

LIFE = Workflow(
    "application",
    (
        Transition(
            "submit",
            "Déposer",
            (S.DRAFT,),
            S.SUBMITTED,
            as_signatory,
            guards=(
                guards.in_the_filing_period,
                guards.as_it_was_read,
                guards.eligible,
                guards.complete,
                guards.without_infected_files,
            ),
            effect=effects.file,
        ),
        Transition(
            "take_back",
            "Reprendre",
            (S.SUBMITTED,),
            S.DRAFT,
            as_signatory,
            guards=(guards.before_the_deadline,),
            effect=effects.reopen,
        ),
        Transition(
            "withdraw",
            "Retirer",
            (S.DRAFT, S.SUBMITTED, S.TO_COMPLETE, S.ADMISSIBLE, S.IN_COMMITTEE),
            S.WITHDRAWN,
            as_signatory,
            guards=(guards.with_a_reason,),
            effect=effects.withdraw,
        ),
        Transition(
            "ask_completion",
            "Demander un complément",
            (S.SUBMITTED,),
            S.TO_COMPLETE,
            as_instructor,
            guards=(guards.names_what_is_missing, guards.leaves_time_to_answer),
            effect=effects.ask,
        ),
        Transition(
            "complete",
            "Envoyer le complément",
            (S.TO_COMPLETE,),
            S.SUBMITTED,
            as_signatory,
            guards=(
                guards.as_it_was_read,
                guards.answers_the_request,
                guards.eligible,
                guards.complete,
                guards.without_infected_files,
            ),
            effect=effects.complete,
        ),
        Transition(
            "cancel_completion",
            "Clore la demande de complément",
            (S.TO_COMPLETE,),
            S.SUBMITTED,
            as_instructor,
            guards=(guards.with_a_reason,),
            effect=effects.cancel,
        ),
        Transition(
            "admit",
            "Déclarer recevable",
            (S.SUBMITTED,),
            S.ADMISSIBLE,
            as_instructor,
            guards=(guards.verified_or_explained,),
        ),
        Transition(
            "refuse",
            "Déclarer irrecevable",
            (S.SUBMITTED,),
            S.INADMISSIBLE,
            as_instructor,
            guards=(guards.on_stated_grounds,),
            effect=effects.refuse,
        ),
        Transition(
            "send_to_committee",
            "Envoyer au comité",
            (S.ADMISSIBLE,),
            S.IN_COMMITTEE,
            as_instructor,
        ),
        Transition(
            "select",
            "Retenir",
            (S.IN_COMMITTEE, S.RESERVE),
            S.SELECTED,
            as_publisher,
            guards=(guards.by_a_decision,),
            effect=effects.decide,
        ),
        Transition(
            "put_on_reserve",
            "Inscrire en liste complémentaire",
            (S.IN_COMMITTEE,),
            S.RESERVE,
            as_publisher,
            guards=(guards.by_a_decision,),
            effect=effects.decide,
        ),
        Transition(
            "reject",
            "Ne pas retenir",
            (S.IN_COMMITTEE, S.RESERVE),
            S.REJECTED,
            as_publisher,
            guards=(guards.by_a_decision,),
            effect=effects.decide,
        ),
        Transition(
            "give_up",
            "Renoncer à l’aide",
            (S.SELECTED, S.RESERVE),
            S.GIVEN_UP,
            as_signatory,
            guards=(guards.with_a_reason,),
            effect=effects.give_up,
        ),
        # The holder said so otherwise than on the portal, or its convention will not be signed.
        Transition(
            "lapse",
            "Constater la renonciation",
            (S.SELECTED,),
            S.GIVEN_UP,
            as_instructor,
            guards=(guards.with_a_reason,),
            effect=effects.give_up,
        ),
    ),
)
