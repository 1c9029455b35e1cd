"""The shape of what people type about accounts; what is allowed stands in the rules."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, SelectField, StringField, TelField
from wtforms.validators import Length

from meedoen.accounts.rules import LONGEST_NAME
from meedoen.messages.rules import LONGEST_ADDRESS
from meedoen.web.forms import NEEDED, PageForm, SelectChoice, at_most
from meedoen.web.languages import LANGUAGES

LONGEST_TYPED = 1000
"""Far beyond any password, so that a rule can say what is wrong with it."""

TYPED_PASSWORD = (NEEDED, Length(max=LONGEST_TYPED, message=_l("Dit is te lang.")))


class ForgottenForm(PageForm):
    """Who asks for a new password."""

    email = EmailField(
        _l("E-mailadres"),
        validators=[NEEDED, at_most(LONGEST_ADDRESS)],
    )


class PasswordForm(PageForm):
    """A new password, typed twice."""

    password = PasswordField(
        _l("Nieuw wachtwoord"),
        validators=TYPED_PASSWORD,
    )
    repeat = PasswordField(
        _l("Nog eens hetzelfde wachtwoord"),
        validators=TYPED_PASSWORD,
    )

    @property
    def is_same_twice(self) -> bool:
        """Whether both boxes hold the same."""
        return bool(self.password.data == self.repeat.data)


class ChangePasswordForm(PasswordForm):
    """A new password, and the present one as proof."""

    present = PasswordField(
        _l("Je wachtwoord van nu"),
        validators=TYPED_PASSWORD,
    )


class DetailsForm(PageForm):
    """A person's own name, telephone and language."""

    name = StringField(
        _l("Naam"),
        validators=[NEEDED, at_most(LONGEST_NAME)],
    )
    phone = TelField(_l("Telefoon"), validators=[at_most(40)])
    language = SelectField(
        _l("Taal"),
        description=_l("In deze taal schrijven we je, en tonen we jouw pagina."),
        choices=[SelectChoice(one.code, one.name) for one in LANGUAGES.values()],
    )
