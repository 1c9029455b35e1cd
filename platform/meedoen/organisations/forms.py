"""Forms about organisations: their shape and what must be filled in; no domain rule."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import (
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from meedoen.organisations.models import Organisation
from meedoen.organisations.rules import ABOUT_LENGTH, NAME_LENGTH, WEBSITE_LENGTH, Typed
from meedoen.organisations.terms import OrganisationKind
from meedoen.organisations.wording import KIND_HINTS
from meedoen.places.models import Municipality
from meedoen.web.fields import RequestKey, SeenVersion
from meedoen.web.forms import CHOOSE, NEEDED, PageForm, SelectChoice, at_most, choices_of


class OrganisationForm(PageForm):
    """What an organisation says of itself."""

    name = StringField(_l("Naam van de organisatie"), [NEEDED, at_most(NAME_LENGTH)])
    kind = RadioField(
        _l("Wat voor organisatie is het?"),
        [CHOOSE],
        choices=choices_of(KIND_HINTS),
    )
    nis = SelectField(
        _l("Gemeente"),
        [CHOOSE],
        description=_l("De gemeente van je adres. Die bekijkt je organisatie en je aanbod."),
    )
    enterprise_number = StringField(
        _l("Ondernemingsnummer"),
        [Optional(), at_most(40)],
        description=_l("10 cijfers, zoals 0403.019.261. Een feitelijke vereniging heeft er geen."),
    )
    about = TextAreaField(
        _l("Wat doet je organisatie?"),
        [Optional(), at_most(ABOUT_LENGTH)],
        description=_l("Twee of drie korte zinnen. Nieuwkomers lezen dit."),
    )
    website = StringField(_l("Website"), [Optional(), at_most(WEBSITE_LENGTH)])
    email = StringField(
        _l("E-mailadres van de organisatie"),
        [Optional(), at_most(254)],
        description=_l("Iedereen kan dit zien."),
    )
    phone = StringField(
        _l("Telefoon van de organisatie"),
        [Optional(), at_most(30)],
        description=_l("Iedereen kan dit zien."),
    )

    def offer_municipalities(self, municipalities: Iterable[Municipality]) -> None:
        """Fill the list of municipalities; the first line asks to choose."""
        found = [SelectChoice(place.nis, place.name_nl) for place in municipalities]
        self.nis.choices = [SelectChoice("", _l("Kies je gemeente")), *found]

    def typed(self) -> Typed:
        """What was typed, as the actions take it."""
        return Typed(
            name=self.name.data or "",
            kind=OrganisationKind(self.kind.data),
            nis=self.nis.data,
            enterprise_number=self.enterprise_number.data,
            about=self.about.data or "",
            website=self.website.data,
            email=self.email.data,
            phone=self.phone.data,
        )


class RegistrationForm(OrganisationForm):
    """A new organisation; the key makes that a form sent twice registers once."""

    request_key = RequestKey()


class VisitorRegistrationForm(RegistrationForm):
    """A new organisation, by somebody who is not signed in."""

    member_name = StringField(
        _l("Jouw naam"), [NEEDED, at_most(NAME_LENGTH)], description=_l("Voornaam en familienaam.")
    )
    member_email = StringField(
        _l("Jouw e-mailadres"),
        [NEEDED, at_most(254)],
        description=_l("We sturen je een mail met een link. Alleen jij krijgt die."),
    )


class ChangeForm(OrganisationForm):
    """The data of an organisation, with the version that the person looked at."""

    seen_version = SeenVersion()

    def fill_from(self, organisation: Organisation) -> None:
        """Put the present data in the boxes."""
        details = organisation.details
        for box in ("name", "nis", "about", "website", "email", "phone"):
            self[box].data = getattr(details, box) or ""
        self.kind.data = details.kind.value
        self.enterprise_number.data = organisation.written_number
        self.seen_version.data = organisation.version
