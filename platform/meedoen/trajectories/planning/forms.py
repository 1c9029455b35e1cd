"""The form of somebody's week: its shape only; what it must hold stands in the rules."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import Optional

from meedoen.offers.terms import Day, Daypart, Goal, Level, OfferType
from meedoen.offers.wording import TERMS as OFFER_WORDS
from meedoen.trajectories.planning.models import PlanWish
from meedoen.trajectories.planning.rules import HalfDay, Week
from meedoen.trajectories.planning.terms import ChildrenNeed, WomenOnly
from meedoen.trajectories.planning.wording import TERMS
from meedoen.web.fields import SeenVersion, WholeNumber
from meedoen.web.forms import CHOOSE, NEEDED, PageForm, SelectChoice, choices_of

USUAL_KM, USUAL_PER_WEEK = 10, 2


class WeekForm(PageForm):
    """When somebody is free, how far they travel, how much Dutch they know, what they wish."""

    seen_version = SeenVersion()
    free = SelectMultipleField(
        _l("Wanneer kan je?"),
        choices=[SelectChoice(f"{day}-{part}") for day in Day for part in Daypart],
    )
    radius_km = WholeNumber(_l("Hoeveel kilometer wil je hoogstens reizen?"), [NEEDED])
    per_week = WholeNumber(_l("Hoeveel keer per week kan je hoogstens?"), [NEEDED])
    level = RadioField(
        _l("Hoeveel Nederlands ken je?"), [CHOOSE], choices=choices_of(OFFER_WORDS[Level])
    )
    children = RadioField(
        _l("Komen je kinderen mee?"), [CHOOSE], choices=choices_of(TERMS[ChildrenNeed])
    )
    women = RadioField(
        _l("Wil je iets dat alleen voor vrouwen is?"),
        [CHOOSE],
        choices=choices_of(TERMS[WomenOnly]),
    )
    goals = SelectMultipleField(
        _l("Wat wil je?"), [Optional()], choices=choices_of(OFFER_WORDS[Goal])
    )
    types = SelectMultipleField(
        _l("Wat wil je doen?"), [Optional()], choices=choices_of(OFFER_WORDS[OfferType])
    )
    not_hosts = SelectMultipleField(_l("Hier wil je niet naartoe"), [Optional()])

    def offer_hosts(self, row: PlanWish | None) -> None:
        """The organisations that were said no to, to take that back."""
        self.not_hosts.choices = [
            SelectChoice(str(one.organisation_id), one.organisation.name)
            for one in (row.unwished if row else [])
        ]

    def fill_from(self, row: PlanWish | None) -> None:
        """Tick what stands, or what is usual."""
        self.seen_version.data = row.version if row else 0
        self.radius_km.data = row.radius_km if row else USUAL_KM
        self.per_week.data = row.per_week if row else USUAL_PER_WEEK
        self.children.data = (row.children if row else ChildrenNeed.NONE).value
        self.women.data = (row.women if row else WomenOnly.NO).value
        if row is None:
            return
        self.level.data = str(row.level)
        self.free.data = [f"{one.day}-{one.daypart}" for one in row.free]
        self.goals.data = [one.goal.value for one in row.goal_rows]
        self.types.data = [one.type.value for one in row.type_rows]
        self.not_hosts.data = [str(one.organisation_id) for one in row.unwished]

    def week(self) -> Week:
        """What was written, as the action takes it."""
        return Week(
            free=frozenset(half_day_of(code) for code in self.free.data or ()),
            level=Level(int(self.level.data)),
            radius_km=self.radius_km.data or 0,
            per_week=self.per_week.data or 0,
            children=ChildrenNeed(self.children.data),
            women=WomenOnly(self.women.data),
            goals=frozenset(Goal(code) for code in self.goals.data or ()),
            types=frozenset(OfferType(code) for code in self.types.data or ()),
            not_hosts=frozenset(int(number) for number in self.not_hosts.data or ()),
        )


def half_day_of(code: str) -> HalfDay:
    """The half-day behind a box of the week: 'mon-morning'."""
    day, part = code.split("-")
    return Day(day), Daypart(part)
