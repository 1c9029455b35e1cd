"""The forms of a review: publish, send back, say whether it counts."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from meedoen.offers.publication.rules import MOST_REASONS
from meedoen.web.forms import CHOOSE, SelectChoice, at_most


class PublishForm(FlaskForm):
    """A button, with the version that the reviewer looked at."""

    seen_version = IntegerField(validators=[Optional()], widget=HiddenInput())


class ReturnForm(FlaskForm):
    """Why an offer goes back."""

    reasons = TextAreaField(
        _l("Wat moet er nog gebeuren?"),
        [
            InputRequired(_l("Schrijf waarom je het terugstuurt.")),
            at_most(MOST_REASONS),
        ],
        description=_l("De organisatie krijgt deze tekst in een mail."),
    )


class SuitabilityForm(FlaskForm):
    """Whether the offer counts for the traject."""

    suitable = RadioField(
        _l("Telt dit aanbod mee voor de 40 uur?"),
        [CHOOSE],
        choices=[
            SelectChoice("yes", _l("Ja, het telt mee")),
            SelectChoice("no", _l("Nee, het telt niet mee")),
        ],
    )
