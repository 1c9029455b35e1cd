"""The kinds of boxes of a search, as they stand in its address; shape only, no domain rule."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from math import isfinite
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, IntegerField, SelectField, SelectMultipleField
from wtforms.fields.choices import Choice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from meedoen.offers.finding.rules import MOST_KM, RADIUS_KM
from meedoen.web.form_words import UNKNOWN
from meedoen.web.spoken import length

LAST_PAGE = 100_000
STEPS_KM = (0, 2, 5, 10, 25, 50, MOST_KM)

UNKNOWN_KEYS = _l("We kennen ‘%(keys)s’ niet.")
LONGEST_KEY, MOST_TOLD = 40, 3
NO_NUMBER = _l("Kies een afstand van 0 tot %(most)s kilometer.", most=MOST_KM)
NO_PAGE = _l("Dit is geen nummer van een pagina.")
NO_DAY = _l("Dit is geen datum. Schrijf ze zo: 2026-03-31.")


class Codes(SelectMultipleField):
    """Any number of codes of one enum; a code that is none is refused in words."""

    def __init__(self, label: Any, terms: type[Enum], **kwargs: Any) -> None:
        self.codes = [str(term.value) for term in terms]
        super().__init__(label, choices=self.codes, **kwargs)  # type: ignore[arg-type]
        self.terms = terms

    def pre_validate(self, form: BaseForm) -> None:
        """Only codes that exist."""
        if not set(self.data or ()) <= set(self.codes):
            raise ValidationError(str(UNKNOWN))

    def chosen(self) -> list[Any]:
        """What was chosen, as terms, each once, in the order of the enum."""
        return [term for term in self.terms if str(term.value) in (self.data or ())]


class Code(SelectField):
    """One code of an enum, or nothing."""

    def __init__(self, label: Any, terms: type[Enum], **kwargs: Any) -> None:
        self.codes = [str(term.value) for term in terms]
        super().__init__(label, choices=self.codes, **kwargs)  # type: ignore[arg-type]

    def pre_validate(self, form: BaseForm) -> None:
        """Only codes that exist."""
        if self.data and self.data not in self.codes:
            raise ValidationError(str(UNKNOWN))


class Keys(Field):
    """Any number of keys of things in the database; whether they are there is seen later."""

    def __init__(self, label: Any, pattern: str, **kwargs: Any) -> None:
        super().__init__(label, default=list, **kwargs)
        self.pattern = pattern

    def process_formdata(self, valuelist: list[str]) -> None:
        """Each once."""
        self.data = list(dict.fromkeys(valuelist))

    def pre_validate(self, form: BaseForm) -> None:
        """Only what can be a key."""
        wrong = [key for key in self.data if not re.fullmatch(self.pattern, key, re.ASCII)]
        if wrong:
            raise ValidationError(unknown(wrong))


def unknown(keys: Sequence[str]) -> str:
    """The refusal of keys that nothing has; it repeats them where they can be read."""
    told = [key for key in keys if key.isprintable() and 0 < len(key) <= LONGEST_KEY][:MOST_TOLD]
    return str(UNKNOWN_KEYS) % {"keys": "’, ‘".join(told)} if told else str(UNKNOWN)


class Yes(Field):
    """A yes, or nothing: 1 is yes, and anything else but an empty box is refused."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a yes."""
        self.data = any(valuelist)
        if not set(valuelist) <= {"1", ""}:
            raise ValueError(str(UNKNOWN))


class DayBox(DateField):
    """A day as a browser sends it: 2026-03-31."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day of four, two and two figures; an empty box is no day."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", valuelist[0].strip(), re.ASCII):
            raise ValueError(str(NO_DAY))
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError:
            raise ValueError(str(NO_DAY)) from None


class Radius(SelectField):
    """A number of kilometres; the address may hold any, the list has the usual ones."""

    def iter_choices(self) -> Iterator[Choice]:
        """The usual steps, and what was asked for if it is none of them."""
        steps = set(STEPS_KM) | ({self.data} if isinstance(self.data, float | int) else set())
        for step in sorted(steps):
            words = (
                _l("alleen hier") if step == 0 else _l("tot %(far)s", far=length(step, "kilometer"))
            )
            yield Choice(kilometres(step), str(words), step == self.data, {})

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number; a comma may stand for the point."""
        if valuelist and valuelist[0].strip():
            try:
                self.data = float(valuelist[0].strip().replace(",", "."))
            except ValueError:
                self.data = float("nan")

    def pre_validate(self, form: BaseForm) -> None:
        """From 0 to the most that makes sense."""
        if not isfinite(self.data) or not 0 <= self.data <= MOST_KM:
            self.data = float(RADIUS_KM)
            raise ValidationError(str(NO_NUMBER))


class PageNumber(IntegerField):
    """The number of a page; more digits than any page has are refused before they are read."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read at most as many digits as the last page has."""
        text = valuelist[0].strip() if valuelist else ""
        if text:
            self.data = None
            if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_PAGE))):
                raise ValueError(str(NO_PAGE))
            self.data = int(text)


def kilometres(number: float) -> str:
    """A number of kilometres as an address holds it, without needless digits: '10', '2.5'."""
    return f"{number:.3f}".rstrip("0").rstrip(".")
