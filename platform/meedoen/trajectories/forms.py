"""Forms about a whole trajectory: their shape and what must be filled in; no domain rule."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from meedoen.places.models import Municipality
from meedoen.web.fields import DayField, RequestKey
from meedoen.web.forms import NEEDED, PageForm, SelectChoice, at_most
from meedoen.web.languages import DUTCH, LANGUAGES


class SituationForm(PageForm):
    """What decides whether the trajectory is required."""

    obliged = BooleanField(_l("Verplichte inburgeraar"))
    working = BooleanField(_l("Werkt"))
    studying = BooleanField(_l("Studeert"))


class RecheckForm(SituationForm):
    """What changed, and since when."""

    from_on = DayField(_l("Sinds wanneer is dat zo?"), [Optional()])


class OpeningForm(SituationForm):
    """A new trajectory for a person."""

    request_key = RequestKey()
    name = StringField(_l("Naam"), [NEEDED, at_most(120)])
    email = StringField(
        _l("E-mailadres"),
        [Optional(), at_most(254)],
        description=_l("We sturen een uitnodiging naar dit adres."),
    )
    phone = StringField(_l("Telefoon"), [Optional(), at_most(30)])
    language = SelectField(
        _l("Taal"),
        description=_l("In deze taal krijgt de persoon mails van Meedoen."),
        choices=[SelectChoice(one.code, one.name) for one in LANGUAGES.values()],
        default=DUTCH,
    )
    nis = SelectField(_l("Gemeente waar de persoon woont"), [NEEDED])
    starts_on = DayField(_l("Begin van het traject"), [NEEDED])

    def offer_municipalities(self, municipalities: Iterable[Municipality]) -> None:
        """Fill the list of municipalities; the first line asks to choose."""
        found = [SelectChoice(place.nis, place.name_nl) for place in municipalities]
        self.nis.choices = [SelectChoice("", _l("Kies een gemeente")), *found]


class ReasonForm(PageForm):
    """A reason, in words."""

    reason = TextAreaField(_l("Waarom?"), [NEEDED, at_most(1000)])
