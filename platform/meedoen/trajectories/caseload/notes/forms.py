"""The form of a note."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from meedoen.trajectories.caseload.notes.rules import LONGEST_NOTE
from meedoen.web.fields import RequestKey
from meedoen.web.forms import NEEDED, PageForm, at_most


class NoteForm(PageForm):
    """A note."""

    request_key = RequestKey()
    text = TextAreaField(_l("Nieuwe notitie"), [NEEDED, at_most(LONGEST_NOTE)])
