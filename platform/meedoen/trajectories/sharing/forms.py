"""The form by which a newcomer shares a summary."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, RadioField, StringField

from meedoen.trajectories.sharing.rules import DAYS
from meedoen.web.fields import RequestKey
from meedoen.web.forms import CHOOSE, NEEDED, PageForm, at_most


class ShareForm(PageForm):
    """With whom, for how long, and what more than the least."""

    request_key = RequestKey()
    shared_with = StringField(
        _l("Met welke organisatie?"),
        [NEEDED, at_most(120)],
        description=_l("Deel met één organisatie. Voor een andere maak je een nieuwe code."),
    )
    days = RadioField(_l("Hoe lang werkt de code?"), [CHOOSE], default="7")
    with_activities = BooleanField(_l("Toon ook mijn activiteiten"))
    with_phone = BooleanField(_l("Toon ook mijn telefoonnummer"))
    with_email = BooleanField(_l("Toon ook mijn e-mailadres"))

    def offer_days(self) -> None:
        """The days to choose from, in the language of the page."""
        self.days.choices = [
            (str(days), ngettext("%(num)s dag", "%(num)s dagen", days)) for days in DAYS
        ]
