"""What may refuse a step of a session: each guard answers in French sentences (facts.md §7.4)."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Sum

from limits_portal.french import euros, long_date
from limits_portal.printouts import Printout
from reviews import attending, terms
from reviews.enums import Outcome
from reviews.models import Minutes, Proposal, Recusal, Seat, Sitting
from workflow.engine import Step


def has_members(sitting: Sitting, step: Step) -> list[str]:
    """Refuse to convene nobody."""
    if Seat.objects.filter(call=sitting.call_id, left_at=None).exists():
        return []
    return ["Le comité de cet appel n’a aucun membre : nommez-les d’abord."]


def has_a_chair(sitting: Sitting, step: Step) -> list[str]:
    """Refuse to convene without somebody who presides, and will sign."""
    if sitting.chair is not None and sitting.chair.left_at is None:
        return []
    return ["Indiquez qui préside la séance : cette personne signera le procès-verbal."]


def has_an_agenda(sitting: Sitting, step: Step) -> list[str]:
    """Refuse to convene without dossiers: the agenda goes with the convocation."""
    if sitting.deliberations.exists():
        return []
    return ["L’ordre du jour est vide : envoyez d’abord des dossiers au comité."]


def is_early_enough(sitting: Sitting, step: Step) -> list[str]:
    """Refuse a convocation sent too late; a second one gives its date as `held_at`."""
    days = terms.of(sitting.call).convocation_days
    held_at = step.facts.get("held_at") or sitting.held_at
    if held_at - step.at >= timedelta(days=days):
        return []
    first = long_date((step.at + timedelta(days=days)).date())
    plural = "s" if days > 1 else ""
    return [
        f"Le comité est convoqué au moins {days} jour{plural} avant la séance : "
        f"choisissez une date à partir du {first}."
    ]


def has_its_quorum(sitting: Sitting, step: Step) -> list[str]:
    """Refuse to open while too few members attend."""
    found = attending.quorum_of(sitting)
    if found.is_reached:
        return []
    if not found.counted:
        return ["Personne n’est noté présent : remplissez les présences."]
    return [
        f"Le quorum n’est pas atteint : {found.counted} membres sur {found.in_office}, "
        f"il en faut {found.needed}."
    ]


def lacked_its_quorum(sitting: Sitting, step: Step) -> list[str]:
    """Refuse a convocation without quorum unless the first session was held and lacked it."""
    if not sitting.needs_quorum:
        return ["Cette séance est déjà convoquée sans quorum."]
    if step.at < sitting.held_at:
        return ["La séance n’a pas encore eu lieu : le quorum peut être atteint."]
    if attending.quorum_of(sitting).is_reached:
        return ["Le quorum est atteint : ouvrez la séance."]
    return []


def has_a_proposal(sitting: Sitting, step: Step) -> list[str]:
    """Refuse to close before one scenario is the committee's proposal."""
    if sitting.scenarios.filter(is_proposal=True, deleted_at=None).exists():
        return []
    return ["Choisissez le scénario que le comité propose, puis clôturez la séance."]


def proposes_within_the_envelope(sitting: Sitting, step: Step) -> list[str]:
    """Refuse a proposal that gives more than the envelope, where the call has one."""
    envelope = sitting.call.envelope_amount
    given = Proposal.objects.filter(
        scenario__sitting=sitting, scenario__is_proposal=True, outcome=Outcome.SELECTED
    ).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    if not envelope or given <= envelope:
        return []
    return [
        f"Le scénario proposé donne {euros(given)} pour une enveloppe de {euros(envelope)} : "
        f"{euros(given - envelope)} de trop."
    ]


def with_a_reason(sitting: Sitting, step: Step) -> list[str]:
    """Refuse to reopen without saying why."""
    return [] if step.reason.strip() else ["Indiquez pourquoi la séance est rouverte."]


def minutes_are_as_read(sitting: Sitting, step: Step) -> list[str]:
    """Refuse to sign anything but the very file that was read (`read_as`, its SHA-256)."""
    minutes = Minutes.objects.filter(sitting=sitting).first()
    if minutes is None or minutes.progress != Printout.Status.DONE:
        return ["Le procès-verbal n’est pas encore mis en page : attendez quelques instants."]
    if step.facts.get("read_as") in (None, minutes.sha256):
        return []
    return ["Le procès-verbal a changé depuis l’affichage de cette page. Relisez-le, puis signez."]


def may_read_it_all(sitting: Sitting, step: Step) -> list[str]:
    """Refuse the signature of somebody to whom a dossier of the session is closed (A4)."""
    recused = Recusal.objects.filter(
        person=step.by, lifted_at=None, application__deliberations__sitting=sitting
    )
    if not recused.exists():
        return []
    return [
        "Vous vous êtes déporté d’un dossier de cette séance : demandez à la MILDECA de désigner "
        "un autre membre pour signer."
    ]
