"""What a filing freezes: the whole dossier as canonical JSON, with its SHA-256 (product.md)."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db.models import Max

from accounts.models import User
from applications.content import Dossier
from applications.models import Application, Rendering, Snapshot


def canonical(dossier: Dossier) -> str:
    """Return the dossier as one JSON text: sorted keys, no spaces, accents as they are."""
    return as_text(dossier.as_json())


def as_text(content: Any) -> str:
    """The one JSON text of plain data."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(dossier: Dossier) -> str:
    """SHA-256 of what a person reads before signing: the same for the same content and terms.

    Who reads it and when is left out, so that two readings of one content compare equal.
    """
    return digest(canonical(dossier.model_copy(update={"judged_at": None, "filer_may_sign": None})))


def thaw(snapshot: Snapshot) -> Dossier:
    """Return the dossier as it was filed."""
    return Dossier.model_validate_json(snapshot.canonical)


def faults(snapshot: Snapshot) -> list[str]:
    """Return what is wrong with a snapshot, in French; nothing when it is as it was filed."""
    found = []
    if digest(snapshot.canonical) != snapshot.sha256:
        found.append(f"{snapshot.receipt_number} : l’empreinte ne correspond pas au contenu.")
    try:
        content: Any = json.loads(snapshot.canonical)
        thaw(snapshot)
    except ValueError:
        found.append(f"{snapshot.receipt_number} : le contenu ne se relit pas.")
    else:
        if as_text(content) != snapshot.canonical:
            found.append(f"{snapshot.receipt_number} : le contenu n’est pas canonique.")
    return found


def freeze(
    application: Application,
    dossier: Dossier,
    *,
    findings: list[dict[str, Any]],
    filed_at: datetime,
    by: User,
    signatory_name: str,
    signatory_role: str,
) -> Snapshot:
    """Freeze one filing: the next number, its receipt, and the PDFs to be made by a worker.

    To be called under the dossier's lock, which gives each filing its own number.
    """
    last = application.snapshots.aggregate(last=Max("number"))["last"] or 0
    text = canonical(dossier)
    snapshot = Snapshot.objects.create(
        application=application,
        number=last + 1,
        receipt_number=f"AR-{application.reference}-{last + 1}",
        canonical=text,
        sha256=digest(text),
        findings=findings,
        filed_at=filed_at,
        filed_by=by,
        signatory_name=signatory_name[:200],
        signatory_role=signatory_role[:200],
    )
    Rendering.objects.bulk_create(
        Rendering(snapshot=snapshot, kind=kind) for kind in Rendering.Kind
    )
    return snapshot
