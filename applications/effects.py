"""What a transition of the dossier does beside changing its state: small, in the same transaction."""

from typing import Any

from accounts.models import User
from applications import giving_up
from applications.drafting import columns_of
from applications.eligibility import evaluate
from applications.guards import dossier_of, received_at, remarks_of
from applications.models import Application, CompletionRequest, Remark, Snapshot
from applications.permissions import capacity
from applications.restoring import restore
from applications.snapshot import freeze
from workflow.engine import Outcome, Step


def file(application: Application, step: Step) -> Outcome:
    """Freeze the dossier as filed: snapshot, receipt, findings; PDFs are made later."""
    snapshot, payload = _frozen(application, step)
    application.submitted_at = snapshot.filed_at
    return Outcome(fields=("submitted_at",), payload=payload)


def _frozen(application: Application, step: Step) -> tuple[Snapshot, dict[str, Any]]:
    """The dossier frozen, and what the journal keeps of it."""
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
    return snapshot, {
        "filing": snapshot.number,
        "receipt": snapshot.receipt_number,
        "sha256": snapshot.sha256,
        "signatory": [snapshot.signatory_name, snapshot.signatory_role],
        "requested": sum(dossier.budget.requested),
        # Told to the instruction: nobody has validated this person's link yet.
        "link_is_pending": by.role_in(application.holder_id) is None,
        "findings": findings,
    }


def ask(application: Application, step: Step) -> Outcome:
    """Open the request: the points named in it may be written again, by that day."""
    remarks = remarks_of(application, step)
    request = CompletionRequest.objects.create(
        application=application,
        snapshot=application.snapshots.latest("number"),
        message=step.facts.get("message", "").strip(),
        due_on=step.facts["due_on"],
        asked_at=step.at,
        asked_by=step.by,
    )
    Remark.objects.filter(pk__in=[remark.pk for remark in remarks]).update(request=request)
    return Outcome(
        payload={
            "request": request.pk,
            "due_on": request.due_on,
            "message": request.message,
            "remarks": [
                {"section": r.section, "unit": r.unit, "label": r.label, "text": r.text}
                for r in remarks
            ],
        }
    )


def complete(application: Application, step: Step) -> Outcome:
    """Freeze the completed dossier anew, and close the request that it answers.

    The date of filing stays: what came before the deadline came in time (ADR 0014).
    """
    snapshot, payload = _frozen(application, step)
    request = CompletionRequest.objects.standing().get(application=application)
    request.answered_at, request.answer = snapshot.filed_at, snapshot
    request.reply = step.facts.get("reply", "").strip()
    request.is_late = request.is_past_due(snapshot.filed_at)
    request.save(update_fields=["answered_at", "answer", "reply", "is_late"])
    dossier = dossier_of(application, step)
    columns: dict[str, Any] = {}
    for content in (dossier.project, dossier.identity, dossier.budget):
        columns |= columns_of(content)
    for name, value in columns.items():
        setattr(application, name, value)
    return Outcome(
        fields=tuple(columns),
        payload=payload | {"request": request.pk, "is_late": request.is_late},
    )


def cancel(application: Application, step: Step) -> Outcome:
    """Close the request without an answer: the dossier is again what was filed.

    What the holder had begun to write is kept by the journal.
    """
    last = application.snapshots.last()
    begun = restore(application, last, by=step.by, at=step.at) if last else []
    return Outcome(payload=_closed(application, step) | {"begun": begun})


def _closed(application: Application, step: Step) -> dict[str, Any]:
    request = CompletionRequest.objects.standing().filter(application=application).first()
    if request is None:
        return {}
    request.cancelled_at = step.at
    request.save(update_fields=["cancelled_at"])
    return {"request": request.pk, "due_on": request.due_on}


def refuse(application: Application, step: Step) -> Outcome:
    """Keep the grounds as the holder reads them."""
    return Outcome(payload={"grounds": step.facts.get("grounds") or []})


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
    return Outcome(
        payload={"receipt": last.receipt_number if last else "", **_closed(application, step)}
    )


def give_up(application: Application, step: Step) -> Outcome:
    """Undo what was built on the award (applications.giving_up), and note which filing it was."""
    undone = giving_up.undo(application, step)
    outcome = withdraw(application, step)
    return Outcome(payload=outcome.payload | undone)


def decide(application: Application, step: Step) -> Outcome:
    """Note which decision gives the result, and what it grants (C-4.2a)."""
    return Outcome(payload={"decision": step.facts["decision"], "amount": step.facts.get("amount")})
