"""Joining files to a dossier and taking them back (C-4.1j).

A file is inspected, then written under a random name in private storage, then only named by a
row: no row without its bytes. When the row cannot be written the bytes go too; what a sudden stop
may leave behind is swept by `sweep_files`. Removing a document hides it and keeps its bytes, which
a filing may have listed.
"""

import errno
import hashlib
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from accounts.models import User
from applications import antivirus
from applications.drafting import opened, within
from applications.enums import SectionKey
from applications.inspection.inspector import inspect
from applications.inspection.kinds import Kind
from applications.inspection.names import cleaned
from applications.inspection.refusals import Refusal
from applications.models import Application, Document
from applications.models.document import JoinedFile, ScanStatus
from applications.permissions import as_editor
from limits_portal.french import file_size
from workflow.engine import Refused, record

FOLDER = "documents"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FileRefused(Refused):
    """A file that may not be joined; `code` is stable (applications.inspection.refusals)."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class StorageFull(Exception):
    """The disk has no room left: nothing was kept of this file, the others are untouched."""


def attach(application: Application, *, category: str, upload: UploadedFile, by: User) -> Document:
    """Join a file to a dossier and return its row.

    Raises FileRefused (what is wrong with the file), Refused or NotAllowed (the dossier may not
    be written now, or not by this person), StorageFull.
    """
    if category not in {c.code for c in application.call.texts.document_categories}:
        raise FileRefused("category", "Choisissez la catégorie de la pièce.")
    document = Document(
        application=application, category=category, uploaded_by=by, **receive(upload)
    )
    try:
        _write_row(document, by=by)
    except BaseException:
        discard(document)
        raise
    return document


def receive(upload: UploadedFile) -> dict[str, Any]:
    """Inspect and store a file; return the columns of its row (`JoinedFile`).

    Raises FileRefused or StorageFull. The caller writes the row, or calls `discard`.
    """
    name = cleaned(upload.name or "")
    with _on_disk(upload) as path:
        kind = _inspected(path, name, upload.size or 0)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        place = _store(path)
    return {
        "name": name,
        "file": place,
        "size": upload.size or 0,
        "content_type": kind.content_type,
        "sha256": digest,
        "scan_status": ScanStatus.PENDING if antivirus.is_configured() else ScanStatus.NOT_SCANNED,
    }


def discard(file: JoinedFile) -> None:
    """Remove the stored bytes of a file whose row could not be written."""
    default_storage.delete(str(file.file))


def _inspected(path: Path, name: str, size: int) -> Kind:
    limit = settings.DOCUMENT_MAX_SIZE
    if size > limit:
        raise FileRefused(
            "too_big", f"« {name} » : {file_size(size)}, la limite est de {file_size(limit)}."
        )
    try:
        if not size:
            raise Refusal("empty")
        return inspect(path, name)
    except Refusal as refusal:
        raise FileRefused(refusal.code, f"« {name} » : {refusal}") from refusal


def _write_row(document: Document, *, by: User) -> None:
    with transaction.atomic():
        fresh, scope = opened(document.application, by)
        within(scope, SectionKey.DOCUMENTS, [document.category])
        _refuse_excess(document)
        document.save(force_insert=True)
        _journal("application.document_added", document, by=by)
        Application.objects.filter(pk=fresh.pk).update(changed_at=timezone.now())


def _refuse_excess(document: Document) -> None:
    """Keep within the dossier's own limits; the dossier is locked, so the sums hold."""
    name = document.name
    joined = document.application.documents.filter(removed_at=None)
    known = joined.aggregate(
        total=Sum("size"),
        count=Count("pk"),
        same=Count("pk", filter=Q(sha256=document.sha256, category=document.category)),
    )
    if known["same"]:
        raise FileRefused("twice", f"« {name} » : ce fichier est déjà joint dans cette catégorie.")
    limit, total = settings.APPLICATION_DOCUMENTS_MAX_SIZE, (known["total"] or 0) + document.size
    if total > limit:
        raise FileRefused(
            "dossier_full",
            f"« {name} » : les pièces du dossier pèseraient {file_size(total)}, la limite est de "
            f"{file_size(limit)}.",
        )
    if known["count"] >= settings.APPLICATION_DOCUMENTS_MAX_COUNT:
        raise FileRefused(
            "dossier_full",
            f"« {name} » : le dossier compte déjà {settings.APPLICATION_DOCUMENTS_MAX_COUNT} "
            "pièces, c'est le maximum.",
        )


def remove(document: Document, *, by: User) -> None:
    """Take a document out of the dossier. Raises as `drafting.opened` does.

    Removing twice changes nothing.
    """
    with transaction.atomic():
        _, scope = opened(document.application, by)
        within(scope, SectionKey.DOCUMENTS, [document.category])
        now = timezone.now()
        taken = Document.objects.filter(pk=document.pk, removed_at=None).update(removed_at=now)
        if not taken:
            return
        _journal("application.document_removed", document, by=by)
        Application.objects.filter(pk=document.application_id).update(changed_at=now)


class Stored(Protocol):
    """A row that names a stored file and its fingerprint."""

    file: Any
    sha256: Any


def read(document: Stored) -> bytes | None:
    """Return the stored bytes, checked against the fingerprint of the row.

    None when they are missing or are no longer those that were joined. A file is small enough
    (DOCUMENT_MAX_SIZE) to be read at once, so what is checked is what is served.
    """
    try:
        with default_storage.open(str(document.file), "rb") as file:
            data: bytes = file.read()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == document.sha256 else None


def _journal(name: str, document: Document, *, by: User | None, **facts: str) -> None:
    application = document.application
    record(
        name,
        subject=application,
        by=by,
        role=(as_editor(application, by) or "") if by else "",
        payload={
            "document": document.pk,
            "name": document.name,
            "category": document.category,
            "size": document.size,
            "sha256": document.sha256,
            **facts,
        },
    )


@contextmanager
def _on_disk(upload: UploadedFile) -> Iterator[Path]:
    """Path of the uploaded bytes, written down for as long as it takes when they are in memory."""
    with _room():
        if hasattr(upload, "temporary_file_path"):
            yield Path(upload.temporary_file_path())
            return
        with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
            for chunk in upload.chunks():
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)


def _store(path: Path) -> str:
    """Copy the bytes into private storage under a name nobody can guess; return that name."""
    token = secrets.token_hex(16)
    place = f"{FOLDER}/{token[:2]}/{token}"
    with _room():
        try:
            with path.open("rb") as file:
                return default_storage.save(place, File(file))
        except OSError:
            default_storage.delete(place)
            raise


@contextmanager
def _room() -> Iterator[None]:
    """Turn a full disk into StorageFull."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull(str(error)) from error
        raise
