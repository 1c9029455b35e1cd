"""What the forms of offers share: numbers with a comma, bounds, rows."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import Length, NumberRange, ValidationError
from wtforms.widgets import TextInput

from meedoen.offers.writing.rules import LINES, NUMBERS, TEXTS
from meedoen.web.forms import at_most, is_hidden

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


def within(name: str) -> Length:
    """No more signs than this text of an offer may have."""
    return at_most((LINES | TEXTS)[name])


def between(name: str) -> NumberRange:
    """A whole number within its bounds."""
    least, most = NUMBERS[name]
    return NumberRange(least, most, message=_l("Schrijf een getal van %(min)s tot %(max)s."))


def row_errors(rows: Any) -> list[dict[str, str]]:
    """What is wrong in the rows of a list, each with the box it is about, for the summary."""
    found = [
        {"field": "", "message": message}
        if is_hidden(box)
        else {"field": box.id, "message": f"{box.label.text}: {message}"}
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
