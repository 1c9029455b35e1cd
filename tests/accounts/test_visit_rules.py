"""How often something may be tried, how long to wait, and what counts as one address."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.accounts.visits.forms import pack, unpack
from meedoen.accounts.visits.rules import minutes_to_wait, network_of, seconds_to_wait

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def ago(*seconds: int) -> list[datetime]:
    return [NOW - timedelta(seconds=number) for number in seconds]


@pytest.mark.parametrize(
    ("moments", "wait"),
    [
        ([], 0),
        (ago(1, 2), 0),
        (ago(1, 2, 3), 897),
        (ago(100, 200, 899), 1),
        (ago(100, 200, 900), 0),
        (ago(0, 0, 0), 900),
        (ago(5000, 4000, 3000, 2000), 0),
        (ago(10, 20, 30, 40), 870),
    ],
)
def test_after_three_attempts_in_a_quarter_of_an_hour_one_waits(
    moments: list[datetime], wait: int
) -> None:
    assert seconds_to_wait(moments, 3, at=NOW) == wait


@given(st.lists(st.integers(0, 2000), max_size=12))
def test_after_the_wait_one_more_is_allowed_and_a_second_earlier_not(seconds: list[int]) -> None:
    moments = ago(*seconds)
    wait = seconds_to_wait(moments, 3, at=NOW)
    assert seconds_to_wait(moments, 3, at=NOW + timedelta(seconds=wait)) == 0
    if wait:
        assert seconds_to_wait(moments, 3, at=NOW + timedelta(seconds=wait - 1)) > 0


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (900, 15)])
def test_people_are_told_whole_minutes(seconds: int, minutes: int) -> None:
    assert minutes_to_wait(seconds) == minutes


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::1", "::"),
        ("", ""),
        ("geen adres", "geen adres"),
    ],
)
def test_one_customer_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


def test_what_was_typed_comes_back_without_passwords_and_tokens() -> None:
    typed = [
        ("csrf_token", "x"),
        ("text", "Een 'lang' <verhaal>"),
        ("dag", "mon"),
        ("dag", "tue"),
        ("password", "geheim"),
        ("new_password", "geheim"),
        ("present", "geheim"),
        ("repeat", "geheim"),
    ]
    assert unpack(pack(typed)) == [("text", "Een 'lang' <verhaal>"), ("dag", "mon"), ("dag", "tue")]


@pytest.mark.parametrize(
    "text",
    [None, "", "null", "3", "{}", '["a"]', "[[1, 2]]", '[["a"]]', "[" * 5000, '[["a","b"]]' + "x"],
)
def test_what_is_not_ours_brings_nothing(text: str | None) -> None:
    assert unpack(text) == []
