"""What must hold of every filing, whatever failed on the way: read by `verify_filings`."""

from collections.abc import Iterator

from applications.enums import ApplicationStatus
from applications.models import Application, Snapshot
from applications.snapshot import faults
from workflow.models import Event

DEPOSIT = "application.submit"
# What freezes the dossier: its deposit, and each answer to a request to complete it.
FILINGS = (DEPOSIT, "application.complete")


def broken_promises() -> Iterator[str]:
    """Yield, in French, every broken promise: nothing when all filings are sound.

    Each snapshot recomputes to its SHA-256; snapshots, receipts and events that file (`FILINGS`)
    go one for one; a dossier is filed if and only if its last filing was not taken back; its date
    is that of its last deposit, which an answer to a request to complete does not change.
    """
    events: dict[int, list[Event]] = {}
    journal = Event.objects.filter(subject_type="applications.application").order_by("id")
    for event in journal.iterator(chunk_size=500):
        events.setdefault(event.subject_id, []).append(event)
    snapshots: dict[int, list[Snapshot]] = {}
    for snapshot in Snapshot.objects.order_by("application", "number").iterator(chunk_size=100):
        yield from faults(snapshot)
        # The text was checked: only the row's figures are compared from here on.
        snapshot.canonical = ""
        snapshots.setdefault(snapshot.application_id, []).append(snapshot)
    for application in Application.objects.order_by("pk").iterator(chunk_size=500):
        known = events.get(application.pk, [])
        yield from _chain(application, known)
        yield from _filings(application, snapshots.get(application.pk, []), known)


def _chain(application: Application, events: list[Event]) -> Iterator[str]:
    previous = ""
    for event in events:
        if event.previous_hash != previous or event.computed_hash() != event.hash:
            yield f"{application} : la chaîne du journal est rompue à l’événement {event.pk}."
            return
        previous = event.hash


def _filings(
    application: Application, snapshots: list[Snapshot], events: list[Event]
) -> Iterator[str]:
    submits = [event for event in events if event.name in FILINGS]
    receipts = [(s.receipt_number, s.sha256) for s in snapshots]
    if receipts != [(e.payload.get("receipt"), e.payload.get("sha256")) for e in submits]:
        yield f"{application} : les dépôts et le journal ne se correspondent pas."
    if [s.number for s in snapshots] != list(range(1, len(snapshots) + 1)):
        yield f"{application} : les dépôts ne se suivent pas."
    moves = [e for e in events if e.name in (*FILINGS, "application.take_back")]
    stands = bool(moves) and moves[-1].name in FILINGS
    is_filed = application.status in ApplicationStatus.FILED
    if application.status != ApplicationStatus.WITHDRAWN and is_filed != stands:
        yield f"{application} : l’état « {application.get_status_display()} » contredit le journal."
    deposits = {e.payload.get("receipt") for e in submits if e.name == DEPOSIT}
    dates = [s.filed_at for s in snapshots if s.receipt_number in deposits]
    if is_filed and (not dates or application.submitted_at != dates[-1]):
        yield f"{application} : la date du dépôt n’est pas celle de son accusé de réception."
