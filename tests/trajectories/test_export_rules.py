"""What is safe in a cell of a spreadsheet, and how two exports are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.trajectories.exporting.rules import (
    Said,
    change_of,
    changed_fields,
    counted_changes,
    defused,
    differences,
    digest_of,
)
from meedoen.trajectories.exporting.terms import ExportChange

FACTS = st.dictionaries(st.sampled_from(["minutes", "status", "nis"]), st.integers(0, 3))
ROWS = st.dictionaries(
    st.integers(1, 6), FACTS.map(lambda facts: Said(facts, digest_of("A", facts)))
)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+32 15 00 00 00",
        "-2",
        "@SUM(A1)",
        "＝1+1",
        "＋1",
        "－1",
        "﹣1",
        "＠SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\u202e=1",
        "|cmd",
        "%0A=1",
    ],
)
def test_what_a_spreadsheet_could_take_for_a_formula_becomes_text(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Amina Haddad", "'s Gravenwezel", "محمد", "3-5", "a=b", "–"])
def test_names_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


@given(st.text())
def test_a_defused_text_is_never_defused_again_and_loses_nothing(text: str) -> None:
    safe = defused(text)
    assert safe.removeprefix("'") == text.removeprefix("'") or safe == text
    assert safe[:1] not in set("=+-@\t\r\n|%＝＋－＠")


@given(ROWS)
def test_what_did_not_change_is_not_told(rows: dict[int, Said]) -> None:
    assert differences(rows, rows) == []


@given(ROWS, ROWS)
def test_every_difference_is_told_once_and_the_other_way_round(
    before: dict[int, Said], now: dict[int, Said]
) -> None:
    there, back = differences(before, now), differences(now, before)
    assert [one.trajectory_id for one in there] == [one.trajectory_id for one in back]
    opposite = {
        ExportChange.NEW: ExportChange.GONE,
        ExportChange.GONE: ExportChange.NEW,
        ExportChange.CHANGED: ExportChange.CHANGED,
    }
    assert [opposite[one.change] for one in there] == [one.change for one in back]
    assert sum(counted_changes(there).values()) == len(there)
    changed = {one.trajectory_id for one in there}
    assert {key for key in {*before, *now} if before.get(key) != now.get(key)} == changed


def test_a_changed_value_is_told_with_what_it_was_and_is() -> None:
    assert changed_fields({"minutes": 60, "nis": "1"}, {"minutes": 90, "nis": "1"}) == (
        ("minutes", 60, 90),
    )


def test_another_name_is_told_without_either_name() -> None:
    facts = {"minutes": 60}
    was, now = (Said(facts, digest_of(name, facts)) for name in ("Amina", "Amina Haddad"))
    assert change_of(was, now) is ExportChange.CHANGED
    assert changed_fields(was.facts, now.facts) == (("name", None, None),)


def test_the_order_of_values_makes_no_difference() -> None:
    assert digest_of("A", {"x": 1, "y": 2}) == digest_of("A", {"y": 2, "x": 1})
    assert digest_of("A", {"x": 1}) != digest_of("B", {"x": 1})
