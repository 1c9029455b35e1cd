"""The form that the gallery of components shows, with one field of each kind; it is never sent."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)

from meedoen.web.forms import NEEDED, PageForm, SelectChoice


class GalleryForm(PageForm):
    """One field of each kind."""

    class Meta:
        csrf = False

    name = StringField(_l("Naam"), validators=[NEEDED])
    email = EmailField(_l("E-mail"), description=_l("We schrijven je alleen over je vraag."))
    date = DateField(_l("Datum"), validators=[NEEDED])
    time = TimeField(_l("Uur"))
    hours = IntegerField(_l("Minuten"))
    text = TextAreaField(_l("Wat deed je?"))
    municipality = SelectField(
        _l("Gemeente"),
        choices=[SelectChoice("12025", "Mechelen"), SelectChoice("12005", "Bonheiden")],
    )
    kind = RadioField(
        _l("Soort"),
        choices=[SelectChoice("buddy", _l("Buddy")), SelectChoice("activity", _l("Activiteit"))],
    )
    days = SelectMultipleField(
        _l("Dagen"),
        choices=[SelectChoice("mon", _l("maandag")), SelectChoice("tue", _l("dinsdag"))],
    )
    agreed = BooleanField(_l("Dit klopt"))
