"""The forms by which a counsellor asks somebody to go along, or changes the visit."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.rules import LONGEST_NOTE, LONGEST_POINT, Meeting
from meedoen.trajectories.models import Activity
from meedoen.web.clock import BRUSSELS
from meedoen.web.fields import ClockField, DayField, RequestKey, SeenVersion
from meedoen.web.forms import NEEDED, PageForm, SelectChoice, at_most

TO_CHOOSE = SelectChoice("", _l("Maak een keuze"))


class MeetingForm(PageForm):
    """When and where companion and newcomer meet."""

    on_date = DayField(_l("Welke dag?"), [NEEDED])
    begins_at = ClockField(_l("Hoe laat spreken ze af?"), [NEEDED])
    point = StringField(
        _l("Waar spreken ze af?"),
        [NEEDED, at_most(LONGEST_POINT)],
        description=_l("Bijvoorbeeld: aan de ingang van het station, bij de fietsen."),
    )
    note = TextAreaField(
        _l("Wat moet de toeleider weten?"),
        [Optional(), at_most(LONGEST_NOTE)],
        description=_l("Schrijf alleen wat nodig is. De deelnemer kan dit ook lezen."),
    )

    def meeting(self) -> Meeting:
        """What was typed; the time is that of Brussels."""
        assert self.on_date.data is not None
        moment = datetime.combine(self.on_date.data, self.begins_at.data, BRUSSELS)
        return Meeting(moment, self.point.data or "", self.note.data or "")


class AskForm(MeetingForm):
    """Who is asked, for which activity."""

    request_key = RequestKey()
    activity = SelectField(_l("Naar welke activiteit?"), [NEEDED])
    name = StringField(_l("Naam van de toeleider"), [NEEDED, at_most(120)])
    email = StringField(_l("E-mailadres"), [Optional(), at_most(254)])
    phone = StringField(
        _l("Telefoon"),
        [Optional(), at_most(30)],
        description=_l("Eén van de twee is genoeg. Met een e-mailadres versturen wij de vraag."),
    )

    def offer_activities(self, activities: Iterable[Activity]) -> None:
        """Fill the list of activities."""
        rows = (SelectChoice(str(one.id), f"{one.title} · {one.host}") for one in activities)
        self.activity.choices = [TO_CHOOSE, *rows]


class ChangeForm(MeetingForm):
    """Another time or place, of the visit as it was shown."""

    seen_version = SeenVersion()

    def fill_from(self, companion: Companion) -> None:
        """Show the visit as it is."""
        local = companion.meets_at.astimezone(BRUSSELS)
        self.on_date.data, self.begins_at.data = local.date(), local.time()
        self.point.data, self.note.data = companion.meeting_point, companion.note
        self.seen_version.data = companion.version
