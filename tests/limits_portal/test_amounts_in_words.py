"""Amounts written out: each reads back as the figure it repeats."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limits_portal.amounts_in_words import amount_in_words, in_words

SMALL = [
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize"),
    *("vingt", "trente", "quarante", "cinquante", "soixante"),
]
WORTH = dict(zip(SMALL, [*range(17), 20, 30, 40, 50, 60], strict=True))


def read(text: str) -> int:
    """Read a number written out, knowing nothing of how it was written."""
    total = part = 0
    words = text.replace("quatre-vingts", "quatre-vingt").replace("quatre-vingt", "huitante")
    for word in words.split("-"):
        singular = word.removesuffix("s") if word != "trois" else word
        if word == "et":
            continue
        if singular == "million":
            total, part = total + part * 1_000_000, 0
        elif word == "mille":
            total, part = total + max(part, 1) * 1000, 0
        elif singular == "cent":
            part = max(part, 1) * 100
        elif word == "huitante":
            part += 80
        else:
            part += WORTH[word]
    return total + part


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (21, "vingt-et-un"),
        (71, "soixante-et-onze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (200, "deux-cents"),
        (201, "deux-cent-un"),
        (1000, "mille"),
        (80_000, "quatre-vingt-mille"),
        (200_000, "deux-cent-mille"),
        (240_000, "deux-cent-quarante-mille"),
        (2_000_000, "deux-millions"),
    ],
)
def test_numbers_are_spelt_as_french_wants(number, words):
    assert in_words(number) == words


def test_every_number_up_to_three_thousand_reads_back():
    assert all(read(in_words(number)) == number for number in range(3000))


@given(st.integers(0, 999_999_999))
def test_any_number_reads_back(number):
    assert read(in_words(number)) == number


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "zéro euro"),
        ("1", "un euro"),
        ("1.01", "un euro et un centime"),
        ("12500.50", "douze-mille-cinq-cents euros et cinquante centimes"),
        ("240000.00", "deux-cent-quarante-mille euros"),
        ("1000000", "un-million d’euros"),
        ("1001000", "un-million-mille euros"),
    ],
)
def test_an_amount_is_written_out(amount, words):
    assert amount_in_words(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["-1", "0.001", "1000000000"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError, match=r".*"):
        amount_in_words(Decimal(amount))
