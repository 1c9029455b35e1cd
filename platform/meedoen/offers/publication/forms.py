"""The forms of a review: publish, send back, say whether it counts."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from meedoen.offers.publication.rules import MOST_REASONS
from meedoen.web.fields import SeenVersion
from meedoen.web.forms import CHOOSE, PageForm, SelectChoice, at_most


class PublishForm(PageForm):
    """A button, with the version that the reviewer looked at."""

    seen_version = SeenVersion()


class ReturnForm(PageForm):
    """Why an offer goes back."""

    reasons = TextAreaField(
        _l("Wat moet er nog gebeuren?"),
        [
            InputRequired(_l("Schrijf waarom je het terugstuurt.")),
            at_most(MOST_REASONS),
        ],
        description=_l("De organisatie krijgt deze tekst in een mail."),
    )


class SuitabilityForm(PageForm):
    """Whether the offer counts for the traject."""

    suitable = RadioField(
        _l("Telt dit aanbod mee voor de 40 uur?"),
        [CHOOSE],
        choices=[
            SelectChoice("yes", _l("Ja, het telt mee")),
            SelectChoice("no", _l("Nee, het telt niet mee")),
        ],
    )
