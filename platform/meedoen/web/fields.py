"""Boxes that forms of several domains share; what their answers must be is for the forms."""

import re
from datetime import time
from typing import Any
from uuid import uuid4

from wtforms import DateField, Field, HiddenField, IntegerField
from wtforms.validators import InputRequired, Optional, Regexp
from wtforms.widgets import HiddenInput, TimeInput

from meedoen.web.form_words import NO_TIME, NO_WHOLE_NUMBER, TOO_OLD

MOST_DIGITS = 20
CLOCK = re.compile(r"\s*(\d{1,2})\s*[.:uh]?\s*(\d{2})?(:00)?\s*", re.ASCII | re.IGNORECASE)
MIDNIGHT = time(0)


class RequestKey(HiddenField):
    """The name of a form that was shown, so that the same form sent twice does its act once.

    A form that was not sent gets a new key by itself; so does one that came with a wrong key, which
    could else never be sent.
    """

    def __init__(self, **kwargs: Any) -> None:
        validators = [InputRequired(TOO_OLD), Regexp(r"[0-9a-f]{32}\Z", message=TOO_OLD)]
        super().__init__(validators=validators, default=new_key, **kwargs)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Renew a key that was refused."""
        if self.errors:
            self.data = new_key()


def new_key() -> str:
    """A key that no form had before."""
    return uuid4().hex


class HiddenNumber(IntegerField):
    """A number that a page holds for itself; nonsense means that the page is no longer good."""

    widget = HiddenInput()
    after_nonsense: int | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number that can be that of a row."""
        self.data = None
        typed = valuelist[0] if valuelist else ""
        if typed and not re.fullmatch("[0-9]{1,9}", typed):
            raise ValueError(TOO_OLD)
        self.data = int(typed) if typed else None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Forget a number that was refused, which could else never be sent."""
        if self.errors:
            self.raw_data, self.data = None, self.after_nonsense


class SeenVersion(HiddenNumber):
    """The version of a thing that was on the page; no thing ever has version 0."""

    after_nonsense = 0

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[Optional()], **kwargs)


class WholeNumber(IntegerField):
    """A whole number; one of so many digits that no sum can be made with it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it as a whole number does, but for such digits."""
        if valuelist and len(valuelist[0]) > MOST_DIGITS:
            raise ValueError(NO_WHOLE_NUMBER)
        super().process_formdata(valuelist)


class DayField(DateField):
    """A day, as a browser sends it or as people type it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["format"] = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
        super().__init__(*args, **kwargs)

    def _value(self) -> str:
        """As a browser wants to read it, or what was typed where that is no day."""
        return self.data.isoformat() if self.data else " ".join(self.raw_data or ())


class ClockField(Field):
    """A time of day: 14:30, 14.30, 14u30, 1430 or 14."""

    widget = TimeInput()

    def _value(self) -> str:
        """As a browser wants to read it, or what was typed where that is no time."""
        return self.data.strftime("%H:%M") if self.data else " ".join(self.raw_data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; an empty box is no time."""
        self.data = None
        typed = valuelist[0] if valuelist else ""
        if typed.strip():
            self.data = self.read(typed)

    def read(self, typed: str) -> time:
        """The time that was typed. Raises ValueError in words."""
        found = CLOCK.fullmatch(typed[:20])
        try:
            if found:
                return self.time_of(int(found[1]), int(found[2] or 0))
        except ValueError:
            pass
        raise ValueError(NO_TIME)

    def time_of(self, hour: int, minute: int) -> time:
        """The time of these figures. Raises ValueError where there is none."""
        return time(hour, minute)


class EndField(ClockField):
    """A time at which something ends; 24:00 is the midnight that ends the day, kept as 00:00."""

    def time_of(self, hour: int, minute: int) -> time:
        """As any time, but for midnight."""
        return MIDNIGHT if (hour, minute) == (24, 0) else super().time_of(hour, minute)
