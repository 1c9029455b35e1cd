"""The form of a group: one day and time, and who was there; no domain rule."""

import re
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange, Optional

from meedoen.trajectories.groups.rules import Presence
from meedoen.trajectories.hours.forms import MinutesField
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.models import Activity
from meedoen.web.fields import ClockField, DayField, EndField, RequestKey
from meedoen.web.forms import NEEDED, PageForm

MINUTES = re.compile(r"[0-9]{1,4}")


class GroupForm(PageForm):
    """When it was. Who was there, and for how long, stands in boxes per person."""

    request_key = RequestKey()
    on_date = DayField(_l("Datum"), [NEEDED])
    begins_at = ClockField(_l("Begin"), [Optional()])
    ends_at = EndField(_l("Einde"), [Optional()])
    minutes = MinutesField(
        _l("Of: hoeveel minuten"),
        [Optional(), NumberRange(0, 1440, _l("Een dag heeft 1440 minuten."))],
    )

    def when(self) -> When:
        """What was typed for all; only after the form was found in shape."""
        assert self.on_date.data is not None
        return When(
            on_date=self.on_date.data,
            begins_at=self.begins_at.data,
            ends_at=self.ends_at.data,
            minutes=self.minutes.data,
        )


def read_people(people: Mapping[int, Activity]) -> tuple[list[Presence], dict[int, str]]:
    """Who was ticked, in the order shown, and the minutes that were typed but are none."""
    ticked = set(request.form.getlist("people"))
    chosen, nonsense = [], {}
    for number in people:
        if str(number) not in ticked:
            continue
        typed = request.form.get(f"minutes-{number}", "").strip()
        if typed and not MINUTES.fullmatch(typed):
            nonsense[number] = typed[:40]
            continue
        minutes = int(typed) if typed else None
        chosen.append(Presence(number, minutes, request.form.get(f"right-{number}") == "y"))
    return chosen, nonsense


def typed_of(number: int) -> dict[str, Any]:
    """What was typed for one person, to stand there again."""
    return {
        "ticked": str(number) in request.form.getlist("people"),
        "minutes": request.form.get(f"minutes-{number}", "")[:40],
        "right": request.form.get(f"right-{number}") == "y",
    }
