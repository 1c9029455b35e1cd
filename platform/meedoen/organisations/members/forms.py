"""Forms to invite a member, to take an invitation back, and to let a member go."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from meedoen.organisations.rules import NAME_LENGTH
from meedoen.web.fields import HiddenNumber
from meedoen.web.forms import NEEDED, PageForm, at_most


class InvitationForm(PageForm):
    """Whom to invite."""

    name = StringField(_l("Naam"), [NEEDED, at_most(NAME_LENGTH)])
    email = StringField(_l("E-mailadres"), [NEEDED, at_most(254)])


class WhichForm(PageForm):
    """Which member or invitation a button is about."""

    id = HiddenNumber(validators=[NEEDED])
