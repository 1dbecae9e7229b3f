"""A cell never becomes a formula; figures stay figures (A14)."""

from decimal import Decimal

import pytest

from limits_portal.spreadsheet import cell, csv_blocks
from tests.factories import paris


@pytest.mark.parametrize(
    "text", ["=1+1", "+33", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =HYPERLINK(1)", "\u00a0=1"]
)
def test_a_formula_is_made_text(text):
    assert cell(text) == f"'{text}"


def test_figures_dates_and_blanks():
    assert cell(Decimal("12500.50")) == "12500,50"
    assert cell(Decimal("-2.00")) == "-2,00"
    assert cell(None) == ""
    assert cell(paris("2024-04-30 23:59:59")) == "30/04/2024 23:59:59"


def test_a_file_opens_in_a_french_spreadsheet():
    text = "".join(csv_blocks(["Intitulé"], [['Le "plan" ; suite'], ["a\nb"]]))
    assert text == '\ufeff"Intitulé"\r\n"Le ""plan"" ; suite"\r\n"a\nb"\r\n'
