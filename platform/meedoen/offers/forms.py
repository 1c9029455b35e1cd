"""What the forms of offers share: numbers with a comma, bounds, reasons beside their box."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, NumberRange, ValidationError
from wtforms.widgets import TextInput

from meedoen.core.errors import Reason
from meedoen.offers.wording import TERMS
from meedoen.offers.writing.rules import LINES, NUMBERS, TEXTS

LONGEST_NUMBER = 20

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)

BOXES = {"minutes_total": "hours_total", "cost_cents": "cost"}
"""Where the box has another name than the field of the offer."""


class CommaDecimalField(Field):
    """A number that may have a comma: '2,50' and '2.5' are both understood. None for nothing."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:f}".replace(".", ",")

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]).strip().replace(",", ".") if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            number = Decimal(typed)
        except InvalidOperation:
            number = Decimal("NaN")
        if len(typed) > LONGEST_NUMBER or not number.is_finite():
            raise ValueError(_("Schrijf een getal, zoals 2 of 2,50."))
        self.data = number

    @staticmethod
    def part_of(whole: int | None, parts: int) -> Decimal | None:
        """A whole number of parts (minutes, cents) as what people write (hours, euro)."""
        if whole is None:
            return None
        number = (Decimal(whole) / parts).quantize(Decimal("0.01"))
        return number.to_integral_value() if number == number.to_integral_value() else number

    @staticmethod
    def whole_of(number: Decimal | None, parts: int) -> int | None:
        """What people write as a whole number of parts."""
        return None if number is None else round(number * parts)


def page_number() -> int:
    """The number of the page in the address; the first one for what is no number."""
    asked = request.args.get("pagina", "1")
    return int(asked) if re.fullmatch("[1-9][0-9]{0,5}", asked) else 1


def at_most(name: str) -> Length:
    """No more signs than this text of an offer may have."""
    most = (LINES | TEXTS)[name]
    return Length(max=most, message=_l("Dit is te lang: hoogstens %(max)d tekens."))


def between(name: str) -> NumberRange:
    """A whole number within its bounds."""
    least, most = NUMBERS[name]
    return NumberRange(least, most, message=_l("Schrijf een getal van %(min)s tot %(max)s."))


def choices_of(kind: Any) -> list[SelectChoice]:
    """Every term of an enum with its words."""
    return [SelectChoice(str(term.value), TERMS[kind][term]) for term in kind]


def show_reasons(form: Any, reasons: Iterable[Reason]) -> None:
    """Put each reason beside the box that it is about, or above the form."""
    explain = current_app.extensions["dictionary"].explain
    boxes = dict(boxes_of(form))
    for reason in reasons:
        box = boxes.get(BOXES.get(reason.field or "", reason.field or ""))
        if box is None:
            form.form_errors = [*form.form_errors, explain(reason)]
        else:
            box.errors = [*box.errors, explain(reason)]


def row_errors(rows: Any) -> list[dict[str, str]]:
    """What is wrong in the rows of a list, each with the box it is about, for the summary."""
    found = [
        {"field": box.id, "message": f"{box.label.text}: {message}"}
        for row in rows
        for box in row.form
        for message in box.errors
    ]
    rows.errors = []
    return found


def in_our_time(form: Any, field: Any) -> None:
    """A validator: a day of this century, so that sums with it cannot fail."""
    if field.data is not None and not FIRST_DAY <= field.data <= LAST_DAY:
        raise ValidationError(_("Deze dag kan niet."))


def boxes_of(form: Any) -> Iterator[tuple[str, Any]]:
    """Every box by its id, those of rows too."""
    for box in form:
        if isinstance(box, FieldList):
            for row in box:
                yield from boxes_of(row.form)
        else:
            yield box.id, box
