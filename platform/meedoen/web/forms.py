"""What forms of several domains share: sentences of refusal, form keys, reasons beside boxes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, HiddenField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Regexp

from meedoen.core.errors import Reason
from meedoen.web.wording import Words

__all__ = [
    "CHOOSE",
    "NEEDED",
    "PressForm",
    "RequestKey",
    "SelectChoice",
    "Unsent",
    "WholeNumber",
    "at_most",
    "choices_of",
    "show_reasons",
    "unsent",
]

NEEDED = InputRequired(_l("Vul dit in."))
CHOOSE = InputRequired(_l("Maak een keuze."))
MOST_DIGITS = 20
TOO_OLD = _l("Dit formulier is te oud. Kijk het na en stuur opnieuw.")


def at_most(signs: int) -> Length:
    """No more than so many signs."""
    return Length(max=signs, message=_l("Dit is te lang: hoogstens %(max)d tekens."))


def choices_of(words: Words) -> list[SelectChoice]:
    """Terms with their words, in the order in which those stand."""
    return [SelectChoice(str(term.value), said) for term, said in words.items()]


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


class WholeNumber(IntegerField):
    """A whole number; one of so many digits that no sum can be made with it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it as a whole number does, but for such digits."""
        if valuelist and len(valuelist[0]) > MOST_DIGITS:
            raise ValueError(self.gettext("Not a valid integer value."))
        super().process_formdata(valuelist)


class PressForm(FlaskForm):
    """A button alone."""


def show_reasons(
    form: Any, reasons: Iterable[Reason], *, called: Mapping[str, str] | None = None
) -> None:
    """Put each reason beside the box that it is about, or above the form where it has none.

    `called` tells the name of a box where it is another than the field of the reason.
    """
    explain = current_app.extensions["dictionary"].explain
    boxes = dict(boxes_of(form))
    for reason in reasons:
        field = reason.field or ""
        box = boxes.get((called or {}).get(field, field))
        if box is None:
            form.form_errors = [*form.form_errors, explain(reason)]
        else:
            box.errors = [*box.errors, explain(reason)]


def boxes_of(form: Any) -> Iterator[tuple[str, Any]]:
    """Every box of a form by its name, those in the rows of a list by their id."""
    for box in form:
        if isinstance(box, FieldList):
            for row in box:
                yield from ((inner.id, inner) for inner in row.form)
        else:
            yield box.short_name, box


@dataclass(frozen=True, slots=True)
class Unsent:
    """What was sent in vain from a page that was overtaken: why, and each box with its text."""

    reasons: tuple[str, ...]
    typed: tuple[tuple[str, str], ...]


def unsent(form: Any) -> Unsent:
    """A refused form for a page that does not show it any more; hidden boxes and ticks say nothing.

    Its boxes are gone, and with them the places where reasons and texts would stand.
    """
    boxes = [box for _, box in boxes_of(form)]
    reasons = [str(reason) for box in boxes for reason in box.errors]
    typed = [
        (str(box.label.text), str(box.raw_data[0]))
        for box in boxes
        if not isinstance(box, BooleanField | SelectField)
        and getattr(box.widget, "input_type", "") != "hidden"
        and box.raw_data
        and box.raw_data[0]
    ]
    return Unsent((*map(str, form.form_errors), *reasons), tuple(typed))
