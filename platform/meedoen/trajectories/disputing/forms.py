"""Forms of disputes: what is not right, and the answer."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from meedoen.trajectories.forms import ReasonForm
from meedoen.web.fields import RequestKey
from meedoen.web.forms import NEEDED, PageForm, at_most


class DisputeForm(PageForm):
    """What a newcomer says is not right."""

    request_key = RequestKey()
    reason = TextAreaField(
        _l("Wat klopt er niet?"),
        [NEEDED, at_most(1000)],
        description=_l("Je mag in je eigen taal schrijven."),
    )


class KeepForm(ReasonForm):
    """Why the hours stay as they are."""
