"""The forms in which sessions are planned."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TimeField
from wtforms.validators import Length, Optional

from meedoen.offers.forms import in_our_time
from meedoen.offers.models import OfferPlace
from meedoen.offers.sessions.rules import MOST_NOTE
from meedoen.offers.terms import Day
from meedoen.web.forms import NEEDED, SelectChoice


class SessionForm(FlaskForm):
    """One session, or one each week until a last day; times as on a clock in Brussels."""

    day = DateField(_l("Op welke dag?"), [NEEDED, in_our_time])
    begin = TimeField(_l("Van"), [NEEDED])
    end = TimeField(_l("Tot"), [NEEDED])
    until_day = DateField(
        _l("Elke week, tot en met"),
        [Optional(), in_our_time],
        description=_l("Laat leeg voor één keer. Anders plannen we elke week dezelfde dag."),
    )
    place_id = SelectField(_l("Waar?"), [Optional()])
    note = StringField(
        _l("Wat moeten mensen weten?"),
        [Optional(), Length(max=MOST_NOTE)],
        description=_l("Bijvoorbeeld: we gaan wandelen, draag goede schoenen."),
    )

    def offer_places(self, places: Iterable[OfferPlace]) -> None:
        """Fill the list of places of the offer."""
        found = [
            SelectChoice(
                str(place.id), ", ".join(filter(None, (place.name, place.street, place.postcode)))
            )
            for place in places
        ]
        self.place_id.choices = [SelectChoice("", _l("Geen vaste plaats")), *found]

    @property
    def weekday(self) -> Day:
        """The day of the week of the chosen day."""
        assert self.day.data is not None
        return list(Day)[self.day.data.weekday()]


class CancelForm(FlaskForm):
    """A session that does not go on, with a word about why."""

    note = StringField(_l("Waarom?"), [Optional(), Length(max=MOST_NOTE)])
