"""The PDFs of a filing: what each draws, made by a worker (limits_portal.printouts)."""

from typing import Any

from django.conf import settings

from applications import deadlines
from applications.models import Rendering, Snapshot
from applications.recap import recap
from applications.receipt import receipt
from applications.snapshot import thaw
from limits_portal import pdf
from limits_portal.printouts import Workshop

# Raised whenever a template, a stylesheet or a label changes: says which drawing a file has.
TEMPLATE_VERSION = "2024-2"
TEMPLATES = {
    Rendering.Kind.RECEIPT: "applications/pdf/receipt.html",
    Rendering.Kind.RECAP: "applications/pdf/recap.html",
}


def values(snapshot: Snapshot, kind: str) -> dict[str, Any]:
    """Return what a template draws: formatted text, from the snapshot and the call's texts."""
    texts = snapshot.application.call.texts
    shell = {"brand": settings.BRAND, "operator": settings.OPERATOR}
    if kind == Rendering.Kind.RECEIPT:
        return {**shell, "receipt": receipt(snapshot, texts)}
    return {
        **shell,
        "recap": recap(thaw(snapshot), texts),
        "number": snapshot.receipt_number,
        "received_label": "Déposé le",
        "received": deadlines.exact(snapshot.filed_at),
        "received_locally": deadlines.local(snapshot.filed_at, snapshot.application.departement),
        "signatory": snapshot.signatory_name,
        "capacity": snapshot.signatory_role,
        "sha256": snapshot.sha256,
    }


def draw(snapshot: Snapshot, kind: str) -> pdf.Document:
    """Draw one document of a filing. The same snapshot and call give the same bytes."""
    return pdf.render(
        TEMPLATES[Rendering.Kind(kind)],
        values(snapshot, kind),
        reference=f"{snapshot.receipt_number}/{kind}/{TEMPLATE_VERSION}",
        made_at=snapshot.filed_at,
    )


WORKSHOP = Workshop(
    rows=lambda: Rendering.objects.select_related(
        "snapshot__application__call", "snapshot__application__departement"
    ),
    draw=lambda rendering: draw(rendering.snapshot, rendering.kind),
    folder="depots",
    version=TEMPLATE_VERSION,
)
