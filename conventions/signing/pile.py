"""The pile of a signatory: what waits for their signature, confirmed at once, signed one by one."""

import logging
from dataclasses import asdict, dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.models import User
from conventions import mandates
from conventions.enums import ActStatus, Party
from conventions.models import Act, Issue, Mandate, Revision, Signature, SigningOrder
from conventions.permissions import SIGNING_ROLES, parties_of
from conventions.signing import portal
from conventions.signing.guards import next_to_sign
from conventions.signing.portal import Consent
from workflow.engine import Refused

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 3
# How long a confirmation, with its second factor, may wait for a worker.
FRESH = timedelta(hours=1)
TOO_LATE = "La confirmation date de plus d’une heure : confirmez de nouveau."
FAILED = "Le portail n’a pas pu signer ce document : prévenez un administrateur."


@dataclass(frozen=True)
class Row:
    """A document that waits for this person's signature."""

    act: Act
    issue: Issue
    revision: Revision
    party: Party
    mandate: Mandate | None
    # The last order given for it, if any: being signed, or refused and why.
    order: SigningOrder | None

    @property
    def key(self) -> str:
        """The document as it was shown: its issue, its hash, the mandate under which one signs."""
        mandate = self.mandate.pk if self.mandate else ""
        return f"{self.issue.pk}:{self.revision.sha256}:{mandate}"

    @property
    def amount(self) -> Decimal:
        """What the text to sign grants, in euros."""
        return self.issue.version.amount

    @property
    def is_being_signed(self) -> bool:
        """Whether its signature is ordered already; a confirmation too old is to be given again."""
        return (
            self.order is not None
            and self.order.progress == SigningOrder.Progress.PENDING
            and timezone.now() - self.order.asked_at <= FRESH
        )


@dataclass(frozen=True)
class Proven:
    """What the signatory did once for the documents chosen: `portal.Consent`, each aside."""

    sentence: str
    second_factor: str
    proven_at: str
    browser: str
    address: str | None


def waiting_for(user: User) -> list[Row]:
    """The documents whose next signature is this person's, the oldest first.

    The number of queries does not depend on how many there are.
    """
    acts = (
        Act.objects.visible_to(user)
        .filter(status=ActStatus.SIGNING)
        .select_related(
            "convention__application__holder",
            "convention__application__departement",
            "convention__application__call",
        )
        .prefetch_related(
            Prefetch(
                "issues",
                Issue.objects.filter(voided_at=None)
                .select_related("version")
                .prefetch_related(
                    Prefetch("signatures", Signature.objects.only("issue_id", "party")),
                    "revisions",
                    Prefetch("signing_orders", SigningOrder.objects.filter(person=user)),
                ),
            )
        )
        .order_by("convention__reference", "number")
    )
    today = mandates.today()
    own = list(Mandate.objects.filter(person=user).select_related("organisation", "person"))
    rows = []
    for act in acts:
        for issue in act.issues.all():
            issue.act = act
            row = _row(act, issue, user, [m for m in own if mandates.is_open(m, today)])
            if row is not None:
                rows.append(row)
    return sorted(rows, key=lambda row: row.issue.issued_at)


def _row(act: Act, issue: Issue, user: User, own: list[Mandate]) -> Row | None:
    party = next_to_sign(issue)
    revisions = list(issue.revisions.all())
    held = parties_of(act.convention, user)
    if party is None or not revisions or held.get(party) not in SIGNING_ROLES:
        return None
    orders = list(issue.signing_orders.all())
    mandate = next((m for m in own if _is_for(m, act, party)), None)
    return Row(act, issue, revisions[-1], party, mandate, orders[-1] if orders else None)


def _is_for(mandate: Mandate, act: Act, party: Party) -> bool:
    """Whether a mandate is one of the organisation that a party is."""
    application, organisation = act.convention.application, mandate.organisation
    if party == Party.HOLDER:
        return bool(organisation.pk == application.holder_id)
    if party == Party.PREFECTURE:
        return bool(
            organisation.kind == "prefecture"
            and organisation.departement_id == application.departement_id
        )
    return bool(organisation.kind == "mildeca")


def order(user: User, keys: list[str], proven: Proven) -> int:
    """Order the signature of each document as it was shown; return how many.

    Raises Refused when one changed since it was shown, or the mandate under which it is signed:
    nothing is signed unread.
    """
    rows = {row.key: row for row in waiting_for(user) if row.mandate is not None}
    chosen = [rows.get(key) for key in dict.fromkeys(keys)]
    if not chosen:
        raise Refused("Choisissez au moins un document.")
    if None in chosen:
        raise Refused(
            "Un document a changé depuis l’affichage de la liste : relisez-la, puis recommencez."
        )
    now = timezone.now()
    with transaction.atomic():
        SigningOrder.objects.filter(
            person=user, progress=SigningOrder.Progress.PENDING, asked_at__lt=now - FRESH
        ).update(progress=SigningOrder.Progress.REFUSED, reasons=[TOO_LATE], done_at=now)
        for row in chosen:
            assert row is not None and row.mandate is not None
            consent = Consent(sha256=row.revision.sha256, mandate=row.mandate.pk, **asdict(proven))
            SigningOrder.objects.get_or_create(
                issue=row.issue,
                party=row.party,
                progress=SigningOrder.Progress.PENDING,
                defaults={"person": user, "consent": asdict(consent), "asked_at": now},
            )
    return len(chosen)


def sign_due(limit: int = 10) -> int:
    """Give the signatures that were ordered, at most `limit`; return how many were tried."""
    for done in range(limit):
        if not _sign_next():
            return done
    return limit


def _sign_next() -> bool:
    """Sign one document and note it, in one transaction; a document refused says why."""
    key = _claim()
    if key is None:
        return False
    with transaction.atomic():
        asked = _pending().filter(pk=key).first()
        if asked is None:
            return True
        try:
            with transaction.atomic():
                _sign(asked)
        except Refused as refusal:
            _note(asked, refusal.reasons)
        except Exception:
            logger.exception("signing order %s, try %s", asked.pk, asked.attempts)
            if asked.attempts < MAX_ATTEMPTS:
                return False
            _note(asked, [FAILED])
        else:
            _note(asked, [])
    return True


def _pending() -> QuerySet[SigningOrder]:
    """The orders that nobody is giving just now, the first ones first; those read are locked."""
    return (
        SigningOrder.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("person", "issue__act")
        .filter(progress=SigningOrder.Progress.PENDING)
        .order_by("attempts", "asked_at", "pk")
    )


def _claim() -> int | None:
    """Count a try of the next order, first, so that one that kills its workers ends by failing."""
    with transaction.atomic():
        asked = _pending().first()
        if asked is None:
            return None
        if asked.attempts >= MAX_ATTEMPTS:
            logger.error("signing order %s failed: no answer from the last try", asked.pk)
            _note(asked, [FAILED])
        else:
            asked.attempts += 1
            asked.save(update_fields=["attempts"])
        return int(asked.pk)


def _sign(asked: SigningOrder) -> None:
    """Give a signature, as long as its confirmation is fresh. Raises as `portal.sign`."""
    if timezone.now() - asked.asked_at > FRESH:
        raise Refused(TOO_LATE)
    portal.sign(
        asked.issue,
        party=Party(asked.party),
        by=asked.person,
        consent=Consent(**asked.consent),
    )


def _note(asked: SigningOrder, reasons: list[str]) -> None:
    asked.progress = SigningOrder.Progress.REFUSED if reasons else SigningOrder.Progress.DONE
    asked.reasons, asked.done_at = reasons, timezone.now()
    asked.save(update_fields=["progress", "reasons", "done_at"])
