"""Forms of a hand-over: to whom, with which note; and why not."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField

from meedoen.accounts.models import Account
from meedoen.places.models import Agency
from meedoen.trajectories.caseload.notes.rules import LONGEST_NOTE
from meedoen.trajectories.forms import ReasonForm
from meedoen.web.fields import RequestKey
from meedoen.web.forms import NEEDED, PageForm, SelectChoice, at_most

__all__ = ["AgencyForm", "AssignForm", "ColleagueForm", "ReasonForm"]

TO_CHOOSE = SelectChoice("", _l("Maak een keuze"))


class AssignForm(PageForm):
    """Who guides it from now on."""

    to = SelectField(_l("Trajectbegeleider"), [NEEDED])

    def offer(self, people: Iterable[Account]) -> None:
        """Fill the list of counsellors."""
        self.to.choices = [TO_CHOOSE, *(SelectChoice(str(one.id), one.name) for one in people)]


class ColleagueForm(AssignForm):
    """A colleague, and what they must know."""

    request_key = RequestKey()
    text = TextAreaField(_l("Wat moet je collega weten?"), [NEEDED, at_most(LONGEST_NOTE)])


class AgencyForm(PageForm):
    """Another agency, and what it must know."""

    request_key = RequestKey()
    agency = SelectField(_l("Agentschap"), [NEEDED])
    text = TextAreaField(_l("Wat moet het agentschap weten?"), [NEEDED, at_most(LONGEST_NOTE)])

    def offer(self, agencies: Iterable[Agency]) -> None:
        """Fill the list of agencies."""
        self.agency.choices = [TO_CHOOSE, *(SelectChoice(a.code, a.name) for a in agencies)]
