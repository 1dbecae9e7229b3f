"""The pages of the agreed amount and of a convention's end."""

import pytest
from django.urls import reverse

from conventions.models import Convention
from conventions.workflow import ACT
from tests.conventions.laureates import make_convention


@pytest.fixture
def convention(commune_a, prefecture_a, bob, ines, martin) -> Convention:
    made = make_convention(holder=commune_a, by=bob, instructor=ines, president=martin)
    ACT.perform(made.acts.get(), "circulate", by=ines)
    return made


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_the_amount_is_lowered_on_a_page_that_says_what_follows(client_of, convention, ines):
    place = reverse("conventions:agreed_amount", args=[convention.reference])
    page = client_of(ines).get(place)
    assert "50 000 € décidés" in text_of(page)
    assert "Exercice 2024, en euros" in text_of(page) and "Exercice 2025" in text_of(page)
    data = page.context["form"].initial | {"amount": "40 000,50"}
    refused = client_of(ines).post(place, data)
    assert refused.status_code == 409 and "40 000,50" in text_of(refused)
    data |= {"reason": "Moins d’ateliers.", "year_1": "20 000", "year_2": "20 000,50"}
    assert client_of(ines).post(place, data).status_code == 302
    shown = text_of(client_of(ines).get(reverse("conventions:act", args=[convention.reference, 0])))
    assert "40 000,50 € convenus pour 50 000 € décidés" in shown


@pytest.mark.parametrize("amount", ["", "x", "\x00", "-1", "1" * 40, "1,234"])
def test_no_hostile_amount_breaks_the_page(client_of, convention, ines, amount):
    place = reverse("conventions:agreed_amount", args=[convention.reference])
    answer = client_of(ines).post(place, {"seen": 1, "amount": amount, "reason": "x"})
    assert answer.status_code == 422


def test_a_convention_is_given_up_after_one_question(client_of, convention, ines, bob):
    place = reverse("conventions:end_convention", args=[convention.reference])
    assert "Un abandon est définitif" in text_of(client_of(ines).get(place))
    assert client_of(ines).post(place, {"reason": ""}).status_code == 422
    assert client_of(ines).post(place, {"reason": "La commune renonce."}).status_code == 302
    assert Convention.objects.get().status == "cancelled"
    assert "déjà «&nbsp;abandonnée" in text_of(client_of(ines).get(place))
    late = client_of(ines).post(place, {"reason": "Un courrier du maire."})
    assert late.status_code == 409 and "Un courrier du maire." in text_of(late)
    agreed = reverse("conventions:agreed_amount", args=[convention.reference])
    late = client_of(ines).post(agreed, {"seen": 1, "amount": "40 000", "reason": "Un atelier."})
    assert late.status_code == 409 and "Un atelier." in text_of(late)
    page = text_of(client_of(bob).get(reverse("conventions:act", args=[convention.reference, 0])))
    assert "Abandonné" in page


def test_a_convention_in_force_is_terminated_with_what_is_kept(client_of, convention, ines):
    from django.utils import timezone

    from conventions.workflow import CONVENTION

    act = convention.acts.get()
    type(act).objects.filter(pk=act.pk).update(status="signed", signed_at=timezone.now())
    CONVENTION.perform(convention, "enter", by=None)
    place = reverse("conventions:end_convention", args=[convention.reference])
    assert client_of(ines).post(place, {"reason": "Arrêt.", "kept": "60 000"}).status_code == 409
    assert client_of(ines).post(place, {"reason": "Arrêt.", "kept": "10 000"}).status_code == 302
    assert Convention.objects.get().status == "terminated"


def test_a_table_of_the_text_is_drawn_as_a_table(client_of, convention, bob):
    place = reverse("conventions:act", args=[convention.reference, 0])
    page = text_of(client_of(bob).get(place, {"article": "objet"}))
    assert "<caption>" in page and "50 000 €" in page and "<li>" in page
