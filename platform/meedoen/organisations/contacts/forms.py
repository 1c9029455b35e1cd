"""The form of a contact person."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import Optional

from meedoen.organisations.rules import NAME_LENGTH
from meedoen.web.forms import NEEDED, PageForm, at_most


class ContactForm(PageForm):
    """How a contact person is called and reached."""

    name = StringField(_l("Naam"), [NEEDED, at_most(NAME_LENGTH)])
    email = StringField(
        _l("E-mailadres"),
        [NEEDED, at_most(254)],
        description=_l("Hierop krijgt deze persoon de vraag om uren te bevestigen."),
    )
    phone = StringField(_l("Telefoon"), [Optional(), at_most(30)])
    whatsapp = BooleanField(_l("Ook te bereiken met WhatsApp op dit nummer"))
