"""The form every page inherits: DSFR fields, French amounts, errors one can reach.

A page writes its own `<form method="post" novalidate>` tag and draws the fields by
`{% crispy form %}` (template pack `templates/dsfr_crispy/`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Input
from dsfr.forms import DsfrBaseForm, DsfrBoundField

from limits_portal import french

# From this length on, a text field says how many characters are left.
COUNTED_LENGTH = 200
OWN_SNIPPETS = {
    "checkbox": "portal/fields/checkbox.html",
    "checkboxselectmultiple": "portal/fields/choices.html",
    "inlinecheckboxselectmultiple": "portal/fields/choices.html",
    "radioselect": "portal/fields/choices.html",
    "inlineradioselect": "portal/fields/choices.html",
    "segmentedcontrol": None,
    "numbercursor": None,
    "richradioselect": None,
}


def plain_text(value: str) -> None:
    """Refuse what PostgreSQL cannot store or a page cannot show: NUL, lone surrogates.

    Raises ValidationError with a French message.
    """
    if isinstance(value, str) and (
        "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value)
    ):
        raise ValidationError(
            "Ce texte contient un caractère illisible, souvent venu d'un copier-coller. "
            "Effacez-le et saisissez-le à nouveau.",
            code="unreadable",
        )


class PortalRenderer(DjangoTemplates):
    """Finds form templates in our own folder first, then in django-dsfr, then in Django."""

    @cached_property
    def engine(self) -> Any:
        """The template engine of the forms."""
        import dsfr  # noqa: PLC0415 – only its folder is wanted

        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [
                    settings.BASE_DIR / "templates",
                    Path(dsfr.__file__).resolve().parent / "templates",
                    Path(forms.__file__).resolve().parent / "templates",
                ],
                "NAME": "portalforms",
                "OPTIONS": {},
            }
        )


class PortalBoundField(DsfrBoundField):
    """A field on a page: DSFR classes kept, help, counter and errors all announced (RGAA 11)."""

    @property
    def template_name(self) -> str:
        """The snippet that draws the whole group: label, hint, field, messages."""
        if self.field.template_name:
            return str(self.field.template_name)
        snippet = OWN_SNIPPETS.get(self.widget_type, "portal/fields/input.html")
        return snippet or str(super().template_name)

    @property
    def anchor(self) -> str:
        """Id of the element an error link goes to: the first choice of a group, else the field."""
        return f"{self.auto_id}_0" if self.use_fieldset else str(self.id_for_label)

    @property
    def optional_mark(self) -> str:
        """« (optionnel) » beside a label: the design system marks what one may leave out."""
        marks = getattr(self.form, "marks_optional", True)
        return "" if self.field.required or not marks else "\u00a0(optionnel)"

    @property
    def error_id(self) -> str:
        """Id of the block of messages."""
        return f"{self.auto_id}-desc-error"

    @property
    def max_characters(self) -> int | None:
        """Length announced under the field, or None for a short field."""
        return getattr(self.field, "counted_length", None)

    @property
    def aria_describedby(self) -> str | None:
        """Ids of the help, of the counter and of the errors: an error never hides the help."""
        if not self.auto_id or self.is_hidden:
            return None
        ids = [self.field.widget.attrs.get("aria-describedby", "")]
        if self.help_text:
            ids.append(f"{self.auto_id}_helptext")
        if self.max_characters:
            ids.append(f"{self.auto_id}_characters")
        if self.errors:
            ids.append(self.error_id)
        return " ".join(filter(None, ids)) or None

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        """Add the class of the design system to whatever class the form gave."""
        built = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        wanted = _dsfr_class(widget)
        own = str(widget.attrs.get("class", ""))
        if wanted and wanted not in own.split():
            built["class"] = f"{wanted} {own}".strip()
        return built


def _dsfr_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.Select):
        return "fr-select"
    if isinstance(widget, forms.FileInput):
        return "fr-upload"
    if isinstance(widget, Input | forms.Textarea) and not isinstance(
        widget, forms.CheckboxInput | forms.HiddenInput
    ):
        return "fr-input"
    return ""


class PortalForm(DsfrBaseForm):
    """Base of every form of the portal; for a model: `class X(forms.ModelForm, PortalForm)`."""

    bound_field_class = PortalBoundField
    form_method = "post"
    # False when the page draws one summary for several forms: `{% error_summary form other %}`.
    show_error_summary = True
    # False for a filter, where everything may be left out.
    marks_optional = True

    @property
    def default_renderer(self) -> PortalRenderer:  # type: ignore[override]
        """Our renderer."""
        return PortalRenderer()

    @cached_property
    def helper(self) -> FormHelper:
        """Crispy's layout: all the fields in order, unless `self.helper.layout` is set."""
        helper = FormHelper()
        helper.form_tag = False
        helper.form_method = self.form_method
        return helper

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("dsfr", None)  # django-dsfr's mark is no HTML attribute
            _count_characters(field)

    def get_context(self) -> dict[str, Any]:
        """Context of `{{ form }}`, without django-dsfr's transitional warning."""
        context = forms.Form.get_context(self)
        context["DSFR_MARK_OPTIONAL_FIELDS"] = True
        return context

    def full_clean(self) -> None:
        """Check everything; no text field lets an unreadable character through."""
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and plain_text not in field.validators:
                field.validators = [plain_text, *_without_null_check(field.validators)]
        super().full_clean()


def _without_null_check(validators: Iterable[Any]) -> list[Any]:
    return [v for v in validators if type(v).__name__ != "ProhibitNullCharactersValidator"]


def _count_characters(field: forms.Field) -> None:
    """Replace the browser's maxlength, which cuts a paste in silence, by an announced count."""
    length = getattr(field, "max_length", None)
    is_text = isinstance(field.widget, forms.Textarea) or type(field.widget) is forms.TextInput
    if isinstance(field, forms.CharField) and is_text and length and length >= COUNTED_LENGTH:
        field.widget.attrs.pop("maxlength", None)
        field.widget.attrs["data-characters"] = str(length)
        field.counted_length = length  # type: ignore[attr-defined]


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


@dataclass(frozen=True)
class ErrorLine:
    """One line of the summary: which field, what is wrong, where to go."""

    label: str
    message: str
    anchor: str


def error_lines(*subjects: Any) -> list[ErrorLine]:
    """Every error of these forms and formsets, in the order of the page."""
    lines: list[ErrorLine] = []
    for subject in subjects:
        if isinstance(subject, forms.BaseFormSet):
            if subject.is_bound:
                lines += [ErrorLine("", str(e), "") for e in subject.non_form_errors()]
            lines += error_lines(*subject.forms)
        elif subject is not None and subject.is_bound:
            lines += [ErrorLine("", str(e), "") for e in subject.non_field_errors()]
            for field in subject:
                anchor = getattr(field, "anchor", field.id_for_label)
                lines += [ErrorLine(str(field.label), str(e), anchor) for e in field.errors]
    return lines
