"""The base of every form: French amounts, unreadable characters, errors one can reach."""

from decimal import Decimal

import pytest
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.template import engines

from limits_portal.forms import (
    DayField,
    LongTextField,
    MoneyField,
    PortalForm,
    error_lines,
    sent,
    sent_with_files,
)


class Sheet(PortalForm):
    title = forms.CharField(label="Titre", help_text="Court et clair.", max_length=300)
    text = LongTextField(label="Texte", required=False, max_length=10)
    amount = MoneyField(label="Montant", required=False, max_value=240_000)
    day = DayField(label="Jour", required=False)
    scale = forms.ChoiceField(
        label="Échelle", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False
    )


def draw(form) -> str:
    template = engines["django"].from_string("{% load crispy_forms_tags %}{% crispy form %}")
    return template.render({"form": form})


def test_what_was_typed_is_given_back_in_words():
    assert Sheet({"title": " Bonjour ", "scale": "a"}).typed == "Bonjour"
    two = Sheet({"title": "x" * 400, "amount": "beaucoup"})
    assert two.typed == f"Titre\u00a0: {'x' * 400}\n\nMontant\u00a0: beaucoup"
    assert Sheet(initial={"title": "Bonjour"}).typed == ""
    assert Sheet({"title": "Bonjour"}, initial={"title": "Bonjour"}).typed == ""


def test_labels_and_helps_are_typeset_where_they_are_drawn():
    class Asked(PortalForm):
        reason = forms.CharField(label="Pourquoi ?", help_text="Lu par les « porteurs ».")

    page = draw(Asked())
    assert "Pourquoi\u00a0?" in page and "«\u00a0porteurs\u00a0»" in page


def test_a_form_is_blank_until_its_page_is_sent(rf):
    read, typed = rf.get("/"), rf.post("/", {"title": "Bonjour"})
    assert not Sheet(sent(read)).is_bound and not Sheet(*sent_with_files(read)).is_bound
    assert Sheet(sent(typed)).typed == Sheet(*sent_with_files(typed)).typed == "Bonjour"


def amount_of(text: str) -> Sheet:
    form = Sheet({"title": "x", "amount": text})
    form.is_valid()
    return form


@pytest.mark.parametrize("typed", ["12 500,50", "12\u00a0500,50 €", "12\u202f500,5", "12.500,50"])
def test_an_amount_is_read_as_the_french_type_it(typed):
    assert amount_of(typed).cleaned_data["amount"] == Decimal("12500.50")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("beaucoup", "Indiquez un montant en euros"),
        ("12,345", "Indiquez un montant en euros"),
        ("NaN", "Indiquez un montant en euros"),
        ("1e9", "Indiquez un montant en euros"),
        ("9" * 5000, "Ce montant est trop grand."),
        ("-1", "Le montant ne peut pas être inférieur à 0 €."),
        ("240000,01", "Le montant ne peut pas dépasser 240\u00a0000 €."),
        ("١٢", "Indiquez un montant en euros"),
    ],
)
def test_a_wrong_amount_is_explained_and_kept_as_typed(typed, message):
    form = amount_of(typed)
    assert message in form.errors["amount"][0]
    assert f'value="{typed}"' in str(form["amount"])


def test_an_amount_is_shown_in_french():
    assert 'value="12\u00a0500,50"' in str(Sheet(initial={"amount": Decimal("12500.5")})["amount"])


def test_an_unchanged_amount_has_not_changed():
    form = Sheet({"title": "x", "amount": "12 500,00"}, initial={"amount": Decimal(12500)})
    assert "amount" not in form.changed_data


@pytest.mark.parametrize("typed", ["a\x00b", "a\ud800b"], ids=["nul", "lone-surrogate"])
def test_an_unreadable_character_is_refused_in_french(typed):
    form = Sheet({"title": typed})
    assert "caractère illisible" in form.errors["title"][0]
    assert len(form.errors["title"]) == 1


def test_a_line_break_counts_for_one_character():
    form = Sheet({"title": "x", "text": "1234\r\n6789\n"})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "1234\n6789"


def test_an_error_does_not_hide_the_help():
    html = draw(Sheet({"title": ""}))
    assert 'aria-describedby="id_title_helptext id_title_characters id_title-desc-error"' in html
    for identifier in ("id_title_helptext", "id_title_characters", "id_title-desc-error"):
        assert f'id="{identifier}"' in html


def test_the_summary_leads_to_each_field():
    form = Sheet({"title": "", "scale": "z"})
    form.is_valid()
    assert [line.anchor for line in error_lines(form)] == ["id_title", "id_scale_0"]
    html = draw(form)
    assert '<a href="#id_title">Titre</a>' in html
    assert 'id="id_scale_0"' in html
    assert "2 points sont à corriger" in html


def test_errors_are_told_from_the_top_of_the_page_to_its_bottom():
    class Turned(Sheet):
        layout = Layout(Row(Column("amount"), Column("title")), "day")

    form = Turned({"amount": "x", "day": "x", "scale": "z"})
    assert [line.anchor for line in error_lines(form)] == [
        "id_amount",
        "id_title",
        "id_day",
        "id_scale_0",
    ]


def test_a_form_writes_no_form_tag_and_carries_its_token():
    html = draw(Sheet())
    assert "<form" not in html


def test_a_long_field_announces_its_length_instead_of_cutting_a_paste():
    html = draw(Sheet())
    assert 'data-characters="300"' in html
    assert "maxlength" not in str(Sheet()["title"])
    assert "300 caractères au plus" in html


def test_what_is_typed_is_escaped():
    html = draw(Sheet({"title": '"><script>alert(1)</script>', "scale": "<b>"}))
    assert "<script>" not in html and "<b>" not in html


def test_a_formset_draws_its_lines_and_one_summary():
    lines = forms.formset_factory(Sheet, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-title": "x"}
    )
    assert [line.anchor for line in error_lines(lines)] == []
    lines = forms.formset_factory(Sheet, extra=0)(
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "0",
            "form-0-title": "",
            "form-0-amount": "x",
        }
    )
    assert [line.anchor for line in error_lines(lines)] == ["id_form-0-title", "id_form-0-amount"]
    template = engines["django"].from_string(
        "{% load crispy_forms_tags %}{% crispy lines helper %}"
    )
    html = template.render({"lines": lines, "helper": Sheet().helper})
    assert html.count("points sont à corriger") == 1
    assert 'name="form-TOTAL_FORMS"' in html


@pytest.mark.parametrize("typed", ["2024-04-30", "30/04/2024"])
def test_a_day_is_read_from_a_picker_or_typed(typed):
    form = Sheet({"title": "x", "day": typed})
    assert form.is_valid() and form.cleaned_data["day"].isoformat() == "2024-04-30"


def test_choices_carry_no_attribute_unknown_to_html():
    html = draw(Sheet())
    assert 'dsfr="' not in html
    assert html.count('class="fr-radio-group"') == 2
