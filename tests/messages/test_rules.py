"""What a mail may be: addresses in one form, headers on one line, and patience after failures."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.messages.rules import clean_header, mail_address, pause_after


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("sara@voorbeeld.be", "sara@voorbeeld.be"),
        (" Sara@Voorbeeld.BE ", "sara@voorbeeld.be"),
        ("newcomer@demo.test", "newcomer@demo.test"),
        ("sara+post@voorbeeld.be", "sara+post@voorbeeld.be"),
        ("sara@bücher.example", "sara@xn--bcher-kva.example"),
        ("x" * 64 + "@voorbeeld.be", "x" * 64 + "@voorbeeld.be"),
        (None, None),
        ("", None),
        ("sara", None),
        ("sara@", None),
        ("@voorbeeld.be", None),
        ("sara@voorbeeld", None),
        ("sara@voorbeeld..be", None),
        ("sara@192.0.2.7", None),
        ("x" * 65 + "@voorbeeld.be", None),
        ("x" * 300 + "@voorbeeld.be", None),
        ("é@voorbeeld.be", None),
        ("sara@voorbeeld.be\x00", None),
        ("sara@voorbeeld.be\r\nBcc: x@y.be", None),
        ("sara@voorbeeld.be, jan@voorbeeld.be", None),
        ("Sara <sara@voorbeeld.be>", None),
        ("\ud800@voorbeeld.be", None),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str | None, kept: str | None) -> None:
    assert mail_address(typed) == kept


@given(st.text(max_size=80))
def test_any_text_gets_an_answer_as_address(text: str) -> None:
    kept = mail_address(text)
    assert kept is None or (kept.isascii() and mail_address(kept) == kept)


@given(st.text(max_size=300))
def test_a_header_never_holds_a_line_break_or_control_sign(text: str) -> None:
    header = clean_header(text)
    assert header.isprintable()
    assert len(header) <= 200


def test_a_header_keeps_its_words() -> None:
    assert clean_header("Kies\r\nBcc: x@y.be  een\twachtwoord") == "Kies Bcc: x@y.be een wachtwoord"


@pytest.mark.parametrize(
    ("tries", "minutes"), [(1, 1), (2, 5), (3, 30), (4, 120), (5, 360), (6, 1440), (60, 1440)]
)
def test_each_failure_makes_the_wait_longer_up_to_a_day(tries: int, minutes: int) -> None:
    assert pause_after(tries) == timedelta(minutes=minutes)
