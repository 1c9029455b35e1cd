"""Forms of a decision on an organisation."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from meedoen.organisations.rules import REASON_LENGTH
from meedoen.web.forms import at_most


class VerifyForm(FlaskForm):
    """Yes, with the version that the officer looked at."""

    seen_version = IntegerField(validators=[Optional()], widget=HiddenInput())


class ReasonForm(FlaskForm):
    """No, or not now, and why."""

    reason = TextAreaField(
        _l("Waarom?"),
        [at_most(REASON_LENGTH)],
        description=_l("De organisatie krijgt deze tekst per mail. Schrijf wat ze kan doen."),
    )
