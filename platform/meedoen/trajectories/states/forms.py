"""The form that changes how a trajectory stands: its shape; no domain rule."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Optional

from meedoen.trajectories.states.terms import StatusReason
from meedoen.web.fields import DayField, RequestKey
from meedoen.web.forms import CHOOSE, NEEDED, PageForm, at_most


class StatusForm(PageForm):
    """Why, and in its own words where they are needed."""

    request_key = RequestKey()
    because = SelectField(_l("Reden"), [CHOOSE])
    words = TextAreaField(
        _l("In je eigen woorden"),
        [Optional(), at_most(1000)],
        description=_l("Schrijf niets over gezondheid: dat bewaren we niet."),
    )

    def offer_reasons(self, reasons: Iterable[tuple[StatusReason, str]]) -> None:
        """Fill the list of reasons; with more than one, the first line asks to choose."""
        found = [SelectChoice(reason.value, said) for reason, said in reasons]
        one = len(found) == 1
        self.because.choices = found if one else [SelectChoice("", _l("Kies een reden")), *found]

    def needs_words(self) -> None:
        """Ask for words, whatever the reason."""
        self.words.validators = [NEEDED, at_most(1000)]
        self.words.flags.required = True


class RestForm(StatusForm):
    """From when it rests, and until when if that is known."""

    from_on = DayField(_l("Eerste dag van de rust"), [InputRequired(_l("Kies een dag."))])
    until_on = DayField(
        _l("Loopt weer vanaf"),
        [Optional()],
        description=_l("Laat leeg als je het nog niet weet."),
    )


class ResumeForm(StatusForm):
    """From when it runs again."""

    from_on = DayField(_l("Loopt weer vanaf"), [InputRequired(_l("Kies een dag."))])
