"""The shape of an invitation."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from meedoen.accounts.forms import MISSING, TOO_LONG
from meedoen.accounts.rules import LONGEST_NAME
from meedoen.messages.rules import LONGEST_ADDRESS


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Who, and for which place; the role was chosen before."""

    name = StringField(
        _l("Naam"),
        validators=[InputRequired(MISSING), Length(max=LONGEST_NAME, message=TOO_LONG)],
    )
    email = EmailField(
        _l("E-mailadres"),
        validators=[InputRequired(MISSING), Length(max=LONGEST_ADDRESS, message=TOO_LONG)],
    )
    place = SelectField(validate_choice=False, validators=[InputRequired(MISSING)])
    rol = HiddenField()
