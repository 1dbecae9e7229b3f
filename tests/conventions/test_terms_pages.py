"""A call's terms of convention, its visas, an article's preview, a convention's data, its draft."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from applications.content import Person
from applications.models import Call
from conventions import details, terms
from conventions.models import Convention, Draft
from conventions.opening import open_convention
from conventions.reading import Reading
from conventions.tasks import make_drafts
from conventions.versions import propose_version
from tests.applications.dossiers import valid_dossier
from tests.conventions.laureates import make_selected
from tests.conventions.talks import last, make_draft, with_body
from workflow.models import Event


@pytest.fixture
def call(db) -> Call:
    """LIMIT'S 2024."""
    call_command("load_call", "limits-2024", stdout=io.StringIO())
    return Call.objects.get(slug="limits-2024")


@pytest.fixture
def browser(client_of, nora):
    """The administrator's browser."""
    return client_of(nora)


def at(name: str, *args) -> str:
    return reverse(f"conventions:{name}", args=args)


def typed(page, **changes) -> dict:
    """What the form of a page sends back, with changes."""
    values = {k: "" if v is None else v for k, v in page.context["form"].initial.items()}
    return values | {"seen": page.context["seen"]} | changes


def test_the_page_names_what_is_missing_and_gathers_what_is_to_confirm(call, browser):
    page = browser.get(at("terms", call.slug))
    text = page.content.decode()
    for name in ("Le centre financier", "Le comptable assignataire", "Le tribunal administratif"):
        assert name in text
    assert "Le programme budgétaire" not in text
    where = [doubt.where for doubt in page.context["doubts"]]
    assert "Visa 2" in where
    assert "Article 9" in where


def test_what_was_missing_is_filled_and_journaled(call, browser):
    address = at("terms", call.slug)
    page = browser.get(address)
    data = typed(
        page,
        centre_financier="0129-CF",
        domaine_fonctionnel="0129-15-01",
        centre_de_couts="CC",
        activite="0129",
        ordonnateur="le Président",
        comptable_assignataire="le contrôleur budgétaire",
        tribunal_administratif="tribunal administratif de Paris",
        signing_order="prefecture,holder,mildeca",
        sign_before="2024-09-30",
    )
    assert browser.post(address, data).status_code == 302
    said = terms.of(call)
    assert terms.missing(said) == []
    assert said.signing_order == ["prefecture", "holder", "mildeca"]
    assert len(said.visas) == 15
    assert Event.objects.about(call).first().payload["part"] == "convention"
    assert "Rien ne manque" in browser.get(address).content.decode()


def test_a_mistake_keeps_what_is_typed(call, browser):
    address = at("terms", call.slug)
    data = typed(
        browser.get(address), preamble="[[inconnu]]", ordonnateur="moi", sign_before="2024-09-30"
    )
    answer = browser.post(address, data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "ne sait pas remplacer [[inconnu]]" in text
    assert 'value="moi"' in text
    assert terms.of(call).ordonnateur == ""


def test_a_colleague_s_change_is_not_lost(call, browser):
    address = at("terms", call.slug)
    data = typed(browser.get(address), sign_before="2024-09-30")
    browser.post(address, data | {"ordonnateur": "un"})
    answer = browser.post(address, data | {"ordonnateur": "deux"})
    assert answer.status_code == 409
    assert terms.of(call).ordonnateur == "un"


def test_a_visa_is_added_confirmed_and_moved(call, browser):
    address = at("visas", call.slug)
    page = browser.get(address)
    data: dict = {"visas": [], "seen": page.context["seen"], "command": "save"}
    for row in page.context["lines_of"].rows:
        data["visas"].append(row.id)
        for name in ("body", "only_for", "note"):
            data[f"visas-{row.id}-{name}"] = row.form.initial[name]
    data["visas"].insert(0, "new-1")
    data["visas-new-1-body"] = "Vu la délibération cadre ;"
    data["visas-new-1-only_for"] = "commune"
    assert browser.post(address, data).status_code == 302
    said = terms.of(call).visas
    assert (said[0].body, said[0].only_for) == ("Vu la délibération cadre ;", "commune")
    assert len(said) == 16
    assert not any(visa.needs_legal_check for visa in said)


def test_an_article_reads_at_once_on_invented_values(call, browser):
    body = {"body": "La subvention est de [[montant_total]].\n\n[[echeancier]]\n\n- un\n- <b>deux"}
    text = browser.post(at("article_preview", call.slug), body).content.decode()
    assert "70\u00a0000\u00a0€ (soixante-dix-mille euros)" in text
    assert "<caption" in text
    assert "&lt;b&gt;deux" in text
    assert (
        "[à compléter : xyz]"
        in browser.post(at("article_preview", call.slug), {"body": "[[xyz]]"}).content.decode()
    )


def test_without_scripts_a_button_shows_the_preview_and_saves_nothing(call, browser):
    address = at("article", call.slug, "montant")
    page = browser.get(address)
    assert "soixante-dix-mille euros" in page.content.decode()
    data = page.context["form"].initial | {
        "body": "Texte d’essai.",
        "seen": page.context["seen"],
        "command": "preview",
    }
    text = browser.post(address, data).content.decode()
    assert "Texte d’essai." in text.partition('id="apercu"')[2]
    assert call.article_templates.get(code="montant").body != "Texte d’essai."


@pytest.fixture
def convention(commune_a, bob, ines, martin) -> Convention:
    """Just opened: its deliberation is not known yet."""
    award = make_selected(holder=commune_a, by=bob, instructor=ines, president=martin)
    return open_convention(award, by=ines)


def test_completing_a_convention_writes_a_version_that_takes_it_up(convention, client_of, ines):
    browser = client_of(ines)
    address = at("details", convention.reference)
    assert "le numéro de la délibération" in browser.get(address).content.decode()
    data = {
        "deliberation_number": "2024-31",
        "deliberation_on": "2024-06-20",
        "prefecture_name": "Sacha Préfet",
        "prefecture_function": "préfète du Nord",
    }
    assert browser.post(address, data).status_code == 302
    convention.refresh_from_db()
    assert details.missing(details.of(convention)) == []
    version = convention.acts.get().versions.latest("number")
    assert version.number == 2
    assert version.state["missing"] == []
    assert version.state["prefecture"]["represented_by"] == "Sacha Préfet"
    # The same again changes nothing.
    browser.post(address, data)
    assert convention.acts.get().versions.count() == 2


def test_a_draft_is_asked_for_drawn_by_a_worker_and_read(convention, client_of, ines):
    browser = client_of(ines)
    address = at("draft", convention.reference, 0)
    assert "Composer le projet (version 1)" in browser.get(address).content.decode()
    assert browser.get(at("draft_file", convention.reference, 0)).status_code == 302
    browser.post(address)
    browser.post(address)
    draft = Draft.objects.get()
    assert "en attente de son tour" in browser.get(address).content.decode()
    assert make_drafts() == 1
    draft.refresh_from_db()
    assert (draft.progress, draft.pages_done > 0) == ("done", True)
    assert "Télécharger le projet" in browser.get(address).content.decode()
    answer = browser.get(at("draft_file", convention.reference, 0))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")


def test_a_holder_has_no_draft_before_the_text_goes_round(convention, client_of, bob):
    assert client_of(bob).get(at("draft", convention.reference, 0)).status_code == 404


def test_a_colleague_s_details_are_not_lost(convention, client_of, ines):
    browser = client_of(ines)
    address = at("details", convention.reference)
    data = {"seen": browser.get(address).context["seen"], "deliberation_number": "2024-31"}
    assert browser.post(address, data).status_code == 302
    answer = browser.post(address, data | {"deliberation_number": "2024-32"})
    assert answer.status_code == 409
    assert 'value="2024-32"' in answer.content.decode()
    assert details.of(Convention.objects.get()).deliberation_number == "2024-31"
    again = data | {"seen": answer.context["seen"], "deliberation_number": "2024-32"}
    assert browser.post(address, again).status_code == 302


def test_the_elected_referent_that_a_dossier_leaves_out_is_asked_for_and_given(
    client_of, ines, commune_a
):
    dossier = valid_dossier()
    partnership = dossier.partnership.model_copy(update={"elected_referent": Person()})
    act = make_draft(
        ines=ines,
        holder=commune_a,
        dossier=dossier.model_copy(update={"partnership": partnership}),
    )
    articles = with_body(last(act), "objet", "L’élu référent est [[elu_referent]].")
    propose_version(act, articles=articles, by=ines)
    browser = client_of(ines)
    address = at("details", act.convention.reference)
    page = browser.get(address)
    assert "À compléter avant de figer le texte&nbsp;: élu référent." in page.content.decode()
    data = {k: v or "" for k, v in page.context["form"].initial.items()}
    data |= {"elected_referent_name": "Claude Élue", "seen": page.context["seen"]}
    assert browser.post(address, data).status_code == 302
    assert Reading(last(act)).text("objet") == "L’élu référent est Claude Élue."
    assert "À compléter" not in browser.get(address).content.decode()
