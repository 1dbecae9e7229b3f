"""Who is told of what: one table, event → notice → recipients → channels (ADR 0002).

A notice is written from the event (journal row and its payload), so that a mail says what happened
then. One more notice is one row here and its text beside; `docs/notifications.md` is made from it.
A row without topic is owed to the person: nobody turns its mail off.
"""

from notifications import audiences as to
from notifications import committee_notices as committee
from notifications import decision_notices as decisions
from notifications import dossier_notices as dossiers
from notifications import instruction_notices as instruction
from notifications import membership_notices as links
from notifications import opinion_notices as opinions
from notifications import sitting_notices as sittings
from notifications.convention_rules import CONVENTIONS
from notifications.rule import Rule, Topic
from workflow.models import Event

TEAM = "vous faites partie de l’équipe de la collectivité"
DECIDES = "vous pouvez valider les demandes de cette collectivité"
INVITED = "vous avez envoyé une invitation"
ONESELF = "il s’agit de votre compte"
FOLLOWS = "vous suivez les dossiers de l’appel à projets"
INSTRUCTS = "vous instruisez l’appel à projets"
PREFECTURE = "vous rendez les avis de la préfecture de votre département"
SITS = "vous siégez au comité de l’appel à projets"
PRESIDES_SITTING = "vous présidez la séance"
PRESIDES = "vous décidez des projets retenus"

RULES: tuple[Rule, ...] = (
    # --- Filing
    Rule("application.submit", "application-filed", to.team, dossiers.filed, TEAM),
    Rule(
        "application.submit",
        "application-received",
        to.readers_for_the_state,
        dossiers.received,
        FOLLOWS,
        Topic.FOLLOW,
    ),
    Rule("application.take_back", "application-taken-back", to.team, dossiers.taken_back, TEAM),
    Rule(
        "application.take_back",
        "application-taken-back-from-state",
        to.state_until_then,
        dossiers.taken_back_from_the_state,
        FOLLOWS,
        Topic.FOLLOW,
    ),
    Rule("application.withdraw", "application-withdrawn", to.team, dossiers.withdrawn, TEAM),
    Rule(
        "application.withdraw",
        "withdrawn-from-instruction",
        to.instructors_until_then,
        dossiers.withdrawn_from_instruction,
        INSTRUCTS,
    ),
    Rule(
        "application.withdraw",
        "withdrawn-from-prefecture",
        to.prefecture_until_then,
        dossiers.withdrawn_from_prefecture,
        PREFECTURE,
    ),
    Rule(
        "application.withdraw",
        "withdrawn-from-reader",
        committee.readers_until_then,
        committee.withdrawn,
        SITS,
    ),
    Rule("application.document_infected", "document-infected", to.team, dossiers.infected, TEAM),
    Rule(
        "extension.granted",
        "extension-granted",
        dossiers.extended_team,
        dossiers.extended,
        TEAM,
    ),
    Rule("call.edited", "deadline-moved", dossiers.writing_for_it, dossiers.moved, TEAM),
    Rule(
        "application.deadline_reminder",
        "deadline-near",
        to.writers,
        dossiers.deadline_near,
        TEAM,
        Topic.DEADLINES,
    ),
    Rule("application.expiry_reminder", "draft-expires", to.writers, dossiers.draft_expires, TEAM),
    # --- Instruction
    Rule("application.ask_completion", "completion-asked", to.team, instruction.asked, TEAM),
    Rule(
        "application.completion_reminder",
        "completion-near",
        instruction.those_asked,
        instruction.near,
        TEAM,
        Topic.DEADLINES,
    ),
    Rule("application.complete", "completion-sent", to.team, instruction.sent, TEAM),
    Rule(
        "application.complete",
        "completion-received",
        decisions.instructors_concerned,
        instruction.answered,
        INSTRUCTS,
        Topic.FOLLOW,
    ),
    Rule("application.cancel_completion", "completion-closed", to.team, instruction.closed, TEAM),
    Rule("application.admit", "admitted", to.team, instruction.admitted, TEAM),
    Rule("application.refuse", "declared-inadmissible", to.team, instruction.refused, TEAM),
    Rule(
        "application.instruction_wrote",
        "message-to-team",
        to.team,
        instruction.message_to_team,
        TEAM,
    ),
    Rule(
        "application.holder_wrote",
        "message-to-instruction",
        decisions.instructors_concerned,
        instruction.message_to_instruction,
        INSTRUCTS,
        Topic.FOLLOW,
    ),
    # --- The prefecture's opinion
    Rule("opinion.prepare", "opinion-prepared", opinions.chiefs, opinions.prepared, PREFECTURE),
    Rule(
        "opinion.give", "opinion-given", opinions.readers, opinions.given, INSTRUCTS, Topic.FOLLOW
    ),
    Rule(
        "opinion.reminded",
        "opinion-missing",
        opinions.of_the_prefecture,
        opinions.missing,
        PREFECTURE,
    ),
    Rule(
        "opinion.reminder",
        "opinion-missing",
        opinions.of_the_prefecture,
        opinions.missing,
        PREFECTURE,
        Topic.DEADLINES,
    ),
    Rule(
        "application.complete",
        "completed-since-opinion",
        opinions.who_gave_an_opinion,
        opinions.completed,
        PREFECTURE,
        Topic.FOLLOW,
    ),
    # --- Links of people to collectivités
    Rule("membership.requested", "membership-requested", links.deciders, links.requested, DECIDES),
    Rule(
        "membership.waiting_reminder",
        "membership-waiting",
        links.deciders,
        links.still_waiting,
        DECIDES,
        Topic.TEAM,
    ),
    Rule("membership.validate", "membership-decided", links.person, links.validated, ONESELF),
    Rule("membership.refuse", "membership-decided", links.person, links.refused, ONESELF),
    Rule("membership.remove", "membership-decided", links.person, links.removed, ONESELF),
    Rule(
        "membership.join",
        "membership-joined",
        links.inviter,
        links.joined,
        INVITED,
        Topic.TEAM,
        is_mailed=False,
    ),
    Rule(
        "invitation.waiting_reminder",
        "invitation-waiting",
        links.invitation_author,
        links.invitation_waits,
        INVITED,
        Topic.TEAM,
    ),
    # --- Committee
    Rule(
        "committee.assigned",
        "readings-assigned",
        committee.newly_assigned,
        committee.assigned,
        SITS,
    ),
    Rule("assignment.given", "reading-given", committee.reader, committee.given, SITS),
    Rule("seat.reminded", "readings-missing", committee.member_missing, committee.missing, SITS),
    Rule(
        "seat.reading_reminder",
        "readings-missing",
        committee.member_missing,
        committee.missing,
        SITS,
        Topic.DEADLINES,
    ),
    Rule("review.reopen", "reading-reopened", committee.reader, committee.reopened, SITS),
    Rule(
        "recusal.declared",
        "conflict-declared",
        decisions.instructors_concerned,
        committee.conflict,
        INSTRUCTS,
    ),
    Rule(
        "recusal.confirmed",
        "conflict-declared",
        decisions.instructors_concerned,
        committee.conflict,
        INSTRUCTS,
    ),
    # --- The committee's session
    Rule(
        "sitting.convene",
        "sitting-convened",
        sittings.members_convened,
        sittings.convened,
        SITS,
    ),
    Rule(
        "sitting.convene_again",
        "sitting-convened",
        sittings.members_convened,
        sittings.convened,
        SITS,
    ),
    Rule(
        "sitting.close", "minutes-to-sign", sittings.signatory, sittings.to_sign, PRESIDES_SITTING
    ),
    Rule("sitting.sign", "minutes-signed", sittings.members, sittings.signed, SITS),
    # --- Decision
    Rule(
        "decision.propose", "decision-to-validate", to.presidents, decisions.to_validate, PRESIDES
    ),
    Rule(
        "decision.send_back", "decision-sent-back", to.instructors, decisions.sent_back, INSTRUCTS
    ),
    Rule(
        "decision.publish",
        "decision-published",
        decisions.prefectures_concerned,
        decisions.published,
        FOLLOWS,
        Topic.FOLLOW,
    ),
    Rule("application.select", "result", to.team, decisions.result, TEAM),
    Rule("application.put_on_reserve", "result", to.team, decisions.result, TEAM),
    Rule("application.reject", "result", to.team, decisions.result, TEAM),
    Rule("application.give_up", "given-up", to.team, decisions.gave_up, TEAM),
    Rule(
        "application.give_up",
        "given-up-to-state",
        decisions.instructors_concerned,
        decisions.given_up,
        INSTRUCTS,
    ),
    Rule(
        "application.lapse",
        "award-lapsed",
        decisions.team_that_saw_no_text,
        decisions.lapsed,
        TEAM,
    ),
    *CONVENTIONS,
)


def rules_for(event: Event) -> list[Rule]:
    """Return the rows of the table that this event concerns."""
    return [rule for rule in RULES if rule.event == event.name]
