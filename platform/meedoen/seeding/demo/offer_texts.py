"""Turns an idea of the demonstration into the text, place and sessions of one offer."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from meedoen.offers.models import Offer
from meedoen.offers.places.rules import PlaceText
from meedoen.offers.rules import day_of
from meedoen.offers.sessions.actions import add_weekly_sessions
from meedoen.offers.terms import CatchmentKind, Daypart, Language, OfferType, Rhythm
from meedoen.offers.writing.actions import change_offer
from meedoen.offers.writing.queries import text_of
from meedoen.permissions import Person
from meedoen.places.models import Municipality, PostalPlace
from meedoen.seeding.demo.content import Idea, read_names

BEGINS = {
    Daypart.MORNING: time(9, 30),
    Daypart.AFTERNOON: time(13, 30),
    Daypart.EVENING: time(19, 0),
}
SCATTER = 0.004
"""Degrees around the point of a postcode, so that offers do not lie on top of each other."""

SPOKEN = {
    Language.FRENCH: 10,
    Language.ENGLISH: 10,
    Language.ARABIC: 6,
    Language.TURKISH: 4,
    Language.TAMAZIGHT: 3,
    Language.SPANISH: 3,
    Language.UKRAINIAN: 2,
    Language.RUSSIAN: 2,
    Language.POLISH: 2,
    Language.ROMANIAN: 1,
    Language.BULGARIAN: 1,
    Language.DARI: 2,
    Language.FARSI: 2,
    Language.PASHTO: 1,
    Language.PORTUGUESE: 1,
    Language.ALBANIAN: 1,
    Language.SOMALI: 1,
    Language.TIGRINYA: 1,
}
"""Which languages hosts speak, and how often one comes before another."""

WEEKS = 10
JOIN = "Bel of mail {naam}. Zeg wie je bent en dat je wil meedoen. We spreken samen een dag af."


def fill_offer(
    session: Session,
    offer: Offer,
    idea: Idea,
    where: Municipality,
    postal: PostalPlace,
    random: Random,
    *,
    by: Person,
    at: datetime,
) -> None:
    """Give a draft all that its idea says, at one place in `where`."""
    words = {"plaats": where.name_nl, "organisatie": offer.organisation.name}
    contact = offer.organisation.contacts[0]
    kind = catchment_kind(idea, where, random)
    week = idea.moments if idea.type is OfferType.INTERNSHIP else (random.choice(idea.moments),)
    text = replace(
        text_of(offer),
        summary=idea.summary.format(**words),
        description=idea.description.format(**words),
        goals=idea.goals,
        level=idea.level,
        contact_id=contact.id,
        host_languages=spoken_at(offer.id),
        how_to_join=JOIN.format(naam=contact.name),
        intake_needed=idea.intake,
        online=idea.online,
        comes_to_you=idea.at_home,
        catchment=kind,
        regions=frozenset(
            [where.region_code] if where.region_code and kind is CatchmentKind.REGIONS else []
        ),
        municipalities=frozenset(
            {where.nis, offer.organisation.nis} if kind is CatchmentKind.MUNICIPALITIES else ()
        ),
        rhythm=idea.rhythm,
        moments=frozenset(week),
        ends_on=last_day(idea, at, random),
        minutes_total=idea.total,
        minutes_per_meeting=idea.minutes,
        seats=idea.seats,
        min_age=idea.min_age,
        children_welcome=idea.children,
        childcare=idea.childcare,
        women_only=idea.women_only,
        target_group=idea.group,
        wheelchair_accessible=idea.wheelchair,
        cost_cents=idea.cost,
        cost_note=idea.cost_note,
        uitpas=idea.uitpas,
        insurance=idea.insurance,
        volunteer_information=idea.information.format(**words),
        volunteer_allowance=idea.allowance,
        internship_tutor=idea.tutor,
        internship_agreement=idea.agreement,
        claims_suitable=True,
        in_duo_or_group=True,
        meets_new_people=True,
        lasting_contact=True,
        spoken_in_dutch=True,
    )
    anywhere = idea.online or idea.at_home
    places = [] if anywhere else [place_near(offer, where, postal, random)]
    change_offer(session, offer, text, places=places, by=by, at=at)


def spoken_at(offer_id: int) -> frozenset[Language]:
    """What the host speaks besides Dutch: mostly one or two languages, often none.

    By lots of the offer's own, so that what else is drawn stays as it was.
    """
    random = Random(f"languages of offer {offer_id}")
    number = random.choices((0, 1, 2, 3), weights=(5, 4, 3, 1))[0]
    drawn = random.choices(list(SPOKEN), weights=list(SPOKEN.values()), k=number)
    return frozenset(drawn)


def catchment_kind(idea: Idea, where: Municipality, random: Random) -> CatchmentKind:
    """Mostly everyone; who visits people at home comes to a few municipalities alone."""
    if idea.at_home:
        return CatchmentKind.MUNICIPALITIES
    weights = (7, 2, 1) if where.region_code else (1, 0, 0)
    return random.choices(list(CatchmentKind), weights=weights)[0]


def last_day(idea: Idea, at: datetime, random: Random) -> date | None:
    """None for what goes on; the week of what happens once; else half a year or more ahead."""
    if idea.rhythm is Rhythm.CONTINUOUS:
        return None
    ahead = random.randrange(80, 130) if idea.rhythm is Rhythm.ONCE else random.randrange(190, 300)
    return day_of(at) + timedelta(days=ahead)


def place_near(offer: Offer, where: Municipality, postal: PostalPlace, random: Random) -> PlaceText:
    """A street and a point near that of a postcode."""
    street = f"{random.choice(read_names().streets)} {random.randrange(1, 120)}"
    return PlaceText(
        postcode=postal.postcode,
        street=street,
        name=offer.organisation.name,
        nis=where.nis,
        part=postal.name,
        lat=round(postal.lat + random.uniform(-SCATTER, SCATTER), 5),
        lon=round(postal.lon + random.uniform(-SCATTER, SCATTER), 5),
    )


def add_demo_sessions(
    session: Session, offer: Offer, idea: Idea, *, by: Person, at: datetime
) -> None:
    """Plan weekly meetings in the coming months, where the idea has a fixed hour."""
    if idea.intake or not offer.moments:
        return
    moment = offer.moments[0]
    begin = BEGINS[moment.daypart]
    end = (datetime.combine(date.min, begin) + timedelta(minutes=idea.minutes)).time()
    first, last = day_of(at) + timedelta(days=1), day_of(at) + timedelta(weeks=WEEKS)
    if idea.rhythm is Rhythm.ONCE and offer.ends_on:
        first, last = offer.ends_on - timedelta(days=6), offer.ends_on
    add_weekly_sessions(
        session,
        offer,
        from_day=first,
        until_day=last,
        weekday=moment.day,
        begin=begin,
        end=end,
        by=by,
        at=at,
    )
