"""The thread between a dossier's holder and the instruction: several files a message.

Files go through the same inspection and antivirus as the dossier's own (`applications.documents`).
"""

from collections.abc import Sequence

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from applications import documents
from applications.enums import ApplicationStatus
from applications.models import Application
from applications.permissions import as_editor
from reviews.models import Message, MessageFile
from reviews.permissions import as_instructor
from workflow.engine import NotAllowed, Refused, record


def writes_as(application: Application, user: User) -> str | None:
    """Role in which the person writes in the thread: the team's editors, or the instruction.

    Somebody who is both writes for their collectivité.
    """
    mine = as_editor(application, user)
    if mine is not None:
        return mine
    if as_instructor(application, user) is None:
        return None
    readable = Application.objects.read_as_agent_even_withdrawn(user)
    return Role.INSTRUCTOR if readable.filter(pk=application.pk).exists() else None


def is_open(application: Application) -> bool:
    """Whether messages may be sent: from the filing on, until the dossier is withdrawn."""
    return application.status in ApplicationStatus.FILED


def send(
    application: Application, *, text: str, by: User, files: Sequence[UploadedFile] = ()
) -> Message:
    """Send a message with its files, all or nothing.

    Raises NotAllowed, Refused (nothing said, not now, or what is wrong with a file: each says
    why) or documents.StorageFull.
    """
    role = writes_as(application, by)
    if role is None:
        raise NotAllowed("Ce fil est celui du porteur et de l’instruction.")
    if not text.strip():
        raise Refused("Écrivez votre message.")
    if len(files) > settings.DATA_UPLOAD_MAX_NUMBER_FILES:
        raise Refused("C’est trop de fichiers pour un message.")
    received = _receive(files, by)
    try:
        with transaction.atomic():
            fresh = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
            if not is_open(fresh):
                raise Refused(
                    "On s’écrit à partir du dépôt, et tant que le dossier n’est pas retiré."
                )
            message = Message.objects.create(
                application=fresh,
                author=by,
                is_from_holder=role != Role.INSTRUCTOR,
                text=text.strip(),
                sent_at=timezone.now(),
            )
            for file in received:
                file.message = message
                file.save(force_insert=True)
            said_by_holder, said_by_mildeca = (
                "application.holder_wrote",
                "application.instruction_wrote",
            )
            record(
                said_by_holder if message.is_from_holder else said_by_mildeca,
                subject=fresh,
                by=by,
                role=role,
                payload={"message": message.pk, "files": len(received)},
                is_locked=True,
            )
    except BaseException:
        for file in received:
            documents.discard(file)
        raise
    return message


def _receive(files: Sequence[UploadedFile], by: User) -> list[MessageFile]:
    """Inspect and store the files; when one is refused, none is kept and each refusal is said."""
    received: list[MessageFile] = []
    refusals: list[str] = []
    try:
        for upload in files:
            try:
                received.append(MessageFile(uploaded_by=by, **documents.receive(upload)))
            except documents.FileRefused as refused:
                refusals += refused.reasons
        if refusals:
            raise Refused(*refusals)
    except BaseException:
        for file in received:
            documents.discard(file)
        raise
    return received
