"""What may refuse a decision: each guard answers in French sentences (C-4.2a, C-5e)."""

from decimal import Decimal

from applications.enums import ApplicationStatus
from applications.models import Application
from applications.snapshot import as_text, digest
from limits_portal.french import euros
from limits_portal.printouts import Printout
from reviews.award_making import CANDIDATES
from reviews.enums import Outcome
from reviews.models import Award, Decision, Letter
from workflow.engine import Step


def decides_of_all(decision: Decision, step: Step) -> list[str]:
    """Refuse while a dossier that waits is not in the list: nobody is forgotten."""
    waiting = Application.objects.filter(call=decision.call_id, status__in=CANDIDATES)
    left = list(
        waiting.exclude(pk__in=decision.awards.values("application"))
        .order_by("reference")
        .values_list("reference", flat=True)
    )
    return [f"Ces dossiers attendent une décision : {', '.join(left)}."] if left else []


def within_the_envelope(decision: Decision, step: Step) -> list[str]:
    """Refuse a list that grants more than the envelope, what stands granted counted in."""
    total, spent = total_of(decision), Award.objects.granted(decision.call)
    excess = total + spent - decision.envelope_amount
    if excess <= 0:
        return []
    return [
        f"La décision accorde {euros(total + spent)} pour une enveloppe de "
        f"{euros(decision.envelope_amount)} : {euros(excess)} de trop. Baissez des montants."
    ]


def within_what_was_asked(decision: Decision, step: Step) -> list[str]:
    """Refuse an amount above what was asked or above the ceiling (C-4.2a, C-4.2b)."""
    ceiling = decision.call.ceiling_amount
    return [
        f"{award.application} : {euros(award.amount)} décidés, "
        f"{euros(min(ceiling, award.application.requested_amount))} au plus."
        for award in decision.awards.select_related("application")
        if award.amount > min(ceiling, award.application.requested_amount)
    ]


def every_refusal_is_explained(decision: Decision, step: Step) -> list[str]:
    """Refuse a dossier not retained without a reason: a refusal is useful (product.md).

    To its holder, who is told nothing of a dossier that it withdrew meanwhile.
    """
    silent = (
        decision.awards.filter(outcome=Outcome.REJECTED, reason="")
        .exclude(application__status=ApplicationStatus.WITHDRAWN)
        .order_by("application__reference")
    )
    names = list(silent.values_list("application__reference", flat=True))
    if not names:
        return []
    shown = ", ".join(names[:5]) + (f" et {len(names) - 5} autres" if len(names) > 5 else "")
    return [f"Indiquez pourquoi ces dossiers ne sont pas retenus : {shown}."]


def as_it_was_read(decision: Decision, step: Step) -> list[str]:
    """Refuse when the list changed since the president read it (`read_as`)."""
    if step.facts.get("read_as") in (None, reading_of(decision)):
        return []
    return ["La liste a changé depuis l’affichage de cette page. Relisez-la, puis validez-la."]


def with_a_reason(decision: Decision, step: Step) -> list[str]:
    """Refuse to send a list back without saying what to change."""
    return [] if step.reason.strip() else ["Indiquez ce qu’il faut revoir."]


def letters_are_ready(decision: Decision, step: Step) -> list[str]:
    """Refuse to publish before each letter can be read: they are previewed first."""
    waiting = Letter.objects.filter(award__decision=decision).exclude(progress=Printout.Status.DONE)
    count = waiting.count()
    if not count:
        return []
    subject = "1 lettre n’est pas prête" if count == 1 else f"{count} lettres ne sont pas prêtes"
    return [f"{subject} : attendez leur mise en page, ou prévenez un administrateur."]


def total_of(decision: Decision) -> Decimal:
    """Euros this decision grants."""
    return sum((award.amount for award in decision.awards.all()), Decimal(0))


def reading_of(decision: Decision) -> str:
    """SHA-256 of the list as a person reads it before validating."""
    rows = decision.awards.order_by("application_id").values_list(
        "application_id", "outcome", "amount", "reserve_rank", "reason", "version"
    )
    return digest(as_text([[str(value) for value in row] for row in rows]))
