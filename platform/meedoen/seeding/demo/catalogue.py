"""The organisations and offers of the demonstration, spread over the country as people are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.actions import create_account
from meedoen.accounts.models import Account
from meedoen.accounts.roles.actions import give_role
from meedoen.accounts.terms import Role
from meedoen.offers.models import Offer
from meedoen.offers.publication.actions import publish_offer, submit_offer
from meedoen.offers.seats.actions import mark_full
from meedoen.offers.writing.actions import draft_offer
from meedoen.organisations.actions import register_organisation
from meedoen.organisations.contacts.actions import add_contact
from meedoen.organisations.models import Organisation
from meedoen.organisations.review.actions import verify_organisation
from meedoen.places.models import Municipality, PostalPlace
from meedoen.places.queries import list_neighbours
from meedoen.seeding.demo.content import Family, Idea, Names, read_families, read_ideas, read_names
from meedoen.seeding.demo.offer_texts import add_demo_sessions, fill_offer
from meedoen.seeding.demo.told import tell_some

MUNICIPALITIES = 175
ORGANISATIONS_IN = {
    "11002": 9,
    "44021": 9,
    "21004": 5,
    "12025": 7,
    "24062": 4,
    "31005": 4,
    "34022": 4,
    "71072": 3,
    "71016": 3,
    "46021": 3,
    "41002": 3,
    "35013": 3,
    "36015": 3,
    "13040": 3,
    "12021": 3,
}
"""How many organisations stand in the larger towns (NIS code); elsewhere there is one."""

RIVIERENLAND = "Rivierenland"

ONE_IN_FULL = 6
"""Of the offers that say how many seats they have, one in so many is full."""


@dataclass
class Workshop:
    """What is at hand while the catalogue is made; the same random numbers each time."""

    session: Session
    at: datetime
    base_url: str
    reviewers: dict[str, Account]
    random: Random = field(default_factory=lambda: Random(2026))
    ideas: tuple[Idea, ...] = field(default_factory=read_ideas)
    families: dict[str, Family] = field(default_factory=read_families)
    names: Names = field(default_factory=read_names)
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    used: dict[str, int] = field(default_factory=dict)
    photos: Path | None = None
    """Where files of photos are kept; without it there are none."""

    def person_name(self) -> str:
        """An invented name."""
        return f"{self.random.choice(self.names.first)} {self.random.choice(self.names.last)}"

    def reviewer_of(self, organisation: Organisation) -> Account:
        """The colleague of the agency that serves its municipality."""
        return self.reviewers[organisation.home.agency_code or "agii"]

    def organisation_name(self, word: str, place: str) -> str:
        """The next name of a family; when all were given out, the place tells them apart."""
        names = self.families[word].names
        turn = self.used.get(word, 0)
        self.used[word] = turn + 1
        name = names[turn % len(names)]
        if "{plaats}" not in name and turn >= len(names):
            name = f"{name} {{plaats}}"
        return name.replace("{plaats}", place)


def make_catalogue(
    workshop: Workshop, *, most: int, progress: Callable[[str], None]
) -> tuple[int, int]:
    """Make organisations and their published offers in at most so many municipalities; gives how
    many of each."""
    organisations = offers = 0
    places = choose_municipalities(workshop)[:most]
    for done, municipality in enumerate(places, start=1):
        words = list(workshop.families)
        workshop.random.shuffle(words)
        for word in words[: ORGANISATIONS_IN.get(municipality.nis, 1)]:
            organisation, member = make_organisation(workshop, word, municipality)
            offers += make_offers(workshop, organisation, member, word)
            organisations += 1
        workshop.session.flush()
        if done % 40 == 0:
            progress(f"  {done} of {len(places)} municipalities")
    return organisations, offers


def choose_municipalities(workshop: Workshop) -> list[Municipality]:
    """Municipalities with an agency: the large towns, Rivierenland, Brussels and others by lot."""
    served = workshop.session.scalars(
        select(Municipality)
        .where(Municipality.agency_code.is_not(None), Municipality.valid_to.is_(None))
        .order_by(Municipality.nis)
    ).all()
    sure = [
        one
        for one in served
        if one.nis in ORGANISATIONS_IN
        or one.province_nis is None
        or (one.network is not None and one.network.name == RIVIERENLAND)
    ]
    others = [one for one in served if one not in sure]
    return sure + workshop.random.sample(others, MUNICIPALITIES - len(sure))


def make_organisation(
    workshop: Workshop, word: str, municipality: Municipality
) -> tuple[Organisation, Account]:
    """A verified organisation with a contact person and one member, who has no address."""
    session, at = workshop.session, workshop.at - timedelta(days=90)
    family = workshop.families[word]
    member = create_account(session, name=workshop.person_name(), by=None, at=at)
    organisation = register_organisation(
        session,
        name=workshop.organisation_name(word, municipality.name_nl),
        kind=family.kind,
        nis=municipality.nis,
        about=family.about,
        by=member,
        at=at,
    )
    give_role(
        session,
        member,
        Role.ORGANISATION_MEMBER,
        organisation_id=organisation.id,
        by=None,
        at=at,
    )
    number = next(workshop.numbers)
    add_contact(
        session,
        organisation,
        name=workshop.person_name(),
        email=f"contact{number}@demo.test",
        whatsapp=number % 3 == 0,
        phone=f"015 00 {number // 100:02d} {number % 100:02d}",
        by=member,
        at=at,
    )
    verify_organisation(
        session,
        organisation,
        by=workshop.reviewer_of(organisation),
        at=at,
        base_url=workshop.base_url,
    )
    return organisation, member


def make_offers(workshop: Workshop, organisation: Organisation, member: Account, word: str) -> int:
    """Two to four published offers of one organisation, of ideas that suit it."""
    fitting = [idea for idea in workshop.ideas if word in idea.hosts]
    chosen = workshop.random.sample(
        fitting, min(len(fitting), workshop.random.choice((2, 2, 3, 4)))
    )
    for idea in chosen:
        publish(workshop, organisation, member, idea)
    return len(chosen)


def publish(workshop: Workshop, organisation: Organisation, member: Account, idea: Idea) -> Offer:
    """Draft, fill, submit and publish one offer, each step by who would do it."""
    offer = draft(workshop, organisation, member, idea)
    at = workshop.at - timedelta(days=workshop.random.randrange(3, 60))
    submit_offer(workshop.session, offer, by=member, at=at)
    publish_offer(
        workshop.session,
        offer,
        by=workshop.reviewer_of(organisation),
        at=at,
        base_url=workshop.base_url,
    )
    add_demo_sessions(workshop.session, offer, idea, by=member, at=workshop.at)
    tell_some(workshop.session, offer, idea, by=member, at=workshop.at)
    if offer.seats and offer.id % ONE_IN_FULL == 2:
        mark_full(workshop.session, offer, by=member, at=workshop.at - timedelta(days=1))
    return offer


def draft(workshop: Workshop, organisation: Organisation, member: Account, idea: Idea) -> Offer:
    """Draft and fill one offer, in the own municipality or, one in five times, next door."""
    at = workshop.at - timedelta(days=70)
    home = organisation.municipality
    where = home
    if workshop.random.random() < 0.2 and not (idea.online or idea.at_home):
        where = workshop.random.choice([home, *served_neighbours(workshop.session, home)])
    offer = draft_offer(
        workshop.session,
        organisation,
        type=idea.type,
        title=workshop.random.choice(idea.titles).format(plaats=where.name_nl),
        by=member,
        at=at,
    )
    postal = workshop.random.choice(postal_places(workshop.session, where.nis))
    fill_offer(workshop.session, offer, idea, where, postal, workshop.random, by=member, at=at)
    return offer


def served_neighbours(session: Session, home: Municipality) -> list[Municipality]:
    """Neighbours of a municipality where newcomers follow the Flemish traject."""
    return [one for one in list_neighbours(session, home.nis) if one.agency_code]


def postal_places(session: Session, nis: str) -> list[PostalPlace]:
    """The deelgemeenten of a municipality, in a fixed order."""
    question = select(PostalPlace).where(PostalPlace.nis == nis)
    return list(session.scalars(question.order_by(PostalPlace.postcode, PostalPlace.name)))
