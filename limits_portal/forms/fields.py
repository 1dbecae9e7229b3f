"""Fields the French way: long texts, euros, days."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from limits_portal import french


class LongTextField(forms.CharField):
    """Text of several lines; a line break counts for one character, as it does on screen."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = str(rows)

    def to_python(self, value: Any) -> str:
        """The text, with single line breaks."""
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class MoneyField(forms.DecimalField):
    """Euros and cents, typed and shown as the French write them: « 12 500,50 »."""

    widget = forms.TextInput
    default_error_messages: ClassVar = {
        "invalid": "Indiquez un montant en euros, par exemple « 12 500 » ou « 12 500,50 ».",
        "min_value": "Le montant ne peut pas être inférieur à %(limit_value)s €.",
        "max_value": "Le montant ne peut pas dépasser %(limit_value)s €.",
        "max_digits": "Ce montant est trop grand.",
        "max_whole_digits": "Ce montant est trop grand.",
        "max_decimal_places": "Indiquez au plus deux chiffres après la virgule.",
    }

    def __init__(
        self,
        *,
        max_digits: int = 12,
        min_value: Decimal | int | None = Decimal(0),
        max_value: Decimal | int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            max_digits=max_digits,
            decimal_places=2,
            min_value=None,
            max_value=None,
            **kwargs,
        )
        self.bounds = (min_value, max_value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A phone shows its digits; the amount is aligned with the others."""
        return {"inputmode": "decimal", "autocomplete": "off", "class": "portal-money"}

    def prepare_value(self, value: Any) -> Any:
        """Amounts in French; what was typed, as it was typed."""
        return french.number(value) if isinstance(value, Decimal | int) else value

    def to_python(self, value: Any) -> Decimal | None:
        """The amount; raises ValidationError on anything else."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        try:
            return french.parse_amount(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def validate(self, value: Decimal | None) -> None:
        """Required, size and bounds, in French."""
        forms.Field.validate(self, value)
        if value is None:
            return
        if value.is_finite() and abs(value) >= 10 ** (self.max_digits - 2):
            raise ValidationError(self.error_messages["max_digits"], code="max_digits")
        low, high = self.bounds
        if low is not None and value < low:
            message = self.error_messages["min_value"] % {"limit_value": french.number(low)}
            raise ValidationError(message, code="min_value")
        if high is not None and value > high:
            message = self.error_messages["max_value"] % {"limit_value": french.number(high)}
            raise ValidationError(message, code="max_value")


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day; typed « 30/04/2024 » where the browser has no picker."""

    widget = DayInput
    default_error_messages: ClassVar = {"invalid": "Indiquez une date, par exemple « 30/04/2024 »."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y"])
        super().__init__(**kwargs)
