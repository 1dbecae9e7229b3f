"""The document that is signed: same bytes, tagged, verifiable on each page (C-4.2e, A11)."""

import hashlib
import json
import subprocess
from decimal import Decimal
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from conventions import document
from conventions.enums import ActStatus, Party
from conventions.signing import marks, seal
from conventions.signing.fields import FIELDS
from conventions.state import State
from conventions.tasks import make_issues
from limits_portal.pdf import Document, printable
from tests.applications.dossiers import valid_dossier
from tests.conventions.documents import pdfsig
from tests.conventions.laureates import frozen, make_convention
from tests.conventions.states import make_state, unsaved_issue
from tests.conventions.structure import check, elements, faults
from tests.limits_portal.test_pdf import HOOKS


@pytest.fixture(scope="module")
def issue():
    return unsaved_issue()


@pytest.fixture(scope="module")
def drawn(issue) -> Document:
    return document.unsigned(issue)


def text_of(content: bytes) -> str:
    """What the pages say, read by another program; lines joined."""
    said = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(said.stdout.decode().split())


def test_the_document_obeys_our_rules_of_accessibility_and_archiving(drawn):
    assert faults(drawn.content) == []


def test_its_structure_is_sound(drawn, tmp_path):
    path = tmp_path / "convention.pdf"
    path.write_bytes(drawn.content)
    assert check(path) == 0


def test_the_same_issue_gives_the_same_bytes(issue, drawn):
    assert document.unsigned(issue).sha256 == drawn.sha256
    assert document.unsigned(unsaved_issue(number=2)).sha256 != drawn.sha256


def test_it_says_the_22_articles_the_visas_and_the_annexes(drawn):
    text = text_of(drawn.content)
    for words in (
        "Vu la loi organique n° 2001-692",
        "Il est convenu ce qui suit",
        "Article 1 Objet",
        "Article 14 Communication",
        "Article 15 Réseau des collectivités partenaires",
        "Article 22 Annexes",
        "90 000 € (quatre-vingt-dix-mille euros)",
        "Annexe 1 Plan d’actions",
        "Annexe 4 Calendrier des comités de pilotage",
    ):
        assert words in text, words
    assert "[à compléter" not in text


def test_every_page_has_its_code_its_mark_and_its_number(issue, drawn):
    file = pypdfium2.PdfDocument(drawn.content)
    try:
        for number in range(1, len(file) + 1):
            page = file[number - 1]
            (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
            assert marks.read(code.text) == marks.mark_of(issue, number)
            text = page.get_textpage().get_text_range()
            assert f"{number} / {drawn.pages}" in text
            assert f"À vérifier : {marks.mark_of(issue).code}" in text
    finally:
        file.close()


def test_bookmarks_lead_to_each_article_and_annex(drawn):
    with pikepdf.open(BytesIO(drawn.content)) as file, file.open_outline() as outline:
        (title,) = outline.root
        names = [entry.title for entry in title.children]
    assert names[0] == "Entre les soussignés"
    assert [name for name in names if name.startswith("Article")][:2] == [
        "Article 1 Objet",
        "Article 2 Durée et entrée en vigueur",
    ]
    assert names[-1] == "Annexe 6 Délibération ou délégation"


def test_the_data_is_joined_as_json(issue, drawn):
    with pikepdf.open(BytesIO(drawn.content)) as file:
        (name,) = file.attachments
        data = json.loads(file.attachments[name].get_file().read_bytes())
    assert name == "LIMITS-2024-0001-C.json"
    assert data["state"] == issue.version.state
    assert len(data["articles"]) == 22


def test_each_party_has_its_own_empty_field_wide_enough_to_sign_in(drawn):
    with pikepdf.open(BytesIO(drawn.content)) as file:
        fields = {str(field.T): field for field in file.Root.AcroForm.Fields}
        for party in Party:
            box = [float(edge) for edge in fields[FIELDS[party]].Rect]
            width, height = box[2] - box[0], box[3] - box[1]
            assert width > 200 and height > 100
            assert "/V" not in fields[FIELDS[party]]
        kinds = [str(element.S) for element in elements(file)]
    assert kinds.count("/Form") == 4


def test_once_sealed_it_is_valid_and_still_obeys(drawn, tmp_path):
    sealed = seal.certify(drawn.content)
    assert sealed.startswith(drawn.content)
    assert faults(sealed) == []
    path = tmp_path / "scelle.pdf"
    path.write_bytes(sealed)
    assert pdfsig(path) == ["- Signature Validation: Signature is Valid."]


def test_a_draft_says_so_and_has_nothing_to_sign(issue):
    draft = document.draw_draft(issue.version, issue.order)
    assert faults(draft.content) == []
    text = text_of(draft.content)
    assert text.count("Projet – version 2 – sans valeur juridique") == draft.pages
    with pikepdf.open(BytesIO(draft.content)) as file:
        assert "/AcroForm" not in file.Root


def test_a_reduced_subsidy_shows_its_gap_and_still_balances():
    state = make_state(yearly=[Decimal(30_000), Decimal("20000.50")])
    text = text_of(document.unsigned(unsaved_issue(state)).content)
    assert "50 000,50 € (cinquante-mille euros et cinquante centimes)" in text
    assert "15 000 24 999,50 39 999,50" in text
    assert "Les parts de subvention par action sont celles du dossier déposé" in text


def test_an_issue_is_drawn_sealed_and_opened_to_signature_by_a_worker(
    commune_a, bob, ines, martin, flora_chief
):
    convention = make_convention(holder=commune_a, by=bob, instructor=ines, president=martin)
    act = frozen(convention, ines=ines, others=(bob, flora_chief, martin))
    assert make_issues() == 1
    act.refresh_from_db()
    assert act.status == ActStatus.SIGNING
    issue = act.issues.get()
    assert issue.progress == "done"
    assert issue.pages > 5
    with issue.file.open("rb") as file:
        content = file.read()
    assert faults(content) == []
    assert hashlib.sha256(content).hexdigest() == issue.sha256 == issue.revisions.get().sha256
    assert make_issues() == 0


def test_forty_payloads_in_a_dossier_are_printed_literally_and_fetch_nothing__A11():
    """In one document, each in its own place: titles, names, texts, an article, a visa."""
    hooks = [hook.format(u="http://127.0.0.1:9/prise", f="file:///etc/hostname") for hook in HOOKS]
    dossier = valid_dossier()
    actions = [
        action.model_copy(
            update={
                "content": action.content.model_copy(
                    update={"title": hooks[rank], "description": " ".join(hooks[rank::4])}
                )
            }
        )
        for rank, action in enumerate(dossier.actions)
    ]
    project = dossier.project.model_copy(update={"title": hooks[8]})
    hostile = dossier.model_copy(update={"actions": actions, "project": project})
    state = make_state(hostile)
    state = state.model_copy(
        update={"holder": state.holder.model_copy(update={"represented_by": hooks[23]})}
    )
    articles = [{"code": "un", "title": hooks[9], "body": "\n\n".join(hooks)}]
    issue = unsaved_issue(state, articles=articles, visas=[{"body": hooks[16]}])
    content = document.unsigned(issue).content
    assert faults(content) == []
    with pikepdf.open(BytesIO(content)) as file:
        assert len(file.attachments) == 1
        links = [a for page in file.pages for a in page.get("/Annots", []) if "/A" in a]
        assert all("/URI" not in link.A for link in links)
    text = "".join(text_of(content).split())
    assert len(hooks) == 40
    for hook in hooks:
        assert "".join(printable(hook).split()) in text, hook


def said_of(state: State, *, number: int = 1) -> str:
    """What the pages say, without their bytes."""
    issue = unsaved_issue(state, articles=[], visas=[])
    values = document.values(issue.version, issue.order, number=number, mark="0" * 16)
    page = render_to_string(document.TEMPLATE, values | {"made_at": "", "faces": []})
    return " ".join(strip_tags(page).replace("\u00a0", " ").split())


def test_an_amendment_speaks_of_itself():
    text = said_of(make_state(act=1))
    assert "L’avenant prend effet à la date de la dernière signature" in text
    assert "Édition 1 de l’avenant n° 1 à la convention LIMITS-2024-0001-C" in text
    assert "La convention prend effet" in said_of(make_state())
    draft = said_of(make_state(act=1), number=0)
    assert "Projet d’avenant 1 à la convention LIMITS-2024-0001-C" in draft


@pytest.mark.parametrize(
    ("name", "function", "said"),
    [
        ("", "préfet du Nord", "représentée par le préfet du Nord,"),
        ("", "préfète du Nord", "représentée par la préfète du Nord,"),
        ("", "secrétaire générale", "représentée par la secrétaire générale,"),
        ("", "adjoint du préfet", "représentée par l’adjoint du préfet,"),
        ("", "la préfète du Nord", "représentée par la préfète du Nord,"),
        ("Sacha Exemple", "préfète du Nord", "représentée par Sacha Exemple, préfète du Nord,"),
    ],
)
def test_who_represents_a_party_reads_as_french(name, function, said):
    state = make_state()
    side = state.prefecture.model_copy(update={"represented_by": name, "function": function})
    assert said in said_of(state.model_copy(update={"prefecture": side}))


def test_a_list_of_the_text_goes_on_from_its_number():
    articles = [{"code": "un", "title": "Un", "body": "1. un\n\n2. deux\n\n3. trois"}]
    text = text_of(document.unsigned(unsaved_issue(articles=articles, visas=[])).content)
    assert "1. un 2. deux 3. trois" in text
