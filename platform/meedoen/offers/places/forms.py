"""The rows in which places are typed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, SelectField, StringField
from wtforms.validators import Optional, Regexp

from meedoen.offers.places.rules import LONGEST_NAME, LONGEST_STREET, PlaceText
from meedoen.places.models import PostalPlace
from meedoen.web.fields import HiddenNumber
from meedoen.web.forms import RowForm, SelectChoice, at_most

POINT = r"^\s*-?\d{1,3}(\.\d{1,12})?\s*,\s*-?\d{1,3}(\.\d{1,12})?\s*$"


class PlaceForm(RowForm):
    """One place. The part of the postcode is asked only where the postcode has several."""

    id = HiddenNumber(validators=[Optional()])
    name = StringField(
        _l("Naam van de plaats"),
        [Optional(), at_most(LONGEST_NAME)],
        description=_l("Bijvoorbeeld: bibliotheek, eerste verdieping."),
    )
    street = StringField(_l("Straat en nummer"), [Optional(), at_most(LONGEST_STREET)])
    postcode = StringField(
        _l("Postcode"),
        [Optional(), Regexp(r"^\s*[0-9]{4}\s*$", message=_l("Een postcode heeft 4 cijfers."))],
    )
    part = SelectField(
        _l("Deelgemeente"), [Optional()], choices=[SelectChoice("")], validate_choice=False
    )
    point = StringField(
        _l("Juiste punt op de kaart"),
        [Optional(), Regexp(POINT, message=_l("Schrijf het zo: 51.0257, 4.4776."))],
        description=_l("Breedtegraad en lengtegraad. Alleen als de postcode te groot is."),
    )
    remove = BooleanField(_l("Haal deze plaats weg"))

    def typed(self) -> PlaceText:
        """What was typed; nothing where the place is to go."""
        if self.remove.data:
            return PlaceText()
        nis, _separator, part = (self.part.data or "").partition("|")
        lat, lon = None, None
        if self.point.data:
            lat, lon = (float(number) for number in self.point.data.split(","))
        return PlaceText(
            id=self.id.data,
            name=self.name.data or "",
            street=self.street.data or "",
            postcode=self.postcode.data or "",
            nis=nis,
            part=part,
            lat=lat,
            lon=lon,
        )


class Rows(FieldList):  # type: ignore[type-arg]
    """A list of rows whose numbers come from the boxes that were sent; strange numbers are none."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        for name in formdata:
            if name.startswith(f"{prefix}-"):
                number = name.removeprefix(f"{prefix}-").split("-", 1)[0]
                if number.isascii() and number.isdecimal() and len(number) < 4:
                    yield int(number)


def offer_parts(rows: Any, parts: Mapping[str, Sequence[PostalPlace]]) -> None:
    """Let each row choose between the places at its postcode, where there are several."""
    for row in rows:
        found = parts.get("".join((row.form.postcode.data or "").split()), ())
        several = len({part.nis for part in found}) > 1
        row.form.part.choices = [
            SelectChoice("", _("Ik weet het niet")),
            *(
                SelectChoice(
                    f"{part.nis}|{part.name}",
                    f"{part.name} ({part.municipality.name_nl})" if several else part.name,
                )
                for part in found
            ),
        ]


def fill_rows(rows: Any, places: Iterable[PlaceText]) -> None:
    """Put the present places in the rows, and one empty row after them."""
    while len(rows):
        rows.pop_entry()
    for place in places:
        row = rows.append_entry().form
        row.id.data, row.name.data, row.street.data = place.id, place.name, place.street
        row.postcode.data = place.postcode
        row.part.data = f"{place.nis}|{place.part}" if place.part else ""
        row.point.data = f"{place.lat}, {place.lon}" if place.lat is not None else ""
    rows.append_entry()
