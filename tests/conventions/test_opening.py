"""Opening a laureate's convention, and the data it starts from (C-4.2e, C-5f)."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from applications.models import Call
from conventions import details, terms
from conventions.detailing import is_behind
from conventions.details import Signatory
from conventions.filling import blanks, fill, plain
from conventions.models import Convention
from conventions.opening import open_convention, without_convention
from conventions.state import State, built, meetings, state_of, thawed
from reviews.models import Award
from tests.conventions.laureates import BODY, make_convention_call, make_selected
from tests.conventions.states import make_terms
from tests.factories import make_commune, make_membership, make_user
from workflow.engine import NotAllowed, Refused
from workflow.models import Event

PAGE = reverse("conventions:opening")


@pytest.fixture
def award(commune_a, bob, ines, martin):
    return make_selected(holder=commune_a, by=bob, instructor=ines, president=martin)


@pytest.fixture
def convention(award, ines):
    return open_convention(award, by=ines)


def test_a_convention_takes_its_number_and_amounts_from_the_decision__C_4_2e(award, ines):
    convention = open_convention(award, by=ines)
    assert convention.reference == f"{award.application.reference}-C"
    assert convention.agreed_amount == Decimal(50_000)
    assert convention.yearly_amounts == award.yearly_amounts
    act = convention.acts.get()
    assert (act.number, act.status, act.pen) == (0, "drafting", "mildeca")
    assert Event.objects.about(convention).get().name == "convention.opened"


def test_the_first_version_is_the_call_s_model_with_the_dossier_s_data(convention):
    version = convention.acts.get().versions.get()
    assert [a["code"] for a in version.articles] == ["objet", "litiges", "fin"]
    assert [v["code"] for v in version.visas] == ["gbcp", "deliberation"]
    state = thawed(version)
    assert state.holder.designation == "la commune de Loos"
    assert state.holder.represented_by == "Camille Exemple"
    assert state.prefecture.designation == "la préfecture du Nord"
    assert state.mildeca.represented_by == str(convention.award.decision.validated_by)
    assert (state.months, str(state.starts_on), str(state.ends_on)) == (
        24,
        "2024-09-01",
        "2026-08-31",
    )
    assert sum(state.yearly) == state.agreed == Decimal(50_000)
    assert sum(part.amount for part in state.instalments) == Decimal(50_000)
    assert [str(meeting.before) for meeting in state.copil] == [
        "2025-02-28",
        "2025-08-31",
        "2026-02-28",
        "2026-08-31",
    ]


def test_a_function_reads_inside_a_sentence(convention):
    """« représentée par Camille Exemple, maire », however the dossier or MILDECA typed it."""
    typed = details.of(convention).model_copy(
        update={"prefecture": Signatory(name="Sacha Exemple", function="Préfète du Nord")}
    )
    convention.details = typed.model_dump(mode="json")
    state = built(convention)
    assert (state.holder.function, state.prefecture.function) == ("maire", "préfète du Nord")


def test_no_telephone_and_no_address_of_a_person_goes_round(convention):
    text = str(state_of(convention))
    assert "camille@example.org" not in text
    assert "03 20 00 00 00" not in text


def test_an_article_is_filled_with_words_equal_to_figures(convention):
    state = thawed(convention.acts.get().versions.get())
    text = plain(fill(BODY, state))
    assert text.startswith(
        "La commune de Loos reçoit 50\u00a0000\u00a0€ (cinquante-mille euros), ainsi répartis\u00a0:"
    )
    assert "Exercice 2024 – année 1 du projet – 25\u00a0000\u00a0€" in text
    assert "- réaliser le projet «\u00a0Grandir ici\u00a0»\u00a0;" in text


def test_what_is_not_known_is_named_and_never_left_blank(convention):
    state = thawed(convention.acts.get().versions.get())
    blocks = fill("Par la délibération n° [[numero_deliberation]].", state)
    assert "[à compléter : numéro de la délibération]" in plain(blocks)
    assert blanks(blocks) == ["numéro de la délibération"]
    assert state.missing == ["Le numéro de la délibération", "La date de la délibération"]


def test_a_dossier_s_text_makes_no_line_no_list_and_no_name__A11(convention):
    state = thawed(convention.acts.get().versions.get())
    project = state.dossier.project.model_copy(
        update={"title": "Titre\n\n- une ligne\n[[iban]] {{ settings.SECRET_KEY }} <b>"}
    )
    hostile = state.model_copy(
        update={"dossier": state.dossier.model_copy(update={"project": project})}
    )
    blocks = fill("Le projet « [[titre_projet]] ».", hostile)
    assert len(blocks) == 1
    assert "Titre - une ligne [[iban]] {{ settings.SECRET_KEY }} <b>" in plain(blocks)


def test_a_text_is_behind_once_its_data_change_and_not_when_the_portal_learns_a_field(convention):
    version = convention.acts.get().last_version()
    version.state.pop("replanned_by")  # as written before the portal knew that field
    assert not is_behind(version, convention)

    prefect = Signatory(name="Sacha Exemple", function="Préfète du Nord")
    typed = details.of(convention).model_copy(update={"prefecture": prefect})
    convention.details = typed.model_dump(mode="json")
    assert is_behind(version, convention)


def test_only_the_instruction_opens(award, bob, flora_chief, martin, nora):
    for person in (bob, flora_chief, martin, nora):
        with pytest.raises(NotAllowed):
            open_convention(award, by=person)
    assert not Convention.objects.exists()


def test_a_convention_is_opened_once(award, convention, ines):
    with pytest.raises(Refused, match="déjà ouverte"):
        open_convention(award, by=ines)


def test_years_that_do_not_add_up_make_no_state__C_4_2c(convention):
    data = state_of(convention)
    with pytest.raises(ValueError, match="montant convenu"):
        State.model_validate(data | {"agreed": "50000.01"})


def test_missing_configuration_names_itself():
    bare = make_terms(
        comptable_assignataire="", tribunal_administratif="", imputation=terms.Imputation()
    )
    assert terms.missing(bare) == [
        "Le programme budgétaire",
        "L’action du programme",
        "Le centre financier",
        "Le domaine fonctionnel",
        "Le centre de coûts",
        "Le code d’activité",
        "Le comptable assignataire",
        "Le tribunal administratif compétent",
    ]


def test_the_page_opens_what_is_ticked(award, ines, client_of):
    browser = client_of(ines)
    assert award.application.reference in browser.get(PAGE).content.decode()
    answer = browser.post(PAGE, {"award": [award.pk]}, follow=True)
    assert "Convention ouverte" in answer.content.decode()
    assert Convention.objects.get().award == award
    assert not without_convention(ines).exists()


def test_nothing_ticked_is_said(award, ines, client_of):
    answer = client_of(ines).post(PAGE, {"award": ["x"]}, follow=True)
    assert "Cochez au moins un lauréat" in answer.content.decode()
    assert not Convention.objects.exists()


def test_the_page_costs_the_same_with_three_laureates(
    award, ines, martin, client_of, django_assert_max_num_queries
):
    browser = client_of(ines)
    browser.get(PAGE)
    with django_assert_max_num_queries(100) as few:
        browser.get(PAGE)
    for _ in range(2):
        holder, mayor = make_commune(), make_user()
        make_membership(mayor, holder, "representative")
        make_selected(
            holder=holder, by=mayor, instructor=ines, president=martin, call=make_convention_call()
        )
    with django_assert_max_num_queries(len(few)):
        page = browser.get(PAGE)
    assert page.content.decode().count('name="award"') == 3


def test_a_ceiling_lowered_since_the_decision_is_said_and_breaks_nothing(award, ines, client_of):
    Call.objects.update(ceiling_amount=40_000)
    with pytest.raises(Refused, match="plafond de l’appel"):
        open_convention(Award.objects.get(pk=award.pk), by=ines)
    answer = client_of(ines).post(PAGE, {"award": [award.pk]}, follow=True)
    assert answer.status_code == 200
    assert "Rétablissez-le" in answer.content.decode()


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (date(2025, 8, 31), ["2025-02-28", "2025-08-31"]),
        (date(2026, 5, 31), ["2025-02-28", "2025-08-31", "2026-02-28", "2026-05-31"]),
        (date(2026, 2, 28), ["2025-02-28", "2025-08-31", "2026-02-28"]),
        (date(2025, 10, 15), ["2025-02-28", "2025-08-31", "2025-10-15"]),
    ],
)
def test_a_last_year_cut_short_has_no_two_committees_on_one_day__C_4_4a(last, days):
    found = meetings((date(2024, 9, 1), last), 2)
    assert [str(meeting.before) for meeting in found] == days
    assert [meeting.number for meeting in found] == list(range(1, len(days) + 1))
