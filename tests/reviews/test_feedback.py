"""What a refused holder is told, drawn from the levels of the call's own grid (C-4.3f)."""

import pytest
from django.core.management import call_command

from reviews.feedback import suggested
from reviews.models import Criterion

LEVELS = [
    "Aucune méthode : ni diagnostic, ni calendrier.",
    "Très fragile : des actions juxtaposées.",
    "Fragile : un diagnostic sommaire.",
    "Correcte : diagnostic et calendrier présents.",
    "Bonne : diagnostic étayé, budget réaliste.",
    "Excellente : tout se tient.",
]


def said(mean: str, *, is_bonus: bool = False) -> list[dict[str, str]]:
    criterion = Criterion(code="methode", title="La méthode", levels=LEVELS, is_bonus=is_bonus)
    return suggested([criterion], {"methode": {"mean": mean}})


def test_a_strong_criterion_is_told_by_the_level_it_reached():
    assert said("4.33") == [
        {
            "criterion": "La méthode",
            "strengths": "Bonne : diagnostic étayé, budget réaliste.",
            "remedies": "",
        }
    ]


@pytest.mark.parametrize(
    ("mean", "aim"),
    [
        ("3.49", "À viser\u00a0: diagnostic étayé, budget réaliste."),
        ("2.67", "À viser\u00a0: diagnostic étayé, budget réaliste."),
        ("2.33", "À viser\u00a0: diagnostic et calendrier présents."),
        # Far below, the next level is no aim yet: what is acceptable is.
        ("0.33", "À viser\u00a0: diagnostic et calendrier présents."),
    ],
)
def test_a_weak_criterion_is_told_what_to_aim_at_without_a_verdict(mean, aim):
    (line,) = said(mean)
    assert (line["strengths"], line["remedies"]) == ("", aim)


@pytest.mark.django_db
def test_the_levels_of_the_call_itself_are_told_without_their_verdict():
    call_command("load_call", "limits-2024", verbosity=0)
    criteria = list(Criterion.objects.filter(call__slug="limits-2024", is_bonus=False))
    lines = suggested(criteria, {criterion.code: {"mean": "2.67"} for criterion in criteria})
    assert len(lines) == len(criteria) > 0
    assert [line["remedies"][:9] for line in lines] == ["À viser\u00a0:"] * len(lines)
    assert not any("Bonne" in line["remedies"] for line in lines)


def test_a_level_without_verdict_is_given_whole():
    levels = [*LEVELS[:3], "Un diagnostic et un calendrier.", *LEVELS[4:]]
    criterion = Criterion(code="methode", title="La méthode", levels=levels)
    (line,) = suggested([criterion], {"methode": {"mean": "2"}})
    assert line["remedies"] == "Un diagnostic et un calendrier."


def test_neither_a_bonus_nor_an_unmarked_criterion_is_told():
    assert said("4", is_bonus=True) == []
    criterion = Criterion(code="methode", title="La méthode", levels=LEVELS)
    assert suggested([criterion], {"methode": {"mean": None}}) == []
    assert suggested([criterion], {}) == []
