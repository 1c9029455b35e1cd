"""The form behind the link of a companion."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Optional

from meedoen.trajectories.companions.rules import LONGEST_SENTENCE
from meedoen.web.fields import SeenVersion
from meedoen.web.forms import PageForm, at_most


class AnswerForm(PageForm):
    """A sentence beside a press."""

    seen_version = SeenVersion()
    said = TextAreaField(_l("Wil je er iets bij zeggen?"), [Optional(), at_most(LONGEST_SENTENCE)])
