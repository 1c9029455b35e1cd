"""Forms to invite a member, to take an invitation back, and to let a member go."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import NumberRange

from meedoen.organisations.rules import NAME_LENGTH
from meedoen.web.forms import NEEDED, WholeNumber, at_most

AN_ID = NumberRange(min=1, max=2**31 - 1)


class InvitationForm(FlaskForm):
    """Whom to invite."""

    name = StringField(_l("Naam"), [NEEDED, at_most(NAME_LENGTH)])
    email = StringField(_l("E-mailadres"), [NEEDED, at_most(254)])


class WhichForm(FlaskForm):
    """Which member or invitation a button is about."""

    id = WholeNumber(validators=[NEEDED, AN_ID])
