"""The shape of an invitation."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, SelectField, StringField

from meedoen.accounts.rules import LONGEST_NAME
from meedoen.messages.rules import LONGEST_ADDRESS
from meedoen.web.forms import NEEDED, PageForm, at_most


class InviteForm(PageForm):
    """Who, and for which place; the role was chosen before."""

    name = StringField(
        _l("Naam"),
        validators=[NEEDED, at_most(LONGEST_NAME)],
    )
    email = EmailField(
        _l("E-mailadres"),
        validators=[NEEDED, at_most(LONGEST_ADDRESS)],
    )
    place = SelectField(_l("Plek"), validate_choice=False, validators=[NEEDED])
    rol = HiddenField()
