"""The form of a new rule set: each value with its source and its mark; no domain rule."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.rule_sets.rules import NUMBERS, VALUES, YES_OR_NO, Draft
from meedoen.trajectories.rule_sets.terms import AppliesTo
from meedoen.trajectories.rule_sets.wording import TERMS, VALUE_WORDS
from meedoen.web.fields import DayField, RequestKey, WholeNumber
from meedoen.web.forms import CHOOSE, NEEDED, PageForm, at_most, choices_of

DAYS = re.compile(r"\s*\d{1,3}(\s*[,;\s]\s*\d{1,3})*\s*", re.ASCII)


def days_apart(form: Any, field: Any) -> None:
    """A validator: numbers with spaces or commas between."""
    if not DAYS.fullmatch(field.data or ""):
        raise ValidationError(_l("Schrijf getallen met een spatie ertussen, zoals 90 30."))


class RuleSetForm(PageForm):
    """From when, for whom, and all values; these are added below, since each has three boxes."""

    request_key = RequestKey()
    valid_from = DayField(_l("Eerste dag"), [InputRequired(_l("Kies een dag."))])
    applies_to = SelectField(_l("Voor wie?"), [CHOOSE], choices=choices_of(TERMS[AppliesTo]))

    def fill_from(self, last: RuleSet) -> None:
        """A copy of the last rule set, without its day."""
        for name in VALUES:
            value = getattr(last, name)
            self[name].data = " ".join(map(str, value)) if name == "reminder_days" else value
            said = last.sources.get(name)
            self[f"{name}_source"].data = said["source"] if said else last.source
            self[f"{name}_assumed"].data = bool(said and said["assumed"])

    def draft(self) -> Draft:
        """What was typed; to be asked of a form that was found whole."""
        assert self.valid_from.data is not None
        values: dict[str, Any] = {name: self[name].data for name in (*NUMBERS, *YES_OR_NO)}
        typed = re.findall(r"\d+", self["reminder_days"].data or "")
        return Draft(
            valid_from=self.valid_from.data,
            applies_to=AppliesTo(self.applies_to.data),
            reminder_days=tuple(int(days) for days in typed),
            sources={
                name: (self[f"{name}_source"].data or "", bool(self[f"{name}_assumed"].data))
                for name in VALUES
            },
            **values,
        )


for value_name in VALUES:
    label = VALUE_WORDS[value_name]
    if value_name in YES_OR_NO:
        box: Any = BooleanField(label)
    elif value_name == "reminder_days":
        box = StringField(label, [NEEDED, days_apart])
    else:
        box = WholeNumber(label, [NEEDED])
    setattr(RuleSetForm, value_name, box)
    source_box = TextAreaField(_l("Waar komt dit vandaan?"), [NEEDED, at_most(1000)])
    setattr(RuleSetForm, f"{value_name}_source", source_box)
    assumed_box = BooleanField(_l("Dit is een aanname: geen bron zegt het"))
    setattr(RuleSetForm, f"{value_name}_assumed", assumed_box)
