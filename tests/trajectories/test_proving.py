"""Codes of proofs: forgiving to who types one, useless to who guesses."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.trajectories.confirming.rules import short_name
from meedoen.trajectories.proving.rules import ALPHABET, LENGTH, grouped, initials, read_code

CODE = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


@given(CODE, st.sampled_from(["-", " ", "", ".", " - "]))
def test_a_code_is_read_whatever_the_case_dashes_and_spaces(code: str, between: str) -> None:
    typed = grouped(code).replace("-", between)
    assert read_code(typed) == code
    assert read_code(f"  {typed.lower()} ") == code


@given(CODE)
def test_letters_that_look_like_figures_are_read_as_figures(code: str) -> None:
    assert read_code(code.replace("0", "O").replace("1", "l")) == code


@given(st.text(max_size=40))
def test_whatever_is_typed_the_answer_is_a_code_or_none(typed: str) -> None:
    found = read_code(typed)
    assert found is None or (len(found) == LENGTH and set(found) <= set(ALPHABET))


def test_a_code_is_too_long_to_guess() -> None:
    assert LENGTH * log2(len(set(ALPHABET))) >= 80


@pytest.mark.parametrize(
    ("name", "letters", "short"),
    [
        ("Amina Haddad", "A.H.", "Amina H."),
        ("Tesfalem Gebremeskel Woldemichael", "T.G.W.", "Tesfalem W."),
        ("Zahra", "Z.", "Zahra"),
        ("Nilüfer Yıldız", "N.Y.", "Nilüfer Y."),
        ("محمد علي", "م.ع.", "محمد ع."),
    ],
)
def test_others_see_no_more_of_a_name_than_they_need(name: str, letters: str, short: str) -> None:
    assert (initials(name), short_name(name)) == (letters, short)
