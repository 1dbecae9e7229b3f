"""The holder's pages of a request to complete: what is asked, what may be typed, sending it."""

import json

import pytest
from django.urls import reverse

from applications.enums import ApplicationStatus
from applications.forms.outline import label_of, outline
from applications.models import Application
from applications.snapshot import thaw
from tests.applications.completions import make_to_complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(commune_a, bob, ines):
    return make_to_complete(holder=commune_a, by=bob, instructor=ines)


def page_of(application):
    return reverse("applications:complete", args=[application.reference])


def section_of(application, key="objectifs"):
    return reverse("applications:section", args=[application.reference, key])


def typed(browser, application, **fields):
    """What the page of the project sends, with some fields changed."""
    sheet = browser.get(section_of(application)).context["sheet"]
    data = {field.html_name: field.value() or "" for form in sheet.forms for field in form}
    data |= {lines.kind.field: lines.ids for lines in sheet.lines}
    row = application.sections.get(key="objectifs")
    return data | {"version": row.version, "base": json.dumps(sheet.base()), "go": "stay"} | fields


def test_the_page_lists_what_is_asked_with_a_link_to_the_field(asked, alice, client_of):
    text = client_of(alice).get(page_of(asked)).content.decode()
    assert "À préciser : Diagnostic" in text
    assert f"{section_of(asked)}#id_diagnosis" in text
    assert "Pas encore modifié" in text


def test_a_field_not_asked_is_shown_and_not_sent(asked, alice, client_of):
    browser = client_of(alice)
    response = browser.get(section_of(asked))
    form = response.context["sheet"].main
    assert form.fields["title"].disabled
    assert not form.fields["diagnosis"].disabled
    assert "Seuls ces points se modifient" in response.content.decode()


def test_a_forged_field_changes_nothing(asked, alice, client_of):
    browser = client_of(alice)
    data = typed(browser, asked, title="Un autre titre", diagnosis="Précisé.")
    assert browser.post(section_of(asked), data).status_code == 302
    content = asked.sections.get(key="objectifs").content
    assert (content["title"], content["diagnosis"]) == ("Grandir ici", "Précisé.")


def test_lines_not_asked_are_kept_whatever_is_sent(asked, alice, client_of):
    browser = client_of(alice)
    before = asked.sections.get(key="objectifs").content["objectives"]
    data = typed(browser, asked, diagnosis="Précisé.") | {"objectives": []}
    browser.post(section_of(asked), data)
    assert asked.sections.get(key="objectifs").content["objectives"] == before


def test_a_section_of_which_nothing_is_asked_is_read_only(asked, alice, client_of):
    response = client_of(alice).get(section_of(asked, "budget"))
    assert "La MILDECA n’y demande rien" in response.content.decode()
    assert not response.context["can_write"]


def test_what_changed_is_shown_word_by_word_then_sent(asked, alice, bob, client_of):
    writer, mayor = client_of(alice), client_of(bob)
    writer.post(section_of(asked), typed(writer, asked, diagnosis="Ce que nous savons."))
    shown = mayor.get(page_of(asked))
    text = shown.content.decode()
    assert "<del" in text
    assert "<ins" in text
    assert "Modifié" in text
    form = shown.context["form"]
    data = {name: form.initial.get(name, "") for name in form.fields} | {"is_confirmed": "on"}
    answer = mayor.post(page_of(asked), data, follow=True)
    assert Application.objects.get(pk=asked.pk).status == ApplicationStatus.SUBMITTED
    assert "Le complément de Loos est reçu" in answer.content.decode()
    # The same page sent again leads to the same receipt.
    assert mayor.post(page_of(asked), data).url == mayor.get(page_of(asked)).url


def test_a_writer_may_not_send(asked, alice, client_of):
    assert client_of(alice).post(page_of(asked), {}).status_code == 403


def test_others_have_no_such_page(asked, charlie, flora, client_of):
    for person in (charlie, flora):
        assert client_of(person).get(page_of(asked)).status_code == 404


def test_filing_leads_to_what_is_asked(asked, bob, client_of):
    file = reverse("applications:file", args=[asked.reference])
    assert client_of(bob).get(file).url == page_of(asked)


def test_the_desk_leads_to_what_is_asked(asked, bob, client_of):
    desk = client_of(bob).get(reverse("applications:list")).content.decode()
    assert "Voir ce qui est demandé" in desk


def test_every_point_of_the_dossier_has_a_name_and_an_anchor(asked):
    dossier = thaw(asked.snapshots.last())
    chapters = outline(asked, dossier, asked.call.texts)
    units = [(c.key, point.unit) for c in chapters for part in c.parts for point in part.points]
    assert len(units) == len(set(units))
    assert label_of(chapters, "objectifs", "diagnosis") is not None
    assert label_of(chapters, "objectifs", "") == "Objectifs"
    assert label_of(chapters, "actions", str(dossier.actions[0].id)).startswith("Action 1")
    assert label_of(chapters, "objectifs", "nothing") is None
    values = {point.value for c in chapters for part in c.parts for point in part.points}
    assert "Grandir ici" in values
