"""Forms of hours: their shape only; which hours are refused stands in the rules."""

import re
from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from meedoen.core.errors import Reason
from meedoen.trajectories.forms import ReasonForm
from meedoen.trajectories.hours.rules import When, named_in
from meedoen.trajectories.models import Activity, HoursEntry
from meedoen.web.fields import ClockField, DayField, EndField, RequestKey, SeenVersion
from meedoen.web.forms import NEEDED, PageForm, SelectChoice, at_most, show_reasons


class MinutesField(IntegerField):
    """Whole minutes; nonsense gets a Dutch sentence."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        if not re.fullmatch(r"-?[0-9]{1,6}", typed):
            raise ValueError(_l("Schrijf hele minuten in cijfers, zoals 90."))
        self.data = int(typed)


class WhenForm(PageForm):
    """A date with begin and end, or with minutes."""

    seen_version = SeenVersion()
    on_date = DayField(_l("Datum"), [NEEDED])
    begins_at = ClockField(_l("Begin"), [Optional()])
    ends_at = EndField(_l("Einde"), [Optional()])
    minutes = MinutesField(
        _l("Of: hoeveel minuten"),
        [Optional(), NumberRange(-1440, 1440, _l("Een dag heeft 1440 minuten."))],
    )
    note = TextAreaField(_l("Opmerking"), [Optional(), at_most(1000)])
    both_right = BooleanField(_l("Ja, dit is juist"))
    beside: Sequence[HoursEntry] = ()
    """The entries that stand in the way of what was typed, to be shown beside it."""

    def refuse(self, reasons: Sequence[Reason], existing: Iterable[HoursEntry]) -> None:
        """Show why these hours were not taken, with the entries that are in their way."""
        show_reasons(self, reasons)
        self.beside = named_in(reasons, existing)

    def when(self) -> When:
        """What was typed, as the actions take it; only after the form was found in shape."""
        assert self.on_date.data is not None
        return When(
            on_date=self.on_date.data,
            begins_at=self.begins_at.data,
            ends_at=self.ends_at.data,
            minutes=self.minutes.data,
        )

    def fill_from(self, entry: HoursEntry) -> None:
        """Put the present times in the boxes; minutes only where there are no times."""
        self.on_date.data = entry.on_date
        self.begins_at.data = entry.begins_at
        self.ends_at.data = entry.ends_at
        self.minutes.data = entry.minutes if entry.begins_at is None else None
        self.seen_version.data = entry.version


class LogForm(WhenForm):
    """New hours at one of the approved activities."""

    request_key = RequestKey()
    activity = SelectField(_l("Activiteit"), [NEEDED])

    def offer_activities(self, activities: Iterable[Activity]) -> None:
        """Fill the list of activities."""
        self.activity.choices = [
            SelectChoice(str(a.id), f"{a.title} ({a.host})") for a in activities
        ]


class CorrectionForm(WhenForm):
    """What accepted hours should have been, and why."""

    request_key = RequestKey()
    note = TextAreaField(_l("Waarom zet je dit recht?"), [NEEDED, at_most(1000)])


class SendBackForm(ReasonForm):
    """Why hours go back."""

    seen_version = SeenVersion()


class PaperForm(PageForm):
    """Who signed the sheet that the counsellor saw."""

    seen_version = SeenVersion()
    name = StringField(_l("Wie tekende het blad?"), [NEEDED, at_most(120)])


class VersionForm(PageForm):
    """A button, with the version that was shown."""

    seen_version = SeenVersion()


def read_chosen(sent: Iterable[str]) -> list[tuple[int, int]]:
    """Ids with versions of ticked entries, each once; whatever has another shape is left out."""
    found = (re.fullmatch(r"([0-9]{1,9}):([0-9]{1,9})", value) for value in sent)
    return list(dict.fromkeys((int(pair[1]), int(pair[2])) for pair in found if pair))
