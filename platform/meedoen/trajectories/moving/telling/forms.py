"""The form with which a newcomer tells that they move: its shape."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from meedoen.trajectories.moving.forms import MoveForm
from meedoen.web.fields import DayField
from meedoen.web.forms import NEEDED, at_most


class TellForm(MoveForm):
    """The same boxes, in the words of who moves."""

    nis = SelectField(_l("In welke gemeente ga je wonen?"), [NEEDED])
    postcode = StringField(_l("Postcode"), [NEEDED, at_most(10)])
    from_on = DayField(_l("Vanaf welke dag woon je daar?"), [NEEDED])
