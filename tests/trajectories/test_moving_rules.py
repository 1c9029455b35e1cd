"""Where somebody lives on a day, which move can be written down, and what is like what was left."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.offers.terms import Goal, OfferType
from meedoen.trajectories.moving.replacing.rules import (
    Equal,
    equal_of,
    km_from,
    reasons_left,
    themes_of,
)
from meedoen.trajectories.moving.rules import (
    FURTHEST_AHEAD,
    agency_to_ask,
    home_on,
    newest_move,
    reasons_not_answered,
    reasons_not_moved,
    reasons_not_undone,
    standing,
)
from meedoen.trajectories.moving.terms import NoticeState

START, TODAY = date(2026, 1, 12), date(2026, 3, 3)
MECHELEN, BONHEIDEN = "12025", "12005"


@dataclass(frozen=True)
class House:
    nis: str = MECHELEN
    postcode: str | None = None
    from_on: date = START
    opening: bool = True
    undone_at: datetime | None = None
    id: int = 1


BEGUN = House()
MOVED = House(BONHEIDEN, "2820", date(2026, 2, 16), opening=False, id=2)


def codes(
    homes: list[House],
    nis: str = BONHEIDEN,
    postcode: str = "2820",
    from_on: date = TODAY,
    postcodes: tuple[str, ...] = ("2820",),
) -> list[str]:
    found = reasons_not_moved(
        homes,
        nis=nis,
        postcode=postcode,
        postcodes=postcodes,
        from_on=from_on,
        starts_on=START,
        on=TODAY,
    )
    return [reason.code for reason in found]


@pytest.mark.parametrize(
    ("homes", "facts", "found"),
    [
        ([BEGUN], {}, []),
        ([BEGUN], {"from_on": date(2026, 1, 13)}, []),
        ([BEGUN], {"from_on": START}, ["before_last_move"]),
        ([BEGUN], {"from_on": date(2026, 1, 11)}, ["before_start"]),
        ([BEGUN], {"from_on": TODAY + FURTHEST_AHEAD}, []),
        (
            [BEGUN],
            {"from_on": TODAY + FURTHEST_AHEAD + timedelta(days=1)},
            ["move_too_far_ahead"],
        ),
        ([BEGUN], {"postcodes": ()}, ["moves_out_of_reach"]),
        ([BEGUN], {"postcode": "9000"}, ["postcode_not_there"]),
        ([BEGUN, MOVED], {}, ["same_home"]),
        ([BEGUN, MOVED], {"postcode": "2821", "postcodes": ("2820", "2821")}, []),
        ([BEGUN, MOVED], {"nis": MECHELEN, "from_on": MOVED.from_on}, ["before_last_move"]),
        ([BEGUN, replace(MOVED, undone_at=datetime(2026, 2, 20, tzinfo=UTC))], {}, []),
        ([BEGUN], {"nis": MECHELEN, "postcode": "2800", "postcodes": ("2800",)}, []),
    ],
)
def test_a_move_that_cannot_be_is_refused_with_the_reason(
    homes: list[House], facts: dict[str, object], found: list[str]
) -> None:
    assert codes(homes, **facts) == found  # type: ignore[arg-type]


def test_home_is_the_last_that_had_begun_and_before_all_the_first() -> None:
    homes = [MOVED, BEGUN]
    assert home_on(homes, date(2025, 12, 1)) == BEGUN
    assert home_on(homes, MOVED.from_on - timedelta(days=1)) == BEGUN
    assert home_on(homes, MOVED.from_on) == MOVED
    assert home_on([], TODAY) is None


@given(
    st.lists(st.tuples(st.integers(0, 300), st.booleans()), unique_by=lambda one: one[0]),
    st.integers(-20, 400),
)
def test_exactly_one_home_holds_on_each_day_and_an_undone_one_never(
    moves: list[tuple[int, bool]], day: int
) -> None:
    gone = datetime(2026, 9, 1, tzinfo=UTC)
    homes = [BEGUN] + [
        House("1", "1000", START + timedelta(days=1 + days), False, gone if undone else None, n)
        for n, (days, undone) in enumerate(moves, start=2)
    ]
    on = START + timedelta(days=day)
    found = home_on(homes, on)
    assert found is not None
    assert found.undone_at is None
    begun = [one for one in standing(homes) if one.from_on <= on]
    assert found == (begun[-1] if begun else BEGUN)


def test_the_last_move_alone_is_undone_and_the_begin_is_no_move() -> None:
    later = replace(MOVED, from_on=date(2026, 3, 1), id=3)
    homes = [BEGUN, MOVED, later]
    assert newest_move(homes) == later
    assert not reasons_not_undone(homes, later)
    assert [one.code for one in reasons_not_undone(homes, MOVED)] == ["not_the_last_move"]
    assert [one.code for one in reasons_not_undone(homes, BEGUN)] == ["no_move"]
    assert newest_move([BEGUN]) is None


@pytest.mark.parametrize("state", NoticeState)
def test_what_was_told_is_answered_once(state: NoticeState) -> None:
    assert (not reasons_not_answered(state)) is (state is NoticeState.WAITING)


def test_another_agency_is_asked_where_one_guides() -> None:
    assert agency_to_ask(now_with="agii", there="amal") == "amal"
    assert agency_to_ask(now_with="agii", there="agii") is None
    assert agency_to_ask(now_with="agii", there=None) is None


@dataclass(frozen=True)
class Spot:
    nis: str = MECHELEN
    postcode: str = "2800"
    lat: float = 51.0259
    lon: float = 4.4776


@dataclass(frozen=True)
class Around:
    points: tuple[tuple[float, float], ...] = ((51.0543, 3.7174),)
    inside_nis: str | None = "44021"
    inside_postcodes: frozenset[str] = frozenset({"9000"})


def test_what_lies_inside_is_near_and_else_the_nearest_place_counts() -> None:
    assert km_from(Around(), []) is None
    assert km_from(Around(), [Spot("44021", "9050")]) == 0
    assert km_from(Around(), [Spot("12005", "9000"), Spot()]) == 0
    far = km_from(Around(), [Spot()])
    assert far is not None
    assert 50 < far < 56


@pytest.mark.parametrize(
    ("km", "residents", "found"),
    [
        (None, None, []),
        (10.0, None, []),
        (10.1, None, ["activity_too_far"]),
        (0.0, frozenset({MECHELEN}), ["not_for_residents"]),
        (0.0, frozenset({BONHEIDEN}), []),
        (53.0, frozenset({MECHELEN}), ["activity_too_far", "not_for_residents"]),
    ],
)
def test_an_activity_is_left_when_it_is_too_far_or_not_for_residents(
    km: float | None, residents: frozenset[str] | None, found: list[str]
) -> None:
    why = reasons_left(km, reach_km=10, nis=BONHEIDEN, residents=residents)
    assert [one.code for one in why] == found


@dataclass(frozen=True)
class Offered:
    type: OfferType = OfferType.LANGUAGE_PRACTICE
    goals: frozenset[Goal] = frozenset({Goal.DUTCH, Goal.MEET})
    level: int | None = 2
    title: str = "Praattafel in de bib"


@pytest.mark.parametrize(
    ("other", "weight"),
    [
        (Offered(), 2 * 2 + 3 * 1 + 1),
        (Offered(title="Praattafel bij de bakker", level=1), 2 * 2 + 3),
        (Offered(goals=frozenset({Goal.MEET}), title="Wandelen"), 2 + 1),
        (Offered(goals=frozenset(), title="Wandelen"), 1),
        (Offered(goals=frozenset({Goal.WORK})), None),
        (Offered(type=OfferType.BUDDY), None),
        (Offered(level=3), None),
    ],
)
def test_an_equal_offer_is_of_the_same_type_with_a_goal_in_common_and_not_harder(
    other: Offered, weight: int | None
) -> None:
    found = equal_of(Offered(), other)
    assert (found.weight if found else None) == weight


def test_the_level_of_the_newcomer_decides_where_it_is_known() -> None:
    assert isinstance(equal_of(Offered(), Offered(level=3), level=3), Equal)
    assert equal_of(Offered(), Offered(level=2), level=1) is None


def test_themes_are_the_words_that_say_something() -> None:
    assert themes_of("Wekelijkse KOFFIE met de buurt, in het café") == {"koffie", "cafe"}
    assert themes_of("") == frozenset()
