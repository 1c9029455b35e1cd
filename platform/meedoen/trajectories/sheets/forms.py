"""Forms of photos: their shape only; which photos are taken stands in the rules."""

from collections.abc import Collection, Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from meedoen.trajectories.models import HoursEntry
from meedoen.web.fields import RequestKey, SeenVersion
from meedoen.web.forms import NEEDED, PageForm, SelectChoice, at_most
from meedoen.web.spoken import hours_and_minutes, on_day


class PhotoField(MultipleFileField):
    """Boxes for photos; the files themselves are taken in elsewhere (`sheets.receiving`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            _l("Foto van het getekende blad"),
            description=_l("Het hele blad, met de handtekening. Hoogstens 4 foto’s."),
            **kwargs,
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Nothing that was typed is a photo."""


class AttachForm(PageForm):
    """Photos of a sheet, and the hours that stand on it."""

    request_key = RequestKey()
    photos = PhotoField()
    hours = SelectMultipleField(
        _l("Welke uren staan op het blad?"), [Optional()], validate_choice=False
    )

    def offer_hours(self, entries: Iterable[HoursEntry], ticked: Collection[int] | None) -> None:
        """Fill the list; `ticked` are those chosen at first, None where the form was sent."""
        found = list(entries)
        self.hours.choices = [
            SelectChoice(str(e.id), f"{on_day(e.on_date)}: {hours_and_minutes(e.minutes)}")
            for e in found
        ]
        if ticked is not None:
            self.hours.data = [str(entry.id) for entry in found if entry.id in ticked]


class RemoveForm(PageForm):
    """Why a photo goes, which is asked where hours on it were accepted."""

    reason = TextAreaField(_l("Waarom?"), [Optional(), at_most(1000)])


class ByPhotoForm(PageForm):
    """Who signed the sheet on the photo."""

    seen_version = SeenVersion()
    name = StringField(_l("Wie tekende het blad?"), [NEEDED, at_most(120)])
