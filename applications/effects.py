"""What a transition of the dossier does beside changing its state: small, in the same transaction."""

from accounts.models import User
from applications.eligibility import evaluate
from applications.guards import dossier_of, received_at
from applications.models import Application
from applications.permissions import capacity
from applications.snapshot import freeze
from workflow.engine import Outcome, Step


def file(application: Application, step: Step) -> Outcome:
    """Freeze the dossier as filed: snapshot, receipt, findings; PDFs are made later."""
    by: User = step.by
    dossier = dossier_of(application, step)
    findings = [finding.as_json() for finding in evaluate(dossier)]
    snapshot = freeze(
        application,
        dossier,
        findings=findings,
        filed_at=received_at(step),
        by=by,
        signatory_name=step.facts.get("signatory_name") or str(by),
        signatory_role=step.facts.get("signatory_role") or capacity(application, by),
    )
    application.submitted_at = snapshot.filed_at
    return Outcome(
        fields=("submitted_at",),
        payload={
            "filing": snapshot.number,
            "receipt": snapshot.receipt_number,
            "sha256": snapshot.sha256,
            "signatory": [snapshot.signatory_name, snapshot.signatory_role],
            "requested": application.requested_amount,
            # Told to the instruction: nobody has validated this person's link yet.
            "link_is_pending": by.role_in(application.holder_id) is None,
            "findings": findings,
        },
    )


def reopen(application: Application, step: Step) -> Outcome:
    """Give the dossier back to its team: every snapshot stays, none counts as filed any more."""
    last = application.snapshots.last()
    application.submitted_at = None
    return Outcome(
        fields=("submitted_at",),
        payload={"receipt": last.receipt_number if last else ""},
    )


def withdraw(application: Application, step: Step) -> Outcome:
    """Note which filing is withdrawn, if the dossier was filed."""
    last = application.snapshots.last() if application.submitted_at else None
    return Outcome(payload={"receipt": last.receipt_number if last else ""})


def decide(application: Application, step: Step) -> Outcome:
    """Note which decision gives the result, and what it grants (C-4.2a)."""
    return Outcome(payload={"decision": step.facts["decision"], "amount": step.facts.get("amount")})
