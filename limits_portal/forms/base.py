"""The form every page inherits: DSFR fields, French amounts, errors one can reach.

A page writes its own `<form method="post" novalidate>` tag and draws the fields by
`{% crispy form %}` (token, summary of errors, fields) or by `{{ form }}` (the fields alone).
"""

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Input
from django.utils.safestring import SafeString
from dsfr.forms import DsfrBaseForm, DsfrBoundField

from limits_portal.forms.drawing import DRAWN
from limits_portal.forms.groups import draw_messages, drawing_of
from limits_portal.forms.layout import PortalHelper, draw_layout
from limits_portal.french import NBSP

# From this length on, a text field says how many characters are left.
COUNTED_LENGTH = 200


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
    """Finds form templates in our own folder first, then in django-dsfr, then in Django.

    Plain widgets are drawn without one (limits_portal.forms.drawing), and so are the groups
    around them (limits_portal.forms.groups).
    """

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

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The HTML of a field, a group or a widget."""
        draw = DRAWN.get(template_name)
        if draw is not None:
            return draw(context["widget"])
        return super().render(template_name, context, request)


class PortalBoundField(DsfrBoundField):
    """A field on a page: DSFR classes kept, help, counter and errors all announced (RGAA 11)."""

    @cached_property
    def auto_id(self) -> str:
        """The field's id, asked for again and again while it is drawn."""
        return str(super().auto_id)

    @property
    def errors(self) -> Any:
        """What is wrong with the field; a form that nobody sent has nothing wrong."""
        return super().errors if self.form.is_bound else ()

    def as_field_group(self) -> SafeString:
        """Label, help, field and messages."""
        draw = None if self.field.template_name else drawing_of(type(self.field.widget))
        return draw(self) if draw else super().as_field_group()

    @property
    def messages(self) -> SafeString:
        """What stands under the field, for a page that draws its label itself."""
        return draw_messages(self)

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
        """Length announced under the field, or None for a short field or one that is shut."""
        return None if self.field.disabled else getattr(self.field, "counted_length", None)

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
        wanted = _dsfr_class(type(widget))
        own = str(widget.attrs.get("class", ""))
        if wanted and wanted not in own.split():
            built["class"] = f"{wanted} {own}".strip()
        return built


@cache
def _dsfr_class(widget: type[forms.Widget]) -> str:
    if issubclass(widget, forms.Select):
        return "fr-select"
    if issubclass(widget, forms.FileInput):
        return "fr-upload"
    if issubclass(widget, Input | forms.Textarea) and not issubclass(
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
    # Where each field stands; None: one under the other.
    layout: Layout | None = None
    # False for a filter, where everything may be left out.
    marks_optional = True

    # One for all forms: each renderer has an engine, that compiles its templates once.
    default_renderer = PortalRenderer()

    @cached_property
    def helper(self) -> PortalHelper:
        """What `{% crispy form %}` asks for."""
        helper = PortalHelper(self)
        helper.form_method = self.form_method
        return helper

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # django-dsfr would add its classes to each field anew; PortalBoundField gives them.
        super(DsfrBaseForm, self).__init__(*args, **kwargs)
        for field in self.fields.values():
            _count_characters(field)

    @property
    def typed(self) -> str:
        """What somebody wrote here, for a page that cannot take it any more: shell/typed.html.

        The words alone when there is one field of them; each after its label otherwise. What the
        page proposed and was left as it is was written by nobody.
        """
        written = [
            (field.label, text)
            for field in (self.visible_fields() if self.is_bound else ())
            if isinstance(field.field.widget, forms.TextInput | forms.Textarea | forms.NumberInput)
            and field.name in self.changed_data
            if (text := str(field.value() or "").strip())
        ]
        if len(written) == 1:
            return written[0][1]
        return "\n\n".join(f"{label}{NBSP}: {text}" for label, text in written)

    def add_fields(self, fields: Mapping[str, forms.Field]) -> None:
        """Fields that depend on what the form is about, treated as those that are declared."""
        for field in fields.values():
            _count_characters(field)
        self.fields.update(fields)

    def render(self, template_name: Any = None, context: Any = None, renderer: Any = None) -> Any:
        """`{{ form }}`: the fields as laid out; the page carries the token and the errors."""
        if template_name is None:
            return draw_layout(self, self.helper.layout)
        return super().render(template_name, context, renderer)

    __str__ = __html__ = render

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
        field.counted_length = length
