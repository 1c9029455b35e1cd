"""The forms in which an offer is written: their shape; what an offer must hold is a rule."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from meedoen.offers.forms import CommaDecimalField, between, in_our_time, within
from meedoen.offers.models import Offer
from meedoen.offers.places.forms import PlaceForm, Rows, fill_rows
from meedoen.offers.places.rules import MOST_PLACES, PlaceText
from meedoen.offers.terms import (
    CatchmentKind,
    Day,
    Daypart,
    Goal,
    Insurance,
    Language,
    OfferType,
    Rhythm,
)
from meedoen.offers.wording import TERMS
from meedoen.offers.writing import wording
from meedoen.offers.writing.rules import PLAIN_FIELDS, OfferText
from meedoen.offers.writing.wording import LEVEL_QUESTIONS, TYPE_HINTS
from meedoen.places.models import Region
from meedoen.web.fields import DayField, RequestKey, SeenVersion, WholeNumber
from meedoen.web.forms import CHOOSE, PageForm, SelectChoice, at_most, choices_of

TURNED = frozenset(
    {
        "type",
        "level",
        "contact_id",
        "catchment",
        "rhythm",
        "insurance",
        "minutes_total",
        "cost_cents",
    }
)
"""Parts of a text that a box holds in another way, such as hours for minutes."""

SAME = tuple(name for name in PLAIN_FIELDS if name not in TURNED)

LONGEST_LIST = 4000
"""Signs in a list of municipalities, all of which together take about 3500."""


class NewOfferForm(PageForm):
    """The start of an offer; the key makes that a form sent twice drafts once."""

    type = RadioField(
        _l("Wat voor aanbod is het?"),
        [CHOOSE],
        choices=choices_of(TYPE_HINTS),
    )
    title = StringField(
        _l("Titel"),
        [InputRequired(_l("Geef je aanbod een titel.")), within("title")],
        description=_l("Kort en gewoon. Bijvoorbeeld: Samen koken op woensdag."),
    )
    request_key = RequestKey()


class CopyForm(PageForm):
    """The button that copies; the key makes that a double press copies once."""

    request_key = RequestKey()


class OfferForm(PageForm):
    """All of an offer. Only the kind and the title are needed to keep it."""

    seen_version = SeenVersion()

    type = RadioField(
        _l("Wat voor aanbod is het?"),
        [CHOOSE],
        choices=choices_of(TYPE_HINTS),
    )
    title = StringField(
        _l("Titel"),
        [InputRequired(_l("Geef je aanbod een titel. Dan kan je het bewaren.")), within("title")],
        description=_l("Kort en gewoon. Bijvoorbeeld: Samen koken op woensdag."),
    )
    summary = TextAreaField(
        _l("In één of twee zinnen"),
        [Optional(), within("summary")],
        description=_l("Dit lezen mensen eerst, in de lijst."),
    )
    description = TextAreaField(
        _l("Wat doen jullie?"),
        [Optional(), within("description")],
        description=_l("Schrijf korte zinnen. Wie is er? Wat gebeurt er? Wat brengt iemand mee?"),
    )
    goals = SelectMultipleField(
        _l("Waarom doet iemand mee?"),
        [Optional()],
        choices=choices_of(TERMS[Goal]),
        description=_l("Meer dan één antwoord mag."),
    )

    level = RadioField(
        _l("Wat moet iemand in het Nederlands kunnen?"),
        [Optional()],
        choices=choices_of(LEVEL_QUESTIONS),
        description=_l("Denk aan de eerste keer dat iemand komt. Kies wat dan nodig is."),
    )
    min_age = WholeNumber(_l("Vanaf welke leeftijd?"), [Optional(), between("min_age")])
    max_age = WholeNumber(_l("Tot welke leeftijd?"), [Optional(), between("max_age")])
    women_only = BooleanField(_l("Alleen voor vrouwen"))
    target_group = StringField(
        _l("Voor een bepaalde groep?"),
        [Optional(), within("target_group")],
        description=_l("Bijvoorbeeld jongeren, ouders of senioren."),
    )
    children_welcome = BooleanField(_l("Kinderen mogen meekomen"))
    childcare = BooleanField(_l("Er is kinderopvang"))
    wheelchair_accessible = BooleanField(_l("Je kan er met een rolstoel in"))

    places = Rows(FormField(PlaceForm), _l("Plaatsen"), min_entries=1, max_entries=MOST_PLACES + 1)
    online = BooleanField(_l("Het is online"))
    comes_to_you = BooleanField(_l("We komen naar jou, of spreken af in jouw buurt"))
    travel_note = TextAreaField(
        _l("Hoe kom je er?"),
        [Optional(), within("travel_note")],
        description=_l("Bijvoorbeeld: bus 1, halte Kerk. De deur is achteraan."),
    )
    catchment = RadioField(
        _l("Wie kan meedoen?"),
        [Optional()],
        choices=choices_of(wording.TERMS[CatchmentKind]),
        default=CatchmentKind.EVERYONE.value,
    )
    regions = SelectMultipleField(_l("Welke regio's?"), [Optional()])
    municipalities = TextAreaField(
        _l("Welke gemeenten?"),
        [Optional(), at_most(LONGEST_LIST)],
        description=_l("Zet een komma tussen de namen. Bijvoorbeeld: Mechelen, Bonheiden."),
    )

    rhythm = RadioField(
        _l("Hoe loopt het?"),
        [Optional()],
        choices=choices_of(wording.TERMS[Rhythm]),
        default=Rhythm.CONTINUOUS.value,
    )
    moments = SelectMultipleField(
        _l("Wanneer is het meestal?"),
        [Optional()],
        choices=[SelectChoice(f"{day}-{part}") for day in Day for part in Daypart],
    )
    starts_on = DayField(_l("Eerste dag"), [Optional(), in_our_time])
    ends_on = DayField(
        _l("Laatste dag"),
        [Optional(), in_our_time],
        description=_l("Daarna verdwijnt je aanbod vanzelf."),
    )
    minutes_per_meeting = WholeNumber(
        _l("Hoelang duurt één keer?"), [Optional(), between("minutes_per_meeting")]
    )
    hours_total = CommaDecimalField(
        _l("Hoeveel uur is het in totaal?"),
        [Optional(), NumberRange(0.1, 2000, message=_l("Schrijf een getal van 0,1 tot 2000."))],
        description=_l("Van één persoon, als het een einde heeft."),
    )

    contact_id = SelectField(
        _l("Bij wie komt iemand terecht?"),
        [Optional()],
        description=_l("Nieuwkomers zien de naam en het nummer van deze contactpersoon."),
    )
    how_to_join = TextAreaField(
        _l("Hoe kan iemand meedoen?"),
        [Optional(), within("how_to_join")],
        description=_l("Bijvoorbeeld: kom gewoon langs. Of: bel eerst naar Els."),
    )
    host_languages = SelectMultipleField(
        _l("Welke talen spreken jullie nog, naast Nederlands?"),
        [Optional()],
        choices=choices_of(TERMS[Language]),
        description=_l("Wie nog weinig Nederlands kent, durft dan sneller komen."),
    )
    intake_needed = BooleanField(_l("Eerst is er een gesprek om kennis te maken"))
    seats = WholeNumber(_l("Voor hoeveel mensen is er plaats?"), [Optional(), between("seats")])
    cost = CommaDecimalField(
        _l("Wat kost het?"),
        [Optional(), NumberRange(0, 10_000, message=_l("Schrijf een bedrag van 0 tot 10 000."))],
        description=_l("Schrijf 0 als het gratis is."),
    )
    cost_note = StringField(
        _l("Uitleg bij de prijs"),
        [Optional(), within("cost_note")],
        description=_l("Bijvoorbeeld: koffie en materiaal zijn inbegrepen."),
    )
    uitpas = BooleanField(_l("Korting met UiTPAS"))

    insurance = RadioField(
        _l("Wie verzekert de mensen die meedoen?"),
        [Optional()],
        choices=choices_of(TERMS[Insurance]),
    )
    insurance_note = TextAreaField(
        _l("Welke verzekering is het?"), [Optional(), within("insurance_note")]
    )
    volunteer_information = TextAreaField(
        _l("Wat moet een vrijwilliger vooraf weten?"),
        [Optional(), within("volunteer_information")],
        description=_l(
            "De wet vraagt: doel en statuut van de organisatie, de verzekering, "
            "de vergoeding, en het beroepsgeheim."
        ),
    )
    volunteer_allowance = StringField(
        _l("Vergoeding voor de vrijwilliger"), [Optional(), within("volunteer_allowance")]
    )
    internship_tutor = StringField(
        _l("Wie begeleidt de stagiair?"), [Optional(), within("internship_tutor")]
    )
    internship_agreement = TextAreaField(
        _l("Welke afspraken zijn er?"),
        [Optional(), within("internship_agreement")],
        description=_l("Wat doet de stagiair, hoelang, op welke uren, met welke kledij?"),
    )

    claims_suitable = BooleanField(
        _l("Dit aanbod kan meetellen voor het participatie- en netwerktraject")
    )
    in_duo_or_group = BooleanField(_l("Het is met twee of in groep"))
    meets_new_people = BooleanField(_l("Iemand leert er nieuwe mensen kennen"))
    lasting_contact = BooleanField(_l("Het contact kan blijven duren"))
    spoken_in_dutch = BooleanField(_l("We spreken er Nederlands"))

    def offer_choices(self, offer: Offer, regions: Iterable[Region]) -> None:
        """Fill the lists to choose from: contact persons who still work there, and regions."""
        people = [one for one in offer.organisation.contacts if one.active]
        self.contact_id.choices = [SelectChoice("", _l("Kies een contactpersoon"))]
        self.contact_id.choices += [SelectChoice(str(one.id), one.name) for one in people]
        self.regions.choices = [SelectChoice(region.code, region.name) for region in regions]

    def fill_from(
        self, text: OfferText, places: Iterable[PlaceText], names: Sequence[str], *, version: int
    ) -> None:
        """Put what is kept in the boxes; `names` are those of the municipalities."""
        for name in SAME:
            self[name].data = getattr(text, name)
        self.seen_version.data = version
        self.type.data = text.type.value
        self.level.data = str(text.level) if text.level else None
        self.contact_id.data = str(text.contact_id or "")
        self.catchment.data = text.catchment.value
        self.rhythm.data = text.rhythm.value
        self.insurance.data = text.insurance.value if text.insurance else None
        self.goals.data = [goal.value for goal in text.goals]
        self.host_languages.data = [one.value for one in text.host_languages]
        self.moments.data = [f"{day}-{part}" for day, part in text.moments]
        self.regions.data = list(text.regions)
        self.municipalities.data = ", ".join(names)
        self.claims_suitable.data = text.claims_suitable
        self.hours_total.data = CommaDecimalField.part_of(text.minutes_total, 60)
        self.cost.data = CommaDecimalField.part_of(text.cost_cents, 100)
        fill_rows(self.places, places)

    def municipality_names(self) -> list[str]:
        """The names that were typed, one by one."""
        return [
            name.strip()
            for name in re.split(r"[,;\n]", self.municipalities.data or "")
            if name.strip()
        ]

    def typed(self, municipalities: frozenset[str]) -> OfferText:
        """What was typed, as the actions take it; `municipalities` are the codes of those names."""
        same: dict[str, Any] = {name: self[name].data for name in SAME}
        for name in SAME:
            if same[name] is None and self[name].type in {"StringField", "TextAreaField"}:
                same[name] = ""
        return OfferText(
            **same,
            type=OfferType(self.type.data),
            level=int(self.level.data) if self.level.data else None,
            contact_id=int(self.contact_id.data) if self.contact_id.data else None,
            catchment=CatchmentKind(self.catchment.data or CatchmentKind.EVERYONE),
            rhythm=Rhythm(self.rhythm.data or Rhythm.CONTINUOUS),
            insurance=Insurance(self.insurance.data) if self.insurance.data else None,
            minutes_total=CommaDecimalField.whole_of(self.hours_total.data, 60),
            cost_cents=CommaDecimalField.whole_of(self.cost.data, 100) or 0,
            goals=frozenset(Goal(code) for code in self.goals.data or ()),
            host_languages=frozenset(Language(code) for code in self.host_languages.data or ()),
            moments=frozenset(moment_of(code) for code in self.moments.data or ()),
            regions=frozenset(self.regions.data or ()),
            municipalities=municipalities,
            claims_suitable=bool(self.claims_suitable.data),
        )

    def typed_places(self) -> list[PlaceText]:
        """The places that were typed; blank ones too, so that each row keeps its number."""
        return [row.form.typed() for row in self.places]


def moment_of(code: str) -> tuple[Day, Daypart]:
    """The part of the week behind a box of the week: 'mon-morning'."""
    day, part = code.split("-")
    return Day(day), Daypart(part)
