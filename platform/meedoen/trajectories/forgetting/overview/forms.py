"""The forms of who decides: erase, refuse to, hold; their shape, no rule."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from meedoen.trajectories.forgetting.overview.wording import TERMS
from meedoen.trajectories.forgetting.terms import BY_HAND, Because
from meedoen.web.fields import DayField, RequestKey
from meedoen.web.forms import CHOOSE, NEEDED, PageForm, SelectChoice, at_most

SURE = InputRequired(_l("Zet een vinkje: wissen kan je niet terugdraaien."))


class EraseForm(PageForm):
    """Erase a person, because of what, and that it cannot be undone."""

    because = SelectField(_l("Waarom?"), [CHOOSE])
    sure = BooleanField(_l("Ik weet dat dit niet terug kan"), [SURE])

    def offer(self, reasons: tuple[Because, ...]) -> None:
        """Fill the list of reasons; with more than one, the first line asks to choose."""
        found = [SelectChoice(one.value, TERMS[Because][one]) for one in reasons]
        one = len(found) == 1
        self.because.choices = found if one else [SelectChoice("", _l("Kies een reden")), *found]

    @staticmethod
    def reasons(*, orders: bool) -> tuple[Because, ...]:
        """What somebody can give as the reason, who may (`orders`) also erase unasked."""
        return BY_HAND if orders else (Because.ASKED,)


class RefuseForm(PageForm):
    """Say why somebody is not erased now."""

    reason = TextAreaField(
        _l("Waarom niet?"), [NEEDED, at_most(1000)], description=_l("De deelnemer leest dit.")
    )


class HoldForm(PageForm):
    """Keep a file until a day."""

    request_key = RequestKey()
    reason = TextAreaField(
        _l("Waarom moet dit bewaard blijven?"),
        [NEEDED, at_most(1000)],
        description=_l("Bijvoorbeeld: er loopt een klacht. Wie het dossier ziet, leest dit."),
    )
    until_on = DayField(_l("Tot en met"), [InputRequired(_l("Kies een dag."))])
