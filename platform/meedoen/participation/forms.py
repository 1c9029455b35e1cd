"""The form with which somebody asks to join: its shape; what must hold stands in the rules."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from meedoen.accounts.rules import LONGEST_NAME
from meedoen.offers.terms import Language
from meedoen.offers.wording import TERMS
from meedoen.participation.rules import LONGEST_MESSAGE
from meedoen.web.fields import RequestKey
from meedoen.web.forms import NEEDED, PageForm, SelectChoice, at_most, choices_of

IN_DUTCH = "nl"


class AskForm(PageForm):
    """Who wants to join, and how to reach them."""

    name = StringField(_l("Je naam"), [NEEDED, at_most(LONGEST_NAME)])
    phone = StringField(
        _l("Je telefoon"),
        [Optional(), at_most(30)],
        description=_l("Telefoon of e-mail: één van de twee is genoeg."),
    )
    email = StringField(_l("Je e-mailadres"), [Optional(), at_most(254)])
    language = SelectField(
        _l("In welke taal praat je het liefst?"),
        [Optional()],
        choices=[SelectChoice(IN_DUTCH, _l("Nederlands")), *choices_of(TERMS[Language])],
        description=_l("Misschien spreekt niemand daar jouw taal. Zo weten ze het wel."),
    )
    message = TextAreaField(
        _l("Wil je nog iets zeggen of vragen?"),
        [Optional(), at_most(LONGEST_MESSAGE)],
        description=_l("Bijvoorbeeld: wanneer kan je het best gebeld worden?"),
    )
    request_key = RequestKey()

    @property
    def spoken(self) -> Language | None:
        """The language to be called in, None for Dutch."""
        return None if self.language.data in {None, IN_DUTCH} else Language(self.language.data)
