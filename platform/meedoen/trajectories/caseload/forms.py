"""Forms of the caseload: what the address of a list may ask, and a view with its name."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import Length, Optional

from meedoen.trajectories.caseload.queries import ENDED, Question
from meedoen.trajectories.caseload.terms import Need, Order
from meedoen.trajectories.caseload.wording import TERMS
from meedoen.trajectories.page.wording import TERMS as WORK_TERMS
from meedoen.trajectories.terms import OPEN, TrajectoryStatus
from meedoen.web.forms import NEEDED, PageForm, RowForm, SelectChoice, at_most, choices_of
from meedoen.web.languages import LANGUAGES

ALL_OPEN, ALL_ENDED = "lopend", "afgerond"
LONGEST_SEARCH = 100
WITHIN_WEEKS = (4, 13, 26)
SHOWN_STATES = {
    "": OPEN,
    ALL_ENDED: ENDED,
    ALL_OPEN: OPEN,
    **{status.value: frozenset({status}) for status in TrajectoryStatus if status in ENDED},
    TrajectoryStatus.SUSPENDED.value: frozenset({TrajectoryStatus.SUSPENDED}),
}
"""What `toon` may say."""


class FilterForm(RowForm):
    """Which part of the caseload; the names are those of the address."""

    zoek = StringField(_l("Naam"), [Optional(), Length(max=LONGEST_SEARCH)])
    nood = SelectField(_l("Wat nu?"), [Optional()])
    toon = SelectField(_l("Hoe staat het traject?"), [Optional()])
    termijn = SelectField(_l("Einddatum"), [Optional()])
    gemeente = SelectField(_l("Gemeente"), [Optional()])
    taal = SelectField(_l("Taal"), [Optional()])
    volgorde = SelectField(_l("Volgorde"), [Optional()])

    def __init__(
        self, asked: Any, municipalities: Iterable[tuple[str, str]], languages: Iterable[str]
    ) -> None:
        super().__init__(asked)
        everything = SelectChoice("", _l("Alles"))
        states = choices_of(WORK_TERMS[TrajectoryStatus])[1:]
        self.termijn.choices = [
            everything,
            *(SelectChoice(str(n), _l("Binnen %(n)s weken", n=n)) for n in WITHIN_WEEKS),
        ]
        self.nood.choices = [everything, *choices_of(TERMS[Need])]
        self.toon.choices = [
            SelectChoice("", _l("lopend of in rust")),
            SelectChoice(ALL_ENDED, _l("niet meer lopend")),
            *states,
        ]
        self.gemeente.choices = [everything, *(SelectChoice(*one) for one in municipalities)]
        spoken = {code: LANGUAGES[code].name for code in languages if code in LANGUAGES}
        self.taal.choices = [everything, *(SelectChoice(*one) for one in spoken.items())]
        self.volgorde.choices = choices_of(TERMS[Order])
        for field in self:
            field.data = field.data or ""
        if self.toon.data == ALL_OPEN:
            self.toon.data = ""
        self.volgorde.data = self.volgorde.data or Order.NEED.value

    def question(self) -> Question:
        """What is asked, in terms."""
        return Question(
            search=self.zoek.data or "",
            need=Need(self.nood.data) if self.nood.data else None,
            status=SHOWN_STATES[self.toon.data],
            nis=self.gemeente.data,
            within_weeks=int(self.termijn.data) if self.termijn.data else None,
            language=self.taal.data,
            order=Order(self.volgorde.data),
        )

    def address(self, **changes: str) -> str:
        """What stands behind the question mark for this choice, with changes; never empty."""
        asked = {field.name: field.data for field in self} | changes
        if asked["volgorde"] == Order.NEED.value:
            asked["volgorde"] = ""
        kept = {name: value for name, value in asked.items() if value}
        return urlencode(kept or {"toon": ALL_OPEN})

    def chosen(self) -> list[tuple[str, str]]:
        """What narrows the list, in words, each with the address without it."""
        found = []
        for field in (self.zoek, self.nood, self.toon, self.termijn, self.gemeente, self.taal):
            if not field.data:
                continue
            words = {str(one.value): str(one.label) for one in getattr(field, "choices", ())}
            said = words.get(field.data, field.data)
            found.append((said, self.address(**{field.name: ""})))
        return found


class ViewForm(PageForm):
    """A name for the list as it stands."""

    name = StringField(_l("Naam van de weergave"), [NEEDED, at_most(40)])
    question = HiddenField(validators=[Length(max=400)])
    first = BooleanField(_l("Toon deze weergave eerst"))
