"""From terms and reasons to words on screen; the words stand in the `wording` of each domain."""

from collections.abc import Mapping
from enum import Enum
from types import ModuleType
from typing import Any

from flask import Flask
from flask_babel import format_date, format_decimal
from flask_babel.speaklater import LazyString

from meedoen.core.errors import Reason

Words = Mapping[Any, LazyString]


class Dictionary:
    """All words of terms (per enum, since codes repeat between enums) and all reasons."""

    def __init__(self) -> None:
        self.terms: dict[type[Enum], Words] = {}
        self.reasons: dict[str, LazyString] = {}

    def learn(self, wording: ModuleType) -> None:
        """Take the TERMS (enum -> member -> words) and REASONS (code -> sentence) of a domain."""
        self.terms.update(getattr(wording, "TERMS", {}))
        self.reasons.update(getattr(wording, "REASONS", {}))

    def say(self, term: Enum) -> str:
        """The words of one term."""
        return str(self.terms[type(term)][term])

    def explain(self, reason: Reason) -> str:
        """The sentence of one reason, with its facts filled in as people say them."""
        facts = {name: self.spoken(fact) for name, fact in reason.facts.items()}
        return str(self.reasons[reason.code]) % facts

    def spoken(self, fact: object) -> object:
        """A fact as it reads in a sentence."""
        if isinstance(fact, Enum) and type(fact) in self.terms:
            return self.say(fact)
        if hasattr(fact, "isoformat") and hasattr(fact, "month"):
            return format_date(fact, "d MMMM y")
        return fact


def kilometres(metres: float | None) -> str | None:
    """A distance for people: '350 m', '2,4 km', '31 km'; None stays None."""
    if metres is None:
        return None
    if metres < 1000:
        return f"{round(metres / 10) * 10} m"
    return f"{format_decimal(round(metres / 1000, 1 if metres < 10_000 else 0))} km"


def hours_and_minutes(minutes: int) -> str:
    """Whole minutes as people write them: '2 u', '1 u 30', '45 min'."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} u {rest:02d}" if rest else f"{hours} u"


def init_wording(app: Flask, *wordings: ModuleType) -> None:
    """Teach `app` the words of its domains; templates get say, explain, kilometres and hours."""
    dictionary = Dictionary()
    for wording in wordings:
        dictionary.learn(wording)
    app.extensions["dictionary"] = dictionary
    app.jinja_env.filters.update(
        say=dictionary.say,
        explain=dictionary.explain,
        kilometres=kilometres,
        hours=hours_and_minutes,
    )
