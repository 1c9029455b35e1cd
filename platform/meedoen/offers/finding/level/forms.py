"""The questions about one's Dutch, as they stand in the address; nothing of it is kept."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from meedoen.web.forms import PageForm, SelectChoice

YES_OR_NO = (SelectChoice("ja", _l("Ja")), SelectChoice("nee", _l("Nee")))
ANSWER = _l("Kies ja of nee.")


def yes_or_no(label: str) -> RadioField:
    """A question that is answered with yes or no."""
    return RadioField(label, choices=YES_OR_NO, validate_choice=False)


class LevelForm(PageForm):
    """Three things that one can do in Dutch or not, the easiest first."""

    class Meta:
        csrf = False

    verstaan = yes_or_no(_l("Iemand zegt: ‘Kom om 2 uur. Breng water mee.’ Versta je dat?"))
    vertellen = yes_or_no(_l("Kan je iets vertellen over je weekend?"))
    meepraten = yes_or_no(_l("Kan je vlot meepraten over plannen of nieuws?"))

    @property
    def can(self) -> tuple[bool, bool, bool]:
        """The answers; what was not answered is no."""
        return (
            self.verstaan.data == "ja",
            self.vertellen.data == "ja",
            self.meepraten.data == "ja",
        )

    def answered(self) -> bool:
        """Whether enough was answered to tell a level; says so beside the question where not."""
        for question in (self.verstaan, self.vertellen, self.meepraten):
            if question.data not in ("ja", "nee"):
                question.errors = [str(ANSWER)]
                return False
            if question.data == "nee":
                return True
        return True
