"""Which signs a typed text may hold: every script and emoji, nothing that nobody sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.core.texts import cleaned, is_blank, is_one_line, is_readable

READABLE = [
    "قهوة ومحادثة ٣",
    "Кава і розмова з друзями ґ’є",
    "ቡንን ዕላልን",
    "می‌خواهم فارسی\u200cزبان",  # ZWNJ within a word
    "👩\u200d👧\u200d👦 wandelen 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "1️⃣ keer per week",
    "שלום \u200fעולם",
    "Café – ‘n 5 € ½",
    "e\u0301e\u0301n",
]


@pytest.mark.parametrize("text", READABLE)
def test_every_script_and_every_emoji_stays_as_it_is(text: str) -> None:
    assert cleaned(text) == text
    assert is_readable(text)
    assert is_one_line(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Kof\u00adfie\u200b", "Koffie"),
        ("\ufeffKoffie\u202e!", "Koffie!"),
        ("\u2066+32 470 12 34 56\u2069", "+32 470 12 34 56"),
        ("Kof\x02fie\x1b", "Koffie"),
        ("een\r\ntwee\rdrie\u2028vier\x0bvijf", "een\ntwee\ndrie\nvier\nvijf"),
        ("\u200b\u200d\u2060", ""),
        ("\u3164\ufe0f \n", ""),
        ("\u00a0\u200f", ""),
        ("a\x00b\ud800c\uffff", "a\ufffdb\ufffdc\ufffd"),
    ],
)
def test_signs_that_nobody_sees_are_taken_out_and_lost_ones_shown(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept
    assert is_readable(kept) is ("\ufffd" not in kept)


@given(st.text(max_size=60))
def test_what_was_cleaned_once_is_clean(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    assert not once or not is_blank(once)
    assert is_readable(once) is ("\ufffd" not in once)
