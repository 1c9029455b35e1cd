"""The form of a data protocol: its shape."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from meedoen.places.models import Municipality
from meedoen.web.fields import DayField, RequestKey
from meedoen.web.forms import NEEDED, PageForm, SelectChoice, at_most


class ProtocolForm(PageForm):
    """What the document says."""

    request_key = RequestKey()
    nis = SelectField(_l("Gemeente"), [NEEDED])
    reference = StringField(
        _l("Verwijzing"), [NEEDED, at_most(80)], description=_l("Hoe jullie het protocol noemen.")
    )
    document_number = StringField(
        _l("Nummer van het document"),
        [NEEDED, at_most(80)],
        description=_l("Zoals het op het ondertekende document staat."),
    )
    between = StringField(
        _l("Tussen wie?"),
        [NEEDED, at_most(200)],
        description=_l("Bijvoorbeeld: het agentschap en de stad."),
    )
    purpose = TextAreaField(
        _l("Waarvoor mag de gemeente de gegevens gebruiken?"), [NEEDED, at_most(1000)]
    )
    valid_from = DayField(_l("Geldig vanaf"), [NEEDED])
    valid_until = DayField(_l("Geldig tot en met"), [NEEDED])

    def offer_municipalities(self, municipalities: Iterable[Municipality]) -> None:
        """Fill the list of municipalities; the first line asks to choose."""
        found = [SelectChoice(place.nis, place.name_nl) for place in municipalities]
        self.nis.choices = [SelectChoice("", _l("Kies een gemeente")), *found]
