"""Forms about a whole trajectory: their shape and what must be filled in; no domain rule."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from meedoen.places.models import Municipality
from meedoen.web.forms import NEEDED, RequestKey, SelectChoice, at_most
from meedoen.web.languages import DUTCH, LANGUAGES

NO_DATE = _l("Dit is geen datum. Schrijf de datum zoals 03/03/2026, of kies een dag.")


class DayField(DateField):
    """A day, as a browser sends it or as people type it; nonsense gets a Dutch sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["format"] = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
        super().__init__(*args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NO_DATE) from error


class SituationForm(FlaskForm):
    """What decides whether the trajectory is required."""

    obliged = BooleanField(_l("Verplichte inburgeraar"))
    working = BooleanField(_l("Werkt"))
    studying = BooleanField(_l("Studeert"))


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


class ReasonForm(FlaskForm):
    """A reason, in words."""

    reason = TextAreaField(_l("Waarom?"), [NEEDED, at_most(1000)])
