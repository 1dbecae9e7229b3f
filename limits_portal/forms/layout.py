"""The layout of a form (crispy's Row, Column, Fieldset) drawn without a template."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django.utils.safestring import SafeString

from limits_portal.forms.drawing import text


class Accordion(Div):
    """Fields under a title that opens them (DSFR): open when one of them is wrong or was changed.

    Without scripts, the portal's own style leaves it open.
    """

    def __init__(self, title: str, *fields: Any, css_id: str) -> None:
        super().__init__(*fields, css_id=css_id)
        self.title = title

    def is_open(self, form: Any) -> bool:
        """Whether there is something to see in it at once."""
        names = [pointer.name for pointer in self.get_field_names()]
        return form.is_bound and any(form[n].errors or n in form.changed_data for n in names)


class PortalHelper(FormHelper):
    """Crispy's helper for `{% crispy form %}`; draws its layout itself.

    The form's own `layout`, or the one given here; else all the fields in order.
    """

    form_tag = False
    include_media = False  # nothing but the portal's own static files

    def __init__(self, form: Any) -> None:
        super().__init__()
        self.form = form
        self.own: Layout | None = None

    @property
    def layout(self) -> Layout:
        """Where each field stands."""
        return self.own or self.form.layout or Layout(*self.form.fields)

    @layout.setter
    def layout(self, layout: Layout) -> None:
        self.own = layout

    def render_layout(self, form: Any, context: Any, **options: Any) -> SafeString:
        """The fields of the form, or of one of a formset's, and nothing more."""
        return draw_layout(form, self.layout if form is self.form else Layout(*form.fields))


def draw_layout(form: Any, item: Any) -> SafeString:
    """HTML of a field by its name, or of a piece of layout with all it holds.

    Raises TypeError on a piece that our pages do not use.
    """
    if isinstance(item, str):
        field = form[item]
        return SafeString(field.as_widget() if field.is_hidden else field.as_field_group())
    inside = "".join([draw_layout(form, part) for part in item.fields])
    if isinstance(item, Layout):
        return SafeString(inside)
    given = getattr(item, "css_class", None) or ""
    identifier = f' id="{text(item.css_id)}"' if getattr(item, "css_id", None) else ""
    if isinstance(item, Fieldset):
        legend = f'<legend class="fr-h5">{text(item.legend)}</legend>' if item.legend else ""
        return SafeString(
            f'<fieldset class="{_classes("portal-fieldset", given)}"{identifier}{item.flat_attrs}>'
            f"{legend}{inside}</fieldset>\n"
        )
    if isinstance(item, Accordion):
        opened = item.is_open(form)
        return SafeString(
            '<section class="fr-accordion"><h2 class="fr-accordion__title">'
            '<button type="button" class="fr-accordion__btn" '
            f'aria-expanded="{str(opened).lower()}" aria-controls="{item.css_id}">'
            f"{text(item.title)}</button></h2>"
            f'<div class="fr-collapse{" fr-collapse--expanded" if opened else ""}"{identifier}>'
            f"{inside}</div></section>\n"
        )
    if not isinstance(item, Div):
        raise TypeError(f"{type(item).__name__} n'est pas dessiné par le portail.")
    if isinstance(item, Row):
        given = _classes("fr-grid-row fr-grid-row--gutters", given)
    elif isinstance(item, Column) and "fr-col" not in given:
        given = _classes("fr-col-12 fr-col-md", given)
    named = f' class="{text(given)}"' if given else ""
    return SafeString(f"<div{identifier}{named}{item.flat_attrs}>{inside}</div>\n")


def _classes(*names: str) -> str:
    return " ".join(filter(None, names))
