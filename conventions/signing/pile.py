"""The pile of a signatory: what waits for their signature, confirmed at once, signed one by one."""

import logging
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from accounts.models import User
from conventions import mandates
from conventions.enums import ActStatus, Party
from conventions.models import Act, Issue, Mandate, Revision, Signature, SigningOrder
from conventions.permissions import SIGNING_ROLES, parties_of
from conventions.signing import portal
from conventions.signing.portal import Consent
from workflow.engine import Refused

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 3


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
        """The document as it was shown: its issue and its hash."""
        return f"{self.issue.pk}:{self.revision.sha256}"

    @property
    def amount(self) -> Decimal:
        """Amount of the convention, in euros."""
        return Decimal(self.act.convention.agreed_amount)


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
                Issue.objects.filter(voided_at=None).prefetch_related(
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
    signed = {row.party for row in issue.signatures.all()}
    party = next((Party(name) for name in issue.order if name not in signed), None)
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


def order(user: User, keys: list[str], consent: Consent) -> int:
    """Order the signature of each document as it was shown; return how many.

    `consent.sha256` is filled for each. Raises Refused when one changed since it was shown, so
    that nothing is signed unread.
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
        for row in chosen:
            assert row is not None
            said = asdict(consent) | {"sha256": row.revision.sha256}
            SigningOrder.objects.get_or_create(
                issue=row.issue,
                party=row.party,
                progress=SigningOrder.Progress.PENDING,
                defaults={"person": user, "consent": said, "asked_at": now},
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
    with transaction.atomic():
        asked = (
            SigningOrder.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("person", "issue__act")
            .filter(progress=SigningOrder.Progress.PENDING)
            .order_by("attempts", "asked_at", "pk")
            .first()
        )
        if asked is None:
            return False
        reasons: list[str] = []
        try:
            with transaction.atomic():
                portal.sign(
                    asked.issue,
                    party=Party(asked.party),
                    by=asked.person,
                    consent=Consent(**asked.consent),
                )
        except Refused as refusal:
            reasons = refusal.reasons
        except Exception:
            logger.exception("signing order %s, try %s", asked.pk, asked.attempts + 1)
            asked.attempts += 1
            asked.save(update_fields=["attempts"])
            if asked.attempts < MAX_ATTEMPTS:
                return False
            reasons = ["Le portail n’a pas pu signer ce document : prévenez un administrateur."]
        asked.progress = SigningOrder.Progress.REFUSED if reasons else SigningOrder.Progress.DONE
        asked.reasons, asked.done_at = reasons, timezone.now()
        asked.save(update_fields=["progress", "reasons", "done_at"])
    return True
