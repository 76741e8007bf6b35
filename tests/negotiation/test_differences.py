"""What changed from one text to another."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from secondments import differences
from secondments.differences import Fate, Piece


def test_words_that_changed_are_told_from_those_that_stayed():
    assert differences.between("The Host pays.", "The Employer pays.") == [
        Piece(Fate.KEPT, "The "),
        Piece(Fate.OUT, "Host "),
        Piece(Fate.IN, "Employer "),
        Piece(Fate.KEPT, "pays."),
    ]


def test_nothing_is_different_from_itself():
    assert differences.between("", "") == []
    assert [piece.fate for piece in differences.between("Same.", "Same.")] == [Fate.KEPT]


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_back_from_the_pieces(before, after):
    pieces = differences.between(before, after)
    assert "".join(p.text for p in pieces if p.fate is not Fate.IN) == before
    assert "".join(p.text for p in pieces if p.fate is not Fate.OUT) == after
    assert all(a.fate != b.fate for a, b in pairwise(pieces))


def test_a_text_that_was_written_anew_is_told_in_a_moment():
    """Twenty thousand characters on each side, none of them the same."""
    pieces = differences.between("a " * 10_000, "b " * 10_000)
    assert [piece.fate for piece in pieces] == [Fate.OUT, Fate.IN]
