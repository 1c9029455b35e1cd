"""The forms in which sessions are planned."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Optional

from meedoen.offers.forms import in_our_time
from meedoen.offers.models import OfferPlace
from meedoen.offers.sessions.rules import MOST_NOTE
from meedoen.offers.terms import Day
from meedoen.web.fields import ClockField, DayField, EndField
from meedoen.web.forms import NEEDED, PageForm, SelectChoice, at_most


class SessionForm(PageForm):
    """One session, or one each week until a last day; times as on a clock in Brussels."""

    day = DayField(_l("Op welke dag?"), [NEEDED, in_our_time])
    begin = ClockField(_l("Van"), [NEEDED])
    end = EndField(_l("Tot"), [NEEDED])
    until_day = DayField(
        _l("Elke week, tot en met"),
        [Optional(), in_our_time],
        description=_l("Laat leeg voor één keer. Anders plannen we elke week dezelfde dag."),
    )
    place_id = SelectField(_l("Waar?"), [Optional()])
    note = StringField(
        _l("Wat moeten mensen weten?"),
        [Optional(), at_most(MOST_NOTE)],
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


class CancelForm(PageForm):
    """A session that does not go on, with a word about why."""

    note = StringField(_l("Waarom?"), [Optional(), at_most(MOST_NOTE)])
