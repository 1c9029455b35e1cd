"""By what an offer is found, on which days it takes place, what the filter names: in tables."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest

from meedoen.offers.finding.filters.rules import worth_naming
from meedoen.offers.finding.rules import (
    FACETS,
    choices_of,
    days_of,
    facets_of,
    periods_of,
)
from meedoen.offers.finding.terms import Children, Criteria, Trait
from meedoen.offers.terms import (
    Day,
    Daypart,
    Goal,
    Language,
    Level,
    OfferType,
    Rhythm,
    SessionStatus,
)


@dataclass(frozen=True)
class Moment:
    day: Day
    daypart: Daypart


@dataclass(frozen=True)
class Meeting:
    starts_at: datetime
    status: SessionStatus = SessionStatus.PLANNED


@dataclass(frozen=True)
class Plain:
    """An offer of which nothing special can be said: it costs something and has no seat number."""

    type: OfferType = OfferType.ACTIVITY
    goals: frozenset[Goal] = frozenset()
    level: int | None = None
    moments: tuple[Moment, ...] = ()
    sessions: tuple[Meeting, ...] = ()
    full: bool = False
    seats: int | None = None
    cost_cents: int = 500
    children_welcome: bool = False
    childcare: bool = False
    women_only: bool = False
    wheelchair_accessible: bool = False
    online: bool = False
    organisation_id: int = 7
    host_languages: frozenset[Language] = field(default_factory=frozenset)
    rhythm: Rhythm = Rhythm.CONTINUOUS
    starts_on: date | None = None
    ends_on: date | None = None


FOUND_BY: list[tuple[dict[str, object], str, set[str]]] = [
    ({}, "type", {"activity"}),
    ({}, "organisation", {"7"}),
    ({"goals": frozenset({Goal.DUTCH, Goal.MEET})}, "goal", {"dutch", "meet"}),
    ({"level": 3}, "level", {"3"}),
    ({}, "level", set()),
    ({"moments": (Moment(Day.SAT, Daypart.EVENING),)}, "day", {"sat"}),
    ({"moments": (Moment(Day.SAT, Daypart.EVENING),)}, "daypart", {"evening"}),
    ({"sessions": (Meeting(datetime(2026, 3, 3, 9, tzinfo=UTC)),)}, "day", {"tue"}),
    ({}, "places", {"free"}),
    ({"seats": 12}, "places", {"free"}),
    ({"seats": 0}, "places", set()),
    ({"full": True}, "places", set()),
    ({"full": True, "seats": 12}, "places", set()),
    ({}, "cost", set()),
    ({"cost_cents": 0}, "cost", {"free"}),
    ({}, "children", set()),
    ({"children_welcome": True}, "children", {"welcome"}),
    ({"childcare": True}, "children", {"welcome", "childcare"}),
    ({"children_welcome": True, "childcare": True}, "children", {"welcome", "childcare"}),
    ({}, "women", set()),
    ({"women_only": True}, "women", {"only"}),
    ({}, "access", set()),
    ({"wheelchair_accessible": True}, "access", {"wheelchair"}),
    ({}, "online", set()),
    ({"online": True}, "online", {"online"}),
    ({}, "language", set()),
    ({"host_languages": frozenset({Language.DARI, Language.FRENCH})}, "language", {"prs", "fr"}),
    ({}, "region", {"REFREG09"}),
]


@pytest.mark.parametrize(("facts", "facet", "codes"), FOUND_BY)
def test_by_which_codes_an_offer_is_found(
    facts: dict[str, object], facet: str, codes: set[str]
) -> None:
    offer = replace(Plain(), **facts)  # type: ignore[arg-type]
    assert facets_of(offer, regions=frozenset({"REFREG09"}))[facet] == codes


def test_every_facet_but_the_municipality_of_its_places_is_told() -> None:
    assert set(facets_of(Plain(), regions=frozenset())) == set(FACETS) - {"municipality"}


def on(day: int, hour: int = 12, *, cancelled: bool = False) -> Meeting:
    status = SessionStatus.CANCELLED if cancelled else SessionStatus.PLANNED
    return Meeting(datetime(2026, 3, day, hour, tzinfo=UTC), status)


def march(day: int) -> date:
    return date(2026, 3, day)


DAYS: list[tuple[str, dict[str, object], tuple[tuple[date, date], ...]]] = [
    ("weekly, without dates", {}, ()),
    ("from a day on", {"starts_on": march(5)}, ((march(5), date.max),)),
    ("until a day", {"ends_on": march(9)}, ((date.min, march(9)),)),
    ("from day to day", {"starts_on": march(5), "ends_on": march(9)}, ((march(5), march(9)),)),
    (
        "a series with sessions",
        {"rhythm": Rhythm.SERIES, "ends_on": march(31), "sessions": (on(10), on(3))},
        ((march(3), march(3)), (march(10), march(10))),
    ),
    (
        "once",
        {"rhythm": Rhythm.ONCE, "starts_on": march(1), "ends_on": march(9), "sessions": (on(7),)},
        ((march(7), march(7)),),
    ),
    (
        "what goes on after its last session",
        {"sessions": (on(3), on(10))},
        ((march(3), march(3)), (march(10), march(10)), (march(11), date.max)),
    ),
    (
        "what goes on until its end",
        {"sessions": (on(3),), "ends_on": march(20)},
        ((march(3), march(3)), (march(4), march(20))),
    ),
    (
        "what ends with its last session",
        {"sessions": (on(3),), "ends_on": march(3)},
        ((march(3), march(3)),),
    ),
    (
        "two sessions on one day",
        {"rhythm": Rhythm.ONCE, "sessions": (on(3), on(3, 18))},
        ((march(3), march(3)),),
    ),
    ("a cancelled session is none", {"sessions": (on(3, cancelled=True),)}, ()),
    (
        "late in the evening is the next day in Brussels",
        {"rhythm": Rhythm.ONCE, "sessions": (on(3, 23),)},
        ((march(4), march(4)),),
    ),
]


@pytest.mark.parametrize(
    ("facts", "periods"), [row[1:] for row in DAYS], ids=[row[0] for row in DAYS]
)
def test_on_which_days_an_offer_takes_place(
    facts: dict[str, object], periods: tuple[tuple[date, date], ...]
) -> None:
    assert periods_of(replace(Plain(), **facts)) == periods  # type: ignore[arg-type]


def test_what_was_left_open_chooses_nothing() -> None:
    assert choices_of(Criteria()) == {}
    assert days_of(Criteria()) is None


def test_every_choice_becomes_a_code_of_its_facet() -> None:
    criteria = Criteria(
        types=frozenset({OfferType.BUDDY}),
        goals=frozenset({Goal.WORK}),
        level=Level.LITTLE,
        days=frozenset({Day.MON}),
        dayparts=frozenset({Daypart.MORNING}),
        traits=frozenset(Trait),
        children=frozenset({Children.CHILDCARE}),
        languages=frozenset({Language.TURKISH}),
        municipalities=frozenset({"12025"}),
        regions=frozenset({"REFREG09"}),
        organisations=frozenset({7}),
    )
    assert set(choices_of(criteria)) == set(FACETS)
    assert all(len(codes) == 1 for codes in choices_of(criteria).values())


def test_an_open_end_is_as_far_as_days_go() -> None:
    assert days_of(Criteria(first_day=march(3))) == (march(3), date.max)
    assert days_of(Criteria(last_day=march(3))) == (date.min, march(3))


def test_the_filter_names_what_gives_most_and_what_was_chosen() -> None:
    counts = {"a": 1, "b": 5, "c": 5, "d": 2}
    assert worth_naming(counts, [], most=3) == ["b", "c", "d"]
    assert worth_naming(counts, ["a", "b"], most=2) == ["b", "c", "a"]
    assert worth_naming({}, ["z"]) == ["z"]
