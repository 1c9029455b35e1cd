"""Forms of a decision on an organisation."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from meedoen.organisations.rules import REASON_LENGTH
from meedoen.web.fields import SeenVersion
from meedoen.web.forms import PageForm, at_most


class VerifyForm(PageForm):
    """Yes, with the version that the officer looked at."""

    seen_version = SeenVersion()


class ReasonForm(PageForm):
    """No, or not now, and why."""

    reason = TextAreaField(
        _l("Waarom?"),
        [at_most(REASON_LENGTH)],
        description=_l("De organisatie krijgt deze tekst per mail. Schrijf wat ze kan doen."),
    )
