"""Fields of the screens where a call is configured."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications.paris_time import NoSuchHour, TwiceThatHour, instant
from limits_portal.forms import LongTextField, plain_text
from limits_portal.french import NBSP, PARIS, number, parse_amount

MAX_LINES = 40
MAX_LINE_LENGTH = 600


class HourInput(forms.TimeInput):
    """The browser's own hour picker, to the second."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__({"step": "1"}, format="%H:%M:%S")


class HourField(forms.TimeField):
    """An hour of Paris; typed « 23:59:59 » or « 23 h 59 »."""

    widget = HourInput
    default_error_messages = {"invalid": "Indiquez une heure, par exemple « 23:59:59 »."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%H:%M:%S", "%H:%M", "%Hh%M", "%H h %M", "%Hh"])
        super().__init__(**kwargs)


def add_instant(form: forms.Form, name: str) -> datetime | None:
    """Join « name_day » and « name_hour » into an instant of Paris, or leave an error there."""
    day: date | None = form.cleaned_data.get(f"{name}_day")
    hour: time | None = form.cleaned_data.get(f"{name}_hour")
    if day is None or hour is None:
        return None
    try:
        return instant(day, hour)
    except NoSuchHour:
        form.add_error(
            f"{name}_hour",
            "Cette heure n'existe pas cette nuit-là : à Paris, on passe à l'heure d'été. "
            "Choisissez une heure avant 2 h ou à partir de 3 h.",
        )
    except TwiceThatHour:
        form.add_error(
            f"{name}_hour",
            "Cette heure existe deux fois cette nuit-là : à Paris, on passe à l'heure d'hiver. "
            "Choisissez une heure avant 2 h ou à partir de 3 h.",
        )
    except (OverflowError, ValueError):
        form.add_error(f"{name}_day", "Indiquez une date possible.")
    return None


def day_and_hour(name: str, value: datetime) -> dict[str, Any]:
    """Initial values of the two fields of an instant."""
    local = value.astimezone(PARIS)
    return {f"{name}_day": local.date(), f"{name}_hour": local.time()}


class SentencesField(LongTextField):
    """A list of sentences, one a line."""

    def prepare_value(self, value: Any) -> Any:
        """One line each; what was typed, as it was typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The lines that are not blank; raises ValidationError when there are too many."""
        text = str(super().clean(value) or "")
        lines = [line.strip().removeprefix("- ").strip() for line in text.split("\n")]
        lines = [line for line in lines if line]
        if len(lines) > MAX_LINES:
            raise ValidationError(f"{len(lines)} lignes, c'est trop : {MAX_LINES} au plus.")
        if any(len(line) > MAX_LINE_LENGTH for line in lines):
            raise ValidationError(f"Une ligne a au plus {MAX_LINE_LENGTH} caractères.")
        return lines

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as text."""
        return super().has_changed(self.prepare_value(initial), data)


class CostItemsField(SentencesField):
    """Parts of a cost, one a line: « Formation des animateurs = 30 000 »."""

    def prepare_value(self, value: Any) -> Any:
        """« libellé = montant », one a line; what was typed, as it was typed."""
        if isinstance(value, list):
            return "\n".join(f"{i['label']} = {number(Decimal(i['amount']))}" for i in value)
        return value

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """Labels and amounts; raises ValidationError naming the line that is not so."""
        items = []
        for rank, line in enumerate(super().clean(value), start=1):
            label, sign, amount = line.rpartition("=")
            try:
                if not sign or not label.strip():
                    raise ValueError(line)
                parsed = parse_amount(amount)
                if not 0 <= parsed < 10**9:
                    raise ValueError(line)
            except ValueError:
                raise ValidationError(
                    f"Ligne {rank} : écrivez « libellé = montant », "
                    f"par exemple « Formation des animateurs = 30{NBSP}000 »."
                ) from None
            items.append({"label": label.strip(), "amount": str(parsed)})
        return items


class ShareField(forms.IntegerField):
    """A share, typed as a whole percentage: 20 for 0.2."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, **kwargs)
        self.error_messages["invalid"] = "Indiquez un pourcentage entier, par exemple « 20 »."

    def prepare_value(self, value: Any) -> Any:
        """20 from 0.2; what was typed, as it was typed."""
        return int(Decimal(value) * 100) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        """0.2 from 20."""
        if isinstance(value, str):
            plain_text(value)
            value = value.replace("%", "").replace(NBSP, "").strip()
        whole = super().clean(value)
        return None if whole is None else Decimal(whole) / 100
