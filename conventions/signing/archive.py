"""Everything of an act in one ZIP, that can be checked without the portal (facts.md §5.4)."""

import hashlib
import json
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from applications import documents
from conventions.models import Act, Archive, Issue
from conventions.permissions import parties_of
from conventions.signing import circuit, evidence
from limits_portal import french
from limits_portal.drawn import Drawn
from limits_portal.printouts import Printout, Workshop
from workflow.engine import NotAllowed, record
from workflow.models import Event

VERSION = "1"
README = """{document}
Archive établie le {day} par le portail LIMIT'S.

editions/N/revision-K.pdf   les octets exacts du document : 0 scellé, puis un fichier par signature
editions/N/preuves.json     ce qui prouve chaque signature de l'édition
editions/N/copie-K.pdf      pages numérisées d'un original papier, s'il y en a
journal.json                le journal du texte et de la convention, chaîné par empreintes
empreintes.sha256           l'empreinte de chaque fichier : « sha256sum -c empreintes.sha256 »

Les signatures se vérifient avec tout lecteur PDF, ou sur la page « Vérifier un document » du portail.
"""


def ask(act: Act, *, by: User) -> Archive:
    """Ask for the archive of an act; a worker packs it. Raises NotAllowed to strangers."""
    held = parties_of(act.convention, by)
    if not held:
        raise NotAllowed("Seules les parties peuvent demander l’archive.")
    with transaction.atomic():
        circuit_act = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
        pending = circuit_act.archives.filter(progress=Printout.Status.PENDING, asked_by=by).first()
        if pending is not None:
            return pending
        archive = Archive.objects.create(act=act, asked_by=by, asked_at=timezone.now())
        record(
            "act.ask_archive",
            subject=circuit_act,
            by=by,
            role=next(iter(held.values())),
            is_locked=True,
        )
    return archive


def pack(archive: Archive) -> Drawn:
    """The ZIP of an act. Raises circuit.Damaged when a file is not the one that was kept."""
    act = archive.act
    files: dict[str, bytes] = {
        "LISEZ-MOI.txt": README.format(document=act, day=french.moment(archive.asked_at)).encode()
    }
    for issue in act.issues.filter(revisions__number=0).order_by("number"):
        issue.act = act
        files |= _of_issue(issue)
    files["journal.json"] = _json(
        [
            evidence.event_said(event)
            for subject in (act.convention, act)
            for event in Event.objects.about(subject).order_by("id")
        ]
    )
    files["empreintes.sha256"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    ).encode()
    packed = _zipped(files, archive.asked_at)
    return Drawn(packed)


def _of_issue(issue: Issue) -> dict[str, bytes]:
    folder = f"editions/{issue.number}"
    files = {
        f"{folder}/revision-{revision.number}.pdf": circuit.bytes_of(revision)
        for revision in issue.revisions.all()
    }
    for rank, copy in enumerate(issue.copies.filter(certified_at__isnull=False), start=1):
        content = documents.read(copy)
        if content is None:
            raise circuit.Damaged
        files[f"{folder}/copie-{rank}.pdf"] = content
    files[f"{folder}/preuves.json"] = _json(evidence.file_of(issue))
    return files


def _json(value: Any) -> bytes:
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _zipped(files: dict[str, bytes], at: datetime) -> bytes:
    stamp = at.astimezone(french.PARIS).timetuple()[:6]
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, stamp)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return written.getvalue()


def _rows() -> models.QuerySet[Archive]:
    return Archive.objects.select_related("act__convention__application__holder")


WORKSHOP = Workshop(
    rows=_rows, draw=pack, folder="conventions/archives", version=VERSION, suffix="zip"
)
