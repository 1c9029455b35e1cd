"""The form of an allowance: an amount in euros, or nothing."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Optional, ValidationError

from meedoen.trajectories.allowances.rules import read_euros
from meedoen.web.forms import PageForm


class AllowanceForm(PageForm):
    """What a volunteer gets for one day."""

    amount = StringField(
        _l("Vergoeding per dag, in euro"),
        [Optional()],
        description=_l("De vaste vergoeding voor vrijwilligers. Leeg: er is geen."),
    )

    def validate_amount(self, field: Any) -> None:
        """An amount is figures, with a comma before cents."""
        try:
            self.cents()
        except ValueError as error:
            raise ValidationError(_l("Schrijf een bedrag in cijfers, zoals 12,50.")) from error

    def cents(self) -> int | None:
        """What was typed, in cents."""
        return read_euros(self.amount.data or "")
