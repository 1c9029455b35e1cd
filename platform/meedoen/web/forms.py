"""What every form shares: its manners, sentences of refusal, reasons beside boxes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from wtforms import BooleanField, FieldList, Form, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Length, ValidationError

from meedoen.core.errors import Reason
from meedoen.core.texts import LOST, cleaned
from meedoen.web.form_words import FILL_IN, UNREADABLE, PlainWords
from meedoen.web.tokens import FormToken
from meedoen.web.wording import Words

__all__ = [
    "CHOOSE",
    "NEEDED",
    "PageForm",
    "PressForm",
    "RowForm",
    "SelectChoice",
    "Unsent",
    "at_most",
    "choices_of",
    "is_hidden",
    "show_reasons",
    "unsent",
]

NEEDED = InputRequired(FILL_IN)
CHOOSE = InputRequired(_l("Maak een keuze."))
WORDS = PlainWords()


def at_most(signs: int) -> Length:
    """No more than so many signs."""
    return Length(max=signs, message=_l("Dit is te lang: hoogstens %(max)d tekens."))


def choices_of(words: Words) -> list[SelectChoice]:
    """Terms with their words, in the order in which those stand."""
    return [SelectChoice(str(term.value), said) for term, said in words.items()]


def nothing_lost(form: Any, field: Any) -> None:
    """A validator: every sign of a text arrived."""
    if isinstance(field.data, str) and LOST.search(field.data):
        raise ValidationError(UNREADABLE)


class Manners(DefaultMeta):
    """How boxes behave: they speak our words, and no text holds signs that were lost."""

    def get_translations(self, form: Any) -> Any:
        """Our words in place of those of the library."""
        return WORDS

    def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
        """Look at every text, whichever form it is in."""
        field = super().bind_field(form, unbound_field, options)
        if isinstance(field, StringField):
            field.validators = [*field.validators, nothing_lost]
        return field

    def render_field(self, field: Any, render_kw: Any) -> Any:
        """A box as HTML wants it: hidden ones have no id, since each form of a page has them; a
        list is not marked as needed when it begins with an answer, since it is never empty."""
        if is_hidden(field):
            render_kw = {"id": False} | render_kw
        elif isinstance(field, SelectField) and begins_with_an_answer(field):
            render_kw = {"required": False} | render_kw
        return super().render_field(field, render_kw)


class RowForm(Form):
    """A row of boxes within a form, without token of its own."""

    Meta = Manners


class PageForm(FlaskForm):
    """Every form of the product derives from this one."""

    class Meta(Manners, FlaskForm.Meta):
        """Manners, with our token, and texts without signs that nobody sees."""

        csrf_class = FormToken

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent, cleaned; passwords stay as they were typed."""
            if formdata is None:
                return None
            if not isinstance(formdata, MultiDict):  # FlaskForm: whatever this request sent.
                formdata = request.form if form.is_submitted() and request.form else None
            if formdata is None:
                return None
            secret = {field.name for field in form if isinstance(field, PasswordField)}
            return ImmutableMultiDict(
                (name, text if name in secret else cleaned(text))
                for name, text in formdata.items(multi=True)
            )


class PressForm(PageForm):
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


def is_hidden(box: Any) -> bool:
    """Whether nobody sees a box, so that its name says nothing."""
    return bool(getattr(box.widget, "input_type", "") == "hidden")


def begins_with_an_answer(box: SelectField) -> bool:
    """Whether the first choice of a list can be sent."""
    first: Any = next(iter(box.iter_choices()), None)
    return first is not None and bool(first.value)


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
        and not is_hidden(box)
        and box.raw_data
        and box.raw_data[0]
    ]
    return Unsent((*map(str, form.form_errors), *reasons), tuple(typed))
