"""Forms of the public pages."""

from django import forms

from applications.call_content import CallContent, ExampleAction
from limits_portal.forms import PortalForm
from limits_portal.french import search_key


class ExampleFilter(PortalForm):
    """Narrows the example actions by axis, by words, by known cost."""

    form_method = "get"
    marks_optional = False

    mots = forms.CharField(label="Rechercher", required=False, max_length=100)
    axe = forms.ChoiceField(label="Axe", required=False)
    chiffre = forms.BooleanField(label="Coût connu seulement", required=False)

    def __init__(self, *args: object, texts: CallContent, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        axes = [(axis.code, f"{axis.number}. {axis.short_title}") for axis in texts.axes]
        self.fields["axe"].choices = [("", "Tous les axes"), *axes]

    def examples(self) -> list[ExampleAction]:
        """The examples that match; all of them when the filter is not valid."""
        found = self.texts.examples
        if not self.is_valid():
            return found
        wanted = self.cleaned_data
        words = search_key(wanted["mots"]).split()
        return [
            example
            for example in found
            if wanted["axe"] in ("", example.axis)
            and (example.cost is not None or not wanted["chiffre"])
            and all(word in _searchable(example) for word in words)
        ]


def _searchable(example: ExampleAction) -> str:
    texts = [
        example.title,
        example.town,
        example.audience,
        example.summary,
        example.description,
        example.operator,
        *example.aims,
        *example.partners,
    ]
    return search_key(" ".join(texts))
