"""From terms and reasons to words on screen; the words stand in the `wording` of each domain."""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from types import ModuleType
from typing import Any

from flask import Flask
from flask_babel.speaklater import LazyString

from meedoen.core.errors import Reason
from meedoen.web import spoken

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
            return spoken.on_date(fact)  # type: ignore[arg-type]
        if hasattr(fact, "cents"):
            return spoken.euros(fact.cents)
        if isinstance(fact, timedelta):
            return spoken.in_full(int(fact.total_seconds()) // 60)
        return fact


def init_wording(app: Flask, *wordings: ModuleType) -> None:
    """Teach `app` the words of its domains; templates get filters to say them, days and numbers."""
    dictionary = Dictionary()
    for wording in wordings:
        dictionary.learn(wording)
    app.extensions["dictionary"] = dictionary
    app.jinja_env.filters.update(
        say=dictionary.say,
        explain=dictionary.explain,
        kilometres=spoken.kilometres,
        hours=spoken.hours_and_minutes,
        on_day=spoken.on_day,
        on_weekday=spoken.on_weekday,
        on_date=spoken.on_date,
        in_figures=spoken.in_figures,
        at_clock=spoken.at_clock,
        at_end=spoken.at_end,
        at_moment=spoken.at_moment,
        with_clock=spoken.with_clock,
        in_full=spoken.in_full,
        euros=spoken.euros,
        as_written=spoken.as_written,
    )
