"""Section 8: joining files, several at once (C-4.1j)."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy

from applications.call_content import DocumentCategory
from applications.forms.fields import ChoiceField
from limits_portal.forms import PortalForm
from limits_portal.french import file_size

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.odt,.ods"


def limits_sentence() -> str:
    """What is admitted, announced before anybody chooses a file (ASVS 5.1.1)."""
    return (
        "Formats admis : PDF, PNG, JPEG, docx, xlsx, odt, ods. "
        f"{file_size(settings.DOCUMENT_MAX_SIZE)} au plus par fichier, "
        f"{file_size(settings.REQUEST_MAX_SIZE)} et {settings.DATA_UPLOAD_MAX_NUMBER_FILES} "
        "fichiers par envoi, "
        f"{file_size(settings.APPLICATION_DOCUMENTS_MAX_SIZE)} pour tout le dossier. "
        "Vous pouvez en choisir plusieurs à la fois."
    )


class SeveralFilesInput(forms.ClearableFileInput):
    """The browser's own picker, for several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class SeveralFilesField(forms.FileField):
    """Several files, each looked at by `documents.attach`."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files received; none is an error, in words."""
        files = [data] if isinstance(data, UploadedFile) else list(data or [])
        if not files:
            raise ValidationError(
                "Aucun fichier n'a été reçu. Choisissez un fichier, et vérifiez son nom : il ne "
                "peut pas être fait de points seulement."
            )
        return files


class AttachForm(PortalForm):
    """A category, and the files that go there."""

    use_required_attribute = False

    category = ChoiceField(
        label="Catégorie",
        blank="Choisir une catégorie…",
        error_messages={"required": "Choisissez la catégorie de la pièce."},
    )
    files = SeveralFilesField(label="Fichiers", help_text=lazy(limits_sentence, str)())

    def __init__(self, *args: Any, categories: list[DocumentCategory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [
            ("", "Choisir une catégorie…"),
            *(
                (c.code, f"{c.title} (obligatoire)" if c.is_required else c.title)
                for c in categories
            ),
        ]
        self.fields["files"].widget.attrs.update(
            {
                "accept": ACCEPTED,
                "data-max-size": settings.DOCUMENT_MAX_SIZE,
                "data-max-request": settings.REQUEST_MAX_SIZE - 100_000,
                "data-max-files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
            }
        )
