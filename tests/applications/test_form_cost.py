"""What keeps the pages of a dossier cheap: a line more costs no template, no field, no query."""

from copy import deepcopy

import pytest
from django.test.signals import template_rendered

from applications.content import Budget, BudgetLine, PartnerLine, Partnership
from applications.drafting import save_section
from applications.enums import SectionKey
from applications.forms.budget import BUDGET, ExpenseForm
from applications.forms.sheet import Sheet
from applications.models import Section
from applications.sections import PAGES
from applications.views.dossier_page import fetch, section_row, setting_of
from tests.applications.sections_driver import address, save, typed_in
from tests.factories import make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(alice, commune_a):
    """Alice's draft."""
    return make_application(holder=commune_a, by=alice)


def content_of(key, count):
    """A section with this many lines."""
    if key == SectionKey.BUDGET:
        return Budget(expenses=[BudgetLine(account="60", amounts=[1]) for _ in range(count)])
    return Partnership(partners=[PartnerLine(name=f"Partenaire {n}") for n in range(count)])


def drawn(browser, dossier, by, key, count):
    """Number of templates that the section's page takes with this many lines."""
    section = Section.objects.get(application=dossier, key=key)
    save_section(section, content_of(key, count), version=section.version, by=by)
    browser.get(address(dossier, key))  # stencils and the frame are drawn once a process
    seen = []

    def count_one(template, **kwargs):
        seen.append(template.name)

    template_rendered.connect(count_one)
    try:
        page = browser.get(address(dossier, key)).content.decode()
    finally:
        template_rendered.disconnect(count_one)
    assert page.count("data-row=") >= count
    return len(seen)


@pytest.mark.parametrize("key", [SectionKey.PARTNERSHIP, SectionKey.BUDGET])
def test_a_line_more_takes_no_template_more(alice, client_of, dossier, key):
    browser = client_of(alice)

    assert drawn(browser, dossier, alice, key, 20) == drawn(browser, dossier, alice, key, 5)


def test_the_lines_of_a_page_have_their_fields_in_common(alice, dossier):
    application = fetch(alice, dossier.reference)
    sheet = Sheet(BUDGET, setting_of(application), content_of("budget", 3).model_dump(mode="json"))
    first, second, third = (row.form.fields["account"] for row in sheet.lines[0].rows)

    assert first is second is third
    assert first is not ExpenseForm.base_fields["account"]


def test_a_page_leaves_the_fields_of_the_next_ones_as_they_were(alice, client_of, dossier):
    kinds = [form for page in PAGES.values() for form in _forms(page.sheet)]
    before = {kind: deepcopy(kind.base_fields) for kind in kinds}
    browser = client_of(alice)
    for key in PAGES:
        browser.get(address(dossier, key))
        save(browser, dossier, key, typed_in(browser, dossier, key))
    for kind in kinds:
        for name, field in kind.base_fields.items():
            known = before[kind][name]
            assert (field.required, field.help_text) == (known.required, known.help_text)
            assert field.widget.attrs == known.widget.attrs
            assert getattr(field, "choices", None) == getattr(known, "choices", None)


def _forms(sheet):
    return [sheet.form, *(line.form for line in sheet.lines)]


def test_a_call_reworded_is_read_anew(alice, client_of, dossier):
    browser = client_of(alice)
    assert "Un tout autre objectif" not in browser.get(address(dossier, "objectifs")).text
    call = dossier.call
    call.content["objectives"][0]["title"] = "Un tout autre objectif"
    call.save()

    assert "Un tout autre objectif" in browser.get(address(dossier, "objectifs")).text


def test_the_sections_are_read_with_their_authors(alice, bob, dossier):
    row = dossier.sections.get(key=SectionKey.TERRITORY)
    save_section(row, PAGES[SectionKey.TERRITORY].sheet.content(), version=0, by=bob)

    read = section_row(fetch(alice, dossier.reference), SectionKey.TERRITORY)

    fresh = dossier.sections.get(key=SectionKey.TERRITORY)
    assert (str(read.saved_by), read.saved_at, read.version) == (str(bob), fresh.saved_at, 1)
    assert read.content == fresh.content
