"""Forms of the signature: consent, a file signed outside, what one wants verified."""

from typing import Any

from django import forms
from django.conf import settings

from accounts.forms.security import SecondFactorAgainForm
from applications.forms.fields import ChoiceField
from conventions.enums import MandateKind, Party
from conventions.models import Mandate
from limits_portal.forms import DayField, LongTextField, PortalForm
from limits_portal.french import file_size

PDF_ONLY = {"accept": ".pdf,application/pdf"}


class ProvenForm(SecondFactorAgainForm):
    """Consent, then the second factor: the code is looked at last, since it serves only once."""

    consents = forms.BooleanField(error_messages={"required": "Cochez cette case pour signer."})

    field_order = ["consents", "code"]

    def __init__(self, *args: Any, consent: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authenticator = None
        self.fields["consents"].label = consent
        if not settings.SIGNING_SECOND_FACTOR:
            del self.fields["code"]

    def clean_code(self) -> str:
        """The code itself, unless the person is yet to consent."""
        if not self.cleaned_data.get("consents"):
            return str(self.cleaned_data["code"])
        return str(super().clean_code())

    @property
    def factor(self) -> str:
        """How the person proved who they are, for the evidence."""
        if self.authenticator is None:
            return "non demandé (démonstration)"
        return str(self.authenticator.type)


class ConsentForm(ProvenForm):
    """Consent to the document that is on the screen."""

    # Its SHA-256; what else it might hold is refused as a document that changed.
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    # The mandate that the sentence names: another one is refused as well.
    mandate = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["sha256", "mandate", "consents", "code"]


class SignedFileForm(PortalForm):
    """The PDF signed with one's own certificate."""

    file = forms.FileField(
        label="Document signé",
        widget=forms.FileInput(attrs=PDF_ONLY),
        error_messages={
            "required": "Choisissez le PDF que vous avez signé.",
            "empty": "Ce fichier est vide.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = (
            "Le fichier téléchargé ici, signé dans le champ de votre organisation, sans autre "
            f"changement. PDF, {file_size(settings.DOCUMENT_MAX_SIZE)} de plus au maximum."
        )


class VerifyForm(PortalForm):
    """A document to verify: the file, or its reference."""

    file = forms.FileField(
        label="Le PDF à vérifier",
        required=False,
        widget=forms.FileInput(attrs=PDF_ONLY),
        error_messages={"empty": "Ce fichier est vide."},
    )
    reference = forms.CharField(
        label="Ou sa référence",
        required=False,
        max_length=190,
        help_text="Celle qui est imprimée au bas de chaque page, par exemple "
        "« LIMITS-2024-0012-C.0.1.89abcdef01234567 ».",
    )
    marks_optional = False

    def __init__(self, *args: Any, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = limit
        self.fields[
            "file"
        ].help_text = f"{file_size(limit)} au plus. Le fichier n’est pas conservé."

    def clean_file(self) -> Any:
        """Within the limit."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > self.limit:
            raise forms.ValidationError(
                f"Ce fichier pèse {file_size(file.size)}, la limite est de {file_size(self.limit)}."
            )
        return file

    def clean(self) -> dict[str, Any]:
        """One or the other."""
        values = super().clean() or {}
        if not self.errors and not values.get("file") and not values.get("reference"):
            self.add_error("file", "Choisissez un fichier, ou saisissez une référence.")
        return values


class MandateForm(PortalForm):
    """Why and until when a person may sign for an organisation."""

    person = ChoiceField(label="Personne", help_text="Seuls les signataires de l’équipe.")
    kind = ChoiceField(label="Nature", choices=MandateKind.choices)
    function = forms.CharField(
        label="Qualité",
        max_length=120,
        help_text="Telle qu’elle sera écrite sur la convention : « Maire », « Préfet du Nord », "
        "« Directrice de cabinet, par délégation du préfet ».",
    )
    basis = forms.CharField(
        label="Acte qui la donne",
        max_length=190,
        help_text="Délibération, décret ou arrêté, avec son numéro : « Délibération n° 2024-17 du "
        "conseil municipal ».",
    )
    basis_on = DayField(label="Date de l’acte")
    starts_on = DayField(label="À compter du")
    ends_on = DayField(label="Jusqu’au", required=False, help_text="Vide : sans date de fin.")
    upload = forms.FileField(
        label="Copie de l’acte", required=False, help_text="PDF ou image.", max_length=190
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        names = [(pk, str(p)) for pk, p in self.people.items()]
        self.fields["person"].choices = [("", "Choisir…"), *names]

    def clean_person(self) -> Any:
        """The person chosen."""
        return self.people[self.cleaned_data["person"]]


class ReasonForm(PortalForm):
    """Why something ends or is sent back."""

    reason = LongTextField(label="Motif", max_length=1000, rows=3)


class ScanForm(PortalForm):
    """A pile of scanned pages."""

    file = forms.FileField(
        label="Pages numérisées",
        widget=forms.FileInput(attrs=PDF_ONLY),
        error_messages={"required": "Choisissez le PDF de votre scanner."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = (
            f"Un PDF, {file_size(settings.DOCUMENT_MAX_SIZE)} au plus, en 200 points par pouce ou "
            "davantage. Il peut contenir plusieurs conventions, dans n’importe quel ordre."
        )


class PaperForm(PortalForm):
    """Who signed the paper, for each party that has not signed yet, in order."""

    def __init__(self, *args: Any, left: list[tuple[Party, list[Mandate]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = {party: {str(m.pk): m for m in mandates} for party, mandates in left}
        for party, known in self.left.items():
            choices = [(pk, f"{m.person}, {m.function}") for pk, m in known.items()]
            self.fields[f"{party}_mandate"] = ChoiceField(
                label=f"Signataire pour « {party.label} »",
                choices=choices,
                blank="N’a pas signé cet exemplaire",
                required=False,
            )
            self.fields[f"{party}_signed_on"] = DayField(
                label=f"Date de la signature pour « {party.label} »", required=False
            )

    marks_optional = False

    def clean(self) -> dict[str, Any]:
        """A signatory and a day go together."""
        values = super().clean() or {}
        for party in self.left:
            mandate, day = values.get(f"{party}_mandate"), values.get(f"{party}_signed_on")
            if mandate and not day and f"{party}_signed_on" not in self.errors:
                self.add_error(f"{party}_signed_on", "Indiquez la date écrite sur le papier.")
            if day and not mandate:
                self.add_error(f"{party}_mandate", "Indiquez qui a signé.")
        return values

    @property
    def lines(self) -> list[tuple[Party, Mandate, Any]]:
        """What was declared, in the order of signature."""
        return [
            (
                party,
                known[self.cleaned_data[f"{party}_mandate"]],
                self.cleaned_data[f"{party}_signed_on"],
            )
            for party, known in self.left.items()
            if self.cleaned_data[f"{party}_mandate"]
        ]
