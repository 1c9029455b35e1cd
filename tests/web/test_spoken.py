"""Days, times, distances and numbers as each language says them."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from apiflask import APIFlask

from meedoen.web import spoken
from meedoen.web.languages import LANGUAGES, speaking

TUESDAY = date(2026, 3, 3)

DAYS = {
    "nl": "dinsdag 3 maart",
    "en": "Tuesday 3 March",
    "fr": "mardi 3 mars",
    "ar": "الثلاثاء، 3 مارس",
    "tr": "3 Mart Salı",
    "uk": "вівторок, 3 березня",
    "fa": "سه‌شنبه 3 مارس",
    "ps": "درېنۍ د مارچ 3",
    "ru": "вторник, 3 марта",
    "es": "martes, 3 de marzo",
    "pl": "wtorek, 3 marca",
    "ro": "marți, 3 martie",
    "ti": "ሰሉስ፣ 3 መጋቢት",
}
KILOMETRES = {
    "nl": "2,4 km",
    "en": "2.4 km",
    "fr": "2,4 km",
    "ar": "2.4 كم",
    "tr": "2,4 km",
    "uk": "2,4 км",
    "fa": "2.4 کیلومتر",
    "ps": "2,4 km",
    "ru": "2,4 км",
    "es": "2,4 km",
    "pl": "2,4 km",
    "ro": "2,4 km",
    "ti": "2.4 ኪሜ",
}
LISTS = {
    "nl": "a, b en c",
    "en": "a, b and c",
    "fr": "a, b et c",
    "ar": "a وb وc",
    "tr": "a, b ve c",
    "uk": "a, b і c",
    "fa": "a،\u200f b، و c",
    "ps": "a، b، او c",
    "ru": "a, b и c",
    "es": "a, b y c",
    "pl": "a, b i c",
    "ro": "a, b și c",
    "ti": "a፣ bን cን",
}


@pytest.fixture(params=LANGUAGES)
def code(request: pytest.FixtureRequest, whole_app: APIFlask) -> Iterator[str]:
    """Each language, while it is spoken."""
    with whole_app.app_context(), speaking(request.param):
        yield request.param


def plain(text: str | None) -> str:
    """A text with plain spaces, since some languages write others."""
    return (text or "").replace("\u00a0", " ").replace("\u202f", " ")


def test_a_day_is_said_as_people_say_it(code: str) -> None:
    assert spoken.on_weekday(TUESDAY) == DAYS[code]
    assert "2026" in spoken.on_day(TUESDAY)
    assert all(part in spoken.on_day(TUESDAY) for part in DAYS[code].replace("،", "").split())


def test_a_date_is_said_with_its_year(code: str) -> None:
    assert "2026" in spoken.on_date(TUESDAY)
    assert "2026" in spoken.briefly(TUESDAY)
    assert spoken.in_figures(TUESDAY) == "3/3/2026"


def test_a_time_of_day_is_written_with_the_sign_of_the_language(code: str) -> None:
    assert spoken.at_clock(time(14, 5)) == ("14.05" if code == "nl" else "14:05")


def test_a_moment_is_said_in_brussels(code: str) -> None:
    moment = datetime(2026, 3, 3, 13, 30, tzinfo=UTC)
    said = spoken.at_moment(moment)
    assert said.startswith(DAYS[code])
    assert ("14.30" if code == "nl" else "14:30") in said


def test_a_distance_is_said_in_the_unit_of_the_language(code: str) -> None:
    assert plain(spoken.kilometres(2400)) == KILOMETRES[code]
    assert "350" in plain(spoken.kilometres(354))
    assert spoken.kilometres(None) is None


def test_things_are_said_in_a_row(code: str) -> None:
    assert spoken.in_a_row(["a", "b", "c"]) == LISTS[code]
    assert spoken.in_a_row(["a"]) == "a"
    assert spoken.in_a_row([]) == ""
    assert all(part in spoken.one_of(["a", "b"]) for part in "ab")


def test_a_duration_is_said_with_all_its_minutes(whole_app: APIFlask) -> None:
    with whole_app.app_context(), speaking("nl"):
        assert spoken.hours_and_minutes(90) == "1 u 30"
        assert spoken.hours_and_minutes(120) == "2 u"
        assert spoken.hours_and_minutes(45) == "45 min"
        assert spoken.in_full(2400) == "40 uur"
        assert spoken.in_full(2415) == "40 uur en 15 minuten"
        assert spoken.in_full(61) == "1 uur en 1 minuut"
        assert spoken.in_full(0) == "0 uur"


def test_a_language_never_gets_the_days_of_another_that_was_spoken_before() -> None:
    """Babel may keep names it found for Pashto in what languages share; each order must be right.

    In a process of its own, since what was read once stays.
    """
    program = f"""
from datetime import date
from flask import Flask
from meedoen.web.languages import init_languages, speaking
from meedoen.web.spoken import on_weekday, on_day, briefly
from pathlib import Path
app = Flask("test")
init_languages(app, Path("."))
with app.app_context():
    for code in {["ps", *(code for code in LANGUAGES if code != "ps")]!r}:
        with speaking(code):
            print(code, on_weekday(date(2026, 3, 3)), sep="=")
            on_day(date(2026, 3, 3)), briefly(date(2026, 3, 3))
"""
    told = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "platform", "PYTHONIOENCODING": "utf-8"},
    )
    assert dict(line.split("=") for line in told.stdout.splitlines()) == DAYS
