"""The form with which an organisation says why it cannot be."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from meedoen.participation.rules import LONGEST_REASON
from meedoen.web.forms import NEEDED, PageForm, at_most


class RefuseForm(PageForm):
    """Why somebody cannot join."""

    reason = TextAreaField(_l("Waarom lukt het niet?"), [NEEDED, at_most(LONGEST_REASON)])
