"""Two texts word by word."""

from hypothesis import given
from hypothesis import strategies as st

from applications.comparison import Piece, compared, differences

TEXTS = st.text(alphabet="ab \n€1,’", max_size=40)


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_back(before, after):
    pieces = compared(before, after)
    assert "".join(p.text for p in pieces if p.kind != "added") == before
    assert "".join(p.text for p in pieces if p.kind != "removed") == after


def test_only_the_words_that_differ_are_marked():
    assert compared("un atelier par mois", "un atelier par semaine") == (
        Piece("same", "un atelier par "),
        Piece("removed", "mois"),
        Piece("added", "semaine"),
    )


def test_a_sentence_written_anew_is_read_in_one_go():
    assert compared("signée le 30 novembre, pour ce motif", "après un vote, pour ce motif") == (
        Piece("removed", "signée le 30 novembre,"),
        Piece("added", "après un vote,"),
        Piece("same", " pour ce motif"),
    )


def test_an_amount_is_one_word():
    before, after = "12\u202f500,00\u00a0€", "12\u202f800,00\u00a0€"
    assert compared(before, after) == (Piece("removed", before), Piece("added", after))


def test_long_texts_are_compared_whole():
    before, after = "mot " * 7_000, "mot " * 7_001
    assert [piece.kind for piece in compared(before, after)] == ["removed", "added"]


def test_points_differ_in_the_order_of_the_form_and_one_that_is_gone_keeps_its_place():
    before = {("a", "x"): ("X", "1"), ("a", "gone"): ("Gone", "2"), ("a", "y"): ("Y", "3")}
    after = {("a", "x"): ("X", "1"), ("a", "y"): ("Y", "4"), ("a", "new"): ("New", "5")}
    found = differences(before, after)
    assert [change.unit for change in found] == ["gone", "y", "new"]
    assert found[0].is_removed
    assert found[2].is_added
