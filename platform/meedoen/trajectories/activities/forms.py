"""Forms of activities: their shape only; the criteria stand in the rules."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Optional

from meedoen.offers.models import Offer
from meedoen.trajectories.activities.rules import Criteria
from meedoen.trajectories.models import Activity
from meedoen.web.fields import HiddenNumber, RequestKey
from meedoen.web.forms import NEEDED, PageForm, at_most


class CriteriaForm(PageForm):
    """What counsellor and newcomer found of an activity."""

    in_duo_or_group = BooleanField(_l("Het is met twee of in groep"))
    meets_new_people = BooleanField(_l("De deelnemer ontmoet er nieuwe mensen"))
    lasting_contact = BooleanField(_l("Er is een echte kans op blijvend contact"))
    spoken_in_dutch = BooleanField(_l("Er wordt Nederlands gesproken"))

    def criteria(self) -> Criteria:
        """What was ticked, as the actions take it."""
        return Criteria(
            in_duo_or_group=bool(self.in_duo_or_group.data),
            meets_new_people=bool(self.meets_new_people.data),
            lasting_contact=bool(self.lasting_contact.data),
            spoken_in_dutch=bool(self.spoken_in_dutch.data),
        )

    def fill_from(self, thing: Activity | Offer | Criteria) -> None:
        """Tick what an activity or offer says of itself."""
        self.in_duo_or_group.data = thing.in_duo_or_group
        self.meets_new_people.data = thing.meets_new_people
        self.lasting_contact.data = thing.lasting_contact
        self.spoken_in_dutch.data = thing.spoken_in_dutch


class JudgeForm(CriteriaForm):
    """What was found of an own activity, and why where that needs words."""

    reason = TextAreaField(
        _l("Waarom?"),
        [Optional(), at_most(1000)],
        description=_l(
            "Dit komt terug als iemand iets gelijkaardigs voorstelt. Schrijf geen namen."
        ),
    )


class FromOfferForm(CriteriaForm):
    """An offer of the catalogue, to be added."""

    offer = HiddenNumber(validators=[NEEDED])


class OwnActivityForm(JudgeForm):
    """An activity that the newcomer found outside the catalogue."""

    request_key = RequestKey()
    title = StringField(_l("Wat is het?"), [NEEDED, at_most(120)])
    host = StringField(
        _l("Bij wie?"),
        [NEEDED, at_most(120)],
        description=_l("De vereniging, organisatie of plek."),
    )
    contact_name = StringField(_l("Contactpersoon"), [NEEDED, at_most(120)])
    contact_email = StringField(
        _l("E-mailadres van de contactpersoon"),
        [NEEDED, at_most(254)],
        description=_l("Deze persoon krijgt een link om de uren te bevestigen."),
    )
    contact_phone = StringField(_l("Telefoon van de contactpersoon"), [Optional(), at_most(30)])
