"""The shape of what people type about accounts; what is allowed stands in the rules."""

from collections.abc import Iterable

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Form, PasswordField, StringField, TelField
from wtforms.validators import InputRequired, Length

from meedoen.accounts.rules import LONGEST_NAME
from meedoen.core.errors import Reason
from meedoen.messages.rules import LONGEST_ADDRESS

MISSING = _l("Vul dit in.")
TOO_LONG = _l("Dit is te lang.")
LONGEST_TYPED = 1000
"""Far beyond any password, so that a rule can say what is wrong with it."""


def show_reasons(form: Form, reasons: Iterable[Reason]) -> None:
    """Put what a rule said into `form`: beside its field, or at the top where it has none."""
    explain = current_app.extensions["dictionary"].explain
    for reason in reasons:
        if reason.field and reason.field in form:
            field = form[reason.field]
            field.errors = [*field.errors, explain(reason)]
        else:
            form.form_errors.append(explain(reason))


class ForgottenForm(FlaskForm):  # type: ignore[misc]
    """Who asks for a new password."""

    email = EmailField(
        _l("E-mailadres"),
        validators=[InputRequired(MISSING), Length(max=LONGEST_ADDRESS, message=TOO_LONG)],
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password, typed twice."""

    password = PasswordField(
        _l("Nieuw wachtwoord"),
        validators=[InputRequired(MISSING), Length(max=LONGEST_TYPED, message=TOO_LONG)],
    )
    repeat = PasswordField(
        _l("Nog eens hetzelfde wachtwoord"),
        validators=[InputRequired(MISSING), Length(max=LONGEST_TYPED, message=TOO_LONG)],
    )

    @property
    def is_same_twice(self) -> bool:
        """Whether both boxes hold the same."""
        return bool(self.password.data == self.repeat.data)


class ChangePasswordForm(PasswordForm):
    """A new password, and the present one as proof."""

    present = PasswordField(
        _l("Je wachtwoord van nu"),
        validators=[InputRequired(MISSING), Length(max=LONGEST_TYPED, message=TOO_LONG)],
    )


class DetailsForm(FlaskForm):  # type: ignore[misc]
    """A person's own name and telephone."""

    name = StringField(
        _l("Naam"),
        validators=[InputRequired(MISSING), Length(max=LONGEST_NAME, message=TOO_LONG)],
    )
    phone = TelField(_l("Telefoon"), validators=[Length(max=40, message=TOO_LONG)])
