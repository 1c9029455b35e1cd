"""The forms of a move: their shape; whether it can be stands in the rules."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from meedoen.places.models import Municipality
from meedoen.web.fields import DayField, HiddenNumber, RequestKey, SeenVersion
from meedoen.web.forms import NEEDED, PageForm, SelectChoice, at_most


class MoveForm(PageForm):
    """Where, and from when."""

    request_key = RequestKey()
    nis = SelectField(_l("Gemeente"), [NEEDED])
    postcode = StringField(_l("Postcode"), [NEEDED, at_most(10)])
    from_on = DayField(_l("Vanaf welke dag?"), [NEEDED])

    def offer_municipalities(self, municipalities: Iterable[Municipality]) -> None:
        """Fill the list of municipalities; the first line asks to choose."""
        found = [SelectChoice(place.nis, place.name_nl) for place in municipalities]
        self.nis.choices = [SelectChoice("", _l("Kies een gemeente")), *found]


class AppointmentForm(PageForm):
    """One appointment to cancel, as it was seen."""

    entry = HiddenNumber(validators=[NEEDED])
    seen_version = SeenVersion()
