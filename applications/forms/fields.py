"""Fields of the dossier: what a French person types, as the typed value that is stored.

A draft may be incomplete: `required` here means « expected before filing » (the others are
marked optional on screen), and `DraftForm` never refuses a blank.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from stdnum import bic, iban, luhn

from limits_portal.forms import LongTextField

SPACES = re.compile(r"[\s\u00a0\u202f.\-]")


def short_text(label: str, help_text: str = "", *, length: int = 150, **options: Any) -> Any:
    """A line of text."""
    return forms.CharField(label=label, help_text=help_text, max_length=length, **options)


def long_text(
    label: str, help_text: str = "", *, length: int = 3000, rows: int = 5, **options: Any
) -> Any:
    """Paragraphs, with what is left to type announced."""
    return LongTextField(label=label, help_text=help_text, max_length=length, rows=rows, **options)


class ChoiceField(forms.ChoiceField):
    """A list to choose from, that may stay unanswered."""

    default_error_messages = {"invalid_choice": "Choisissez une réponse de la liste."}

    def __init__(
        self, *, choices: Iterable[tuple[str, Any]] = (), blank: str = "Choisir…", **options: Any
    ) -> None:
        super().__init__(choices=[("", blank), *choices], **options)


class YearsField(forms.TypedChoiceField):
    """A number of years among a few."""

    default_error_messages = {"invalid_choice": "Choisissez une durée de la liste."}

    def __init__(self, *, years: Iterable[int], **options: Any) -> None:
        choices = [(str(n), f"{n} an" if n == 1 else f"{n} ans") for n in years]
        super().__init__(
            choices=[("", "Choisir…"), *choices], coerce=int, empty_value=None, **options
        )


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not answered yet: True, False or None."""

    widget = forms.RadioSelect
    default_error_messages = {"invalid_choice": "Répondez par oui ou par non."}

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[("yes", "Oui"), ("no", "Non")],
            coerce=lambda value: value == "yes",
            empty_value=None,
            **options,
        )
        self.widget.inline = True

    def prepare_value(self, value: Any) -> Any:
        """The answer as its radio button's value."""
        return {True: "yes", False: "no"}.get(value, value) if value is not None else ""


class WholeNumberField(forms.CharField):
    """A count: « 22 500 » is read, and kept below what a page can mean."""

    def __init__(self, *, maximum: int = 10_000_000, **options: Any) -> None:
        super().__init__(**options)
        self.maximum = maximum
        self.widget.attrs.update(inputmode="numeric", autocomplete="off")

    def prepare_value(self, value: Any) -> Any:
        """The count without spaces; what was typed, as it was typed."""
        return "" if value is None else str(value)

    def clean(self, value: Any) -> int | None:
        """The count, or None; raises ValidationError on anything else."""
        text = SPACES.sub("", str(super().clean(value) or ""))
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            raise ValidationError("Indiquez un nombre entier, par exemple « 120 ».")
        if len(text) > 12 or int(text) > self.maximum:
            raise ValidationError(
                f"Ce nombre est trop grand : {self.maximum} au plus.", code="max_value"
            )
        return int(text)


class FteField(forms.CharField):
    """Full-time equivalents: « 0,5 » is half a post."""

    def __init__(self, *, maximum: int = 1, **options: Any) -> None:
        super().__init__(**options)
        self.maximum = maximum
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def prepare_value(self, value: Any) -> Any:
        """« 0,5 »; what was typed, as it was typed."""
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",")
        return "" if value is None else value

    def clean(self, value: Any) -> Decimal | None:
        """The share, or None; raises ValidationError on anything else."""
        text = re.sub(r"[\s\u00a0\u202f]", "", str(super().clean(value) or "")).replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{0,2})?", text):
            raise ValidationError("Indiquez des équivalents temps plein, par exemple « 0,5 ».")
        share = Decimal(text)
        if share > self.maximum:
            raise ValidationError(
                f"Indiquez au plus {self.maximum} équivalent{'s' if self.maximum > 1 else ''} "
                "temps plein : 1 est une personne à plein temps."
            )
        return share


class SiretField(forms.CharField):
    """A SIRET of 14 digits that belongs to the holder (C-4.1a): Luhn key and SIREN checked."""

    def __init__(self, *, siren: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.siren = siren
        self.widget.attrs.update(inputmode="numeric")

    def clean(self, value: Any) -> str:
        """The 14 digits, or an empty text."""
        digits = SPACES.sub("", super().clean(value) or "")
        if not digits:
            return ""
        if not (digits.isascii() and digits.isdigit() and len(digits) == 14):
            raise ValidationError("Un SIRET compte 14 chiffres.")
        if not luhn.is_valid(digits):
            raise ValidationError("Ce SIRET comporte une erreur de frappe : vérifiez ses chiffres.")
        if self.siren and not digits.startswith(self.siren):
            raise ValidationError(
                "Ce SIRET n'est pas celui de votre collectivité : il doit commencer par "
                f"{self.siren}, son SIREN."
            )
        return digits


class IbanField(forms.CharField):
    """An IBAN with its key checked, kept without spaces."""

    def prepare_value(self, value: Any) -> Any:
        """By groups of four."""
        text = str(value or "")
        return (
            " ".join(text[i : i + 4] for i in range(0, len(text), 4)) if " " not in text else text
        )

    def clean(self, value: Any) -> str:
        """The IBAN in capitals, or an empty text."""
        text = SPACES.sub("", super().clean(value) or "").upper()
        if text and not (text.isascii() and iban.is_valid(text, check_country=False)):
            raise ValidationError(
                "Cet IBAN comporte une erreur : recopiez-le depuis le RIB (27 caractères pour un "
                "compte français, il commence par FR)."
            )
        return text


class BicField(forms.CharField):
    """A BIC of 8 or 11 characters."""

    def clean(self, value: Any) -> str:
        """The BIC in capitals, or an empty text."""
        text = SPACES.sub("", super().clean(value) or "").upper()
        if text and not (text.isascii() and bic.is_valid(text)):
            raise ValidationError("Un BIC compte 8 ou 11 caractères, par exemple « BDFEFRPPCCT ».")
        return text


class PhoneField(forms.CharField):
    """A telephone number, French or with its country code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.input_type = "tel"

    def clean(self, value: Any) -> str:
        """The number as typed, or an empty text."""
        text = str(super().clean(value) or "").strip()
        if text and not re.fullmatch(
            r"\+?[0-9]{6,15}", re.sub(r"[\s\u00a0\u202f.()/\-]", "", text)
        ):
            raise ValidationError(
                "Indiquez un numéro de téléphone, par exemple « 03 20 00 00 00 »."
            )
        return text


class WebsiteField(forms.CharField):
    """A web address; « https:// » may be left out."""

    def clean(self, value: Any) -> str:
        """The whole address, or an empty text."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return ""
        address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError as error:
            raise ValidationError(
                "Indiquez une adresse de site, par exemple « www.ville.fr »."
            ) from error
        return address


class PostcodeField(forms.CharField):
    """A French postcode of five digits."""

    def clean(self, value: Any) -> str:
        """The five digits, or an empty text."""
        digits = SPACES.sub("", super().clean(value) or "")
        if digits and not (digits.isascii() and re.fullmatch(r"[0-9]{5}", digits)):
            raise ValidationError("Un code postal compte 5 chiffres.")
        return digits
