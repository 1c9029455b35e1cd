"""The form behind a confirmation link."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Optional

from meedoen.web.forms import NEEDED, PageForm, at_most


class AnswerForm(PageForm):
    """Who answers, and what is not right where that is so."""

    name = StringField(
        _l("Jouw naam"), [NEEDED, at_most(120)], description=_l("Zo weten we wie bevestigt.")
    )
    reason = TextAreaField(_l("Wat klopt er niet?"), [Optional(), at_most(1000)])
