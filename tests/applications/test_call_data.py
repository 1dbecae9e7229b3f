"""The data file of LIMIT'S 2024 says what the cahier des charges says, figure by figure."""

import re
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from applications.call_content import ExampleAction
from applications.call_file import CallDocument, parse
from conventions.placeholders import NAME

TEXT = (settings.BASE_DIR / "data" / "calls" / "limits-2024.json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def document() -> CallDocument:
    """The file, checked as the command does."""
    return parse(TEXT)


def example(document: CallDocument, code: str) -> ExampleAction:
    """One example of the file."""
    return next(e for e in document.file.content.examples if e.code == code)


def test_the_ceiling_is_240_000_euros__C_4_2b(document):
    assert document.file.ceiling_amount == Decimal(240_000)


def test_a_project_lasts_two_or_three_years__C_3f(document):
    assert document.file.durations == [2, 3]


def test_filing_ends_with_the_last_second_of_30_april_in_paris__C_5a(document):
    closing = datetime(2024, 4, 30, 23, 59, 59, tzinfo=ZoneInfo("Europe/Paris"))
    assert document.file.closes_at == closing


def test_the_calendar_is_that_of_section_5__C_5a(document):
    steps = {m.code: (m.starts_on, m.ends_on, m.period) for m in document.file.content.milestones}
    assert steps["depot"][1:] == (date(2024, 4, 30), "avant le 30 avril 2024")
    assert steps["pre-instruction"] == (date(2024, 5, 1), date(2024, 5, 31), "mai 2024")
    assert steps["comite"] == (date(2024, 5, 1), date(2024, 5, 31), "mai 2024")
    assert steps["decision"] == (date(2024, 6, 1), date(2024, 6, 30), "juin 2024")
    assert steps["redaction"][2] == "été 2024"
    assert steps["signature"][1:] == (date(2024, 9, 30), "avant fin septembre 2024")
    assert steps["premiers-financements"][2] == "automne 2024"
    assert len(steps) == 8


def test_intercommunalites_are_admitted__C_4_1a(document):
    assert document.file.admits_epci is True


def test_the_four_axes_have_their_full_titles__C_2_2a(document):
    assert [(a.number, plain(a.title)) for a in document.file.content.axes] == [
        (1, "Piloter et mobiliser autour de LIMIT'S"),
        (
            2,
            "Protéger les plus jeunes : créer un environnement protecteur en mobilisant les "
            "compétences psychosociales et la parentalité",
        ),
        (3, "Lutter contre l'attractivité des réseaux criminels"),
        (4, "Proposer des alternatives au trafic et occuper le terrain"),
    ]


def test_the_five_objectives_have_their_wording__C_2_1a(document):
    assert [plain(o.title) for o in document.file.content.objectives] == [
        "Créer une dynamique partenariale sur la question de la participation des jeunes aux "
        "trafics de stupéfiants et former les professionnels sur cette thématique",
        "Prévenir l'entrée dans les réseaux de trafics de stupéfiants en luttant contre les "
        "idées reçues sur les trafics, en soutenant les parents, et en renforçant les "
        "compétences psychosociales des jeunes",
        "Lutter contre l'image positive des réseaux et proposer des modèles alternatifs",
        "Mieux détecter les jeunes susceptibles de basculement pour leur proposer un "
        "accompagnement spécifique, favorisant l'insertion scolaire et professionnelle",
        "Repenser l'occupation de l'espace public sur les lieux concernés par les points de "
        "deal, en lien avec les habitants, les bailleurs sociaux et les partenaires du projet",
    ]


@pytest.mark.parametrize(
    ("code", "cost", "basis"),
    [
        ("formation-cps-prisme", 9_270, "pour 6 journées"),
        ("psfp", 42_000, "sur trois ans"),
        ("ateliers-des-parents", 12_500, "pour 3 groupes de 6 sessions"),
        ("entretiens-familles", 600, "par famille, pour 6 entretiens"),
        ("theatre-forum", 11_700, "pour 7 représentations"),
    ],
)
def test_an_example_costs_what_the_call_says__C_A2(document, code, cost, basis):
    action = example(document, code)
    assert action.cost == cost
    assert plain(action.cost_basis).startswith(basis)


def test_the_cost_of_psfp_is_made_of_its_two_parts__C_A2(document):
    psfp = example(document, "psfp")
    assert [item.amount for item in psfp.cost_items] == [30_000, 12_000]
    assert sum(item.amount for item in psfp.cost_items) == psfp.cost
    assert psfp.years == 3


def test_an_example_without_a_cost_in_the_call_has_none__C_A2(document):
    costed = {e.code for e in document.file.content.examples if e.cost is not None}
    assert costed == {
        "formation-cps-prisme",
        "psfp",
        "ateliers-des-parents",
        "entretiens-familles",
        "theatre-forum",
    }


def test_every_example_is_whole__C_A2(document):
    examples = document.file.content.examples
    assert len(examples) >= 15
    for action in examples:
        for name in ("title", "town", "audience", "summary", "description", "source"):
            assert getattr(action, name), (action.code, name)
        for name in ("aims", "deliverables", "indicators", "qualitative_indicators", "pitfalls"):
            assert getattr(action, name), (action.code, name)
        assert action.coordinator_role, action.code


def test_every_axis_has_examples__C_A2(document):
    served = {e.axis for e in document.file.content.examples}
    assert served == {a.code for a in document.file.content.axes}


def test_the_garble_of_scanned_slides_is_not_copied():
    for garbled in ("TARJ", "SFPF", "EPIIDE", "CDFF", "chanciers", "Postique"):
        assert garbled not in TEXT


def test_no_address_of_a_person_is_in_the_file():
    assert re.findall(r"[\w.+-]+@[\w-]+\.\w+", TEXT) == []


def test_the_contact_is_a_service(document):
    contact = document.file.content.contact
    assert "MILDECA" in contact.service
    assert plain(contact.address) == "69 rue de Varenne, 75007 Paris"


def test_only_the_rib_is_required_at_filing__C_4_1j(document):
    categories = document.file.content.document_categories
    assert [c.code for c in categories if c.is_required] == ["rib"]
    assert {"deliberation", "delegation"} <= {c.code for c in categories}


def test_the_commitments_are_those_of_frame_7_and_of_the_call__C_4_4(document):
    assert {c.code for c in document.file.content.commitments} == {
        "up-to-date",
        "accurate",
        "independence",
        "publication",
        "communication",
        "copil",
        "no-permanent-posts",
        "no-running-costs",
    }


def test_the_referent_is_advised_from_0_3_to_0_5_fte__C_A1a(document):
    content = document.file.content
    assert (content.referent_fte_min, content.referent_fte_max) == (Decimal("0.3"), Decimal("0.5"))


def test_two_copil_a_year__C_4_4a(document):
    assert document.file.content.copil_per_year == 2


def test_the_five_criteria_and_the_bonus_with_proposed_weights__C_4_3f__C_4_3g(document):
    criteria = document.parts["criteria"]
    assert [(c.code, c.weight, c.is_bonus) for c in criteria] == [
        ("adequation", 5, False),
        ("innovation", 2, False),
        ("competences", 3, False),
        ("methodologie", 4, False),
        ("partenariat", 4, False),
        ("portage-politique", 2, True),
    ]
    assert all(c.weight_is_proposed for c in criteria)
    assert sum(c.weight for c in criteria) * 5 == 100


def test_each_mark_from_0_to_5_has_words_of_its_own__C_4_3f(document):
    for criterion in document.parts["criteria"]:
        assert len(set(criterion.levels)) == 6
        assert all(len(level) > 20 for level in criterion.levels)


def test_the_convention_has_22_articles_with_known_names__C_4_2e(document):
    articles = document.parts["articles"]
    assert len(articles) == 22
    assert all(len(a.body) > 200 for a in articles)
    assert {"montant_total", "plafond", "echeancier"} <= set(
        NAME.findall(next(a.body for a in articles if a.code == "montant"))
    )


def test_what_the_portal_could_not_verify_is_marked_for_the_lawyers(document):
    marked = {a.code for a in document.parts["articles"] if a.needs_legal_check}
    assert {"imputation", "donnees-personnelles", "litiges"} <= marked
    assert document.file.content.silence_text
    assert document.file.content.silence_text_is_validated is False


def plain(text: str) -> str:
    """The text with plain spaces, to compare with the source."""
    return text.replace("\u00a0", " ")
