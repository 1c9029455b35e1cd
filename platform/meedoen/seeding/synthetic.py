"""A believable catalogue of any size for trials and measurements; bulk rows, not people's acts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.orm import Session

from meedoen.core.database import Base
from meedoen.offers.change_notes import note_all
from meedoen.offers.models import (
    Offer,
    OfferGoal,
    OfferLanguage,
    OfferMoment,
    OfferPlace,
    OfferRegion,
)
from meedoen.offers.terms import CatchmentKind, OfferStatus, Suitability
from meedoen.organisations.models import Contact, Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.places.models import Municipality, PostalPlace
from meedoen.places.rules import plain
from meedoen.seeding.demo.content import Family, Idea, read_families, read_ideas, read_names
from meedoen.seeding.demo.offer_texts import spoken_at

BATCH = 2000
OFFERS_EACH = 4
SCATTER = 0.01
"""Degrees around the point of a postcode."""

Spot = Row[str, str, float, float, str, str | None]


@dataclass(frozen=True, slots=True)
class Host:
    """An organisation that was made: where it is and what it may offer."""

    id: int
    contact_id: int
    name: str
    family: str
    spot: Spot


def seed_synthetic(
    session: Session,
    *,
    offers: int,
    seed: int,
    at: datetime,
    progress: Callable[[int], object],
) -> int:
    """Add `offers` published offers, the same for the same seed; gives how many.

    Needs the reference data. Leaves a change note for each offer; making the index again is quicker
    than draining so many.
    """
    last = session.scalar(select(func.max(Offer.id))) or 0
    random = Random(seed)
    ideas, families = read_ideas(), read_families()
    spots = list_spots(session)
    for start in range(0, offers, BATCH):
        size = min(BATCH, offers - start)
        hosts = make_hosts(session, random, families, spots, size // OFFERS_EACH + 1, at)
        add_offers(session, random, ideas, hosts, size, at)
        progress(size)
    note_all(session, select(Offer.id).where(Offer.id > last))
    return offers


def list_spots(session: Session) -> Sequence[Spot]:
    """Every postal place of a municipality with an agency."""
    return session.execute(
        select(
            PostalPlace.postcode,
            PostalPlace.nis,
            PostalPlace.lat,
            PostalPlace.lon,
            Municipality.name_nl,
            Municipality.region_code,
        )
        .join(Municipality, Municipality.nis == PostalPlace.nis)
        .where(Municipality.agency_code.is_not(None))
        .order_by(PostalPlace.id)
    ).all()


def put(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> Sequence[int]:
    """Insert rows of one table; gives their ids in the same order."""
    statement = insert(table).returning(table.__table__.c.id, sort_by_parameter_order=True)
    return session.scalars(statement.execution_options(without_notes=True), rows).all()


def put_parts(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert rows that belong to offers and have no id of their own."""
    if rows:
        session.execute(insert(table).execution_options(without_notes=True), rows)


def make_hosts(
    session: Session,
    random: Random,
    families: dict[str, Family],
    spots: Sequence[Spot],
    number: int,
    at: datetime,
) -> list[Host]:
    """Verified organisations, each with a contact person."""
    names = read_names()
    chosen = [(random.choice(list(families)), random.choice(spots)) for _ in range(number)]
    rows = [
        {
            "name": (name := random.choice(families[word].names).replace("{plaats}", spot.name_nl)),
            "plain_name": plain(name),
            "kind": families[word].kind,
            "about": families[word].about,
            "nis": spot.nis,
            "status": OrganisationStatus.VERIFIED,
            "created_at": at,
        }
        for word, spot in chosen
    ]
    ids = put(session, Organisation, rows)
    people = [
        {
            "organisation_id": id_,
            "name": f"{random.choice(names.first)} {random.choice(names.last)}",
            "email": f"contact{id_}@demo.test",
            "active": True,
        }
        for id_ in ids
    ]
    contacts = put(session, Contact, people)
    return [
        Host(id_, contact, row["name"], word, spot)
        for id_, contact, row, (word, spot) in zip(ids, contacts, rows, chosen, strict=True)
    ]


def add_offers(
    session: Session,
    random: Random,
    ideas: Sequence[Idea],
    hosts: list[Host],
    number: int,
    at: datetime,
) -> None:
    """Published offers of these hosts, with places, goals, a moment and maybe a region."""
    fitting = {host.family: [i for i in ideas if host.family in i.hosts] for host in hosts}
    plans = []
    for _ in range(number):
        host = random.choice(hosts)
        plans.append((host, random.choice(fitting[host.family])))
    rows = [offer_row(random, host, idea, at) for host, idea in plans]
    ids = put(session, Offer, rows)
    places, goals, moments, regions = [], [], [], []
    for id_, row, (host, idea) in zip(ids, rows, plans, strict=True):
        goals += [{"offer_id": id_, "goal": goal} for goal in sorted(idea.goals)]
        day, part = random.choice(idea.moments)
        moments.append({"offer_id": id_, "day": day, "daypart": part})
        if not (idea.online or idea.at_home):
            places.append(place_row(random, id_, host))
        if row["catchment"] is CatchmentKind.REGIONS:
            regions.append({"offer_id": id_, "region_code": host.spot.region_code})
    put_parts(session, OfferPlace, places)
    put_parts(session, OfferGoal, goals)
    put_parts(session, OfferMoment, moments)
    put_parts(session, OfferRegion, regions)
    put_parts(session, OfferLanguage, [row for id_ in ids for row in language_rows(id_)])


def language_rows(offer_id: int) -> list[dict[str, Any]]:
    """What the host of an offer speaks besides Dutch, by lots of its own."""
    return [
        {"offer_id": offer_id, "language": language} for language in sorted(spoken_at(offer_id))
    ]


def place_row(random: Random, offer_id: int, host: Host) -> dict[str, Any]:
    """A place near the postcode of the host."""
    return {
        "offer_id": offer_id,
        "name": host.name,
        "street": f"{random.choice(read_names().streets)} {random.randrange(1, 120)}",
        "postcode": host.spot.postcode,
        "nis": host.spot.nis,
        "lat": round(host.spot.lat + random.uniform(-SCATTER, SCATTER), 5),
        "lon": round(host.spot.lon + random.uniform(-SCATTER, SCATTER), 5),
    }


def offer_row(random: Random, host: Host, idea: Idea, at: datetime) -> dict[str, Any]:
    """One offer; what is not said takes its default."""
    words = {"plaats": host.spot.name_nl, "organisatie": host.name}
    published = at - timedelta(days=random.randrange(1, 300))
    in_region = host.spot.region_code is not None and random.random() < 0.25
    return {
        "organisation_id": host.id,
        "contact_id": host.contact_id,
        "type": idea.type,
        "status": OfferStatus.PUBLISHED,
        "title": random.choice(idea.titles).format(**words),
        "summary": idea.summary.format(**words),
        "description": idea.description.format(**words),
        "level": idea.level,
        "how_to_join": "Bel of mail ons.",
        "online": idea.online,
        "comes_to_you": idea.at_home,
        "catchment": CatchmentKind.REGIONS if in_region else CatchmentKind.EVERYONE,
        "minutes_per_meeting": idea.minutes,
        "seats": idea.seats,
        "children_welcome": idea.children,
        "childcare": idea.childcare,
        "women_only": idea.women_only,
        "wheelchair_accessible": idea.wheelchair,
        "cost_cents": idea.cost,
        "insurance": idea.insurance,
        "volunteer_information": idea.information.format(**words),
        "suitability": Suitability.CLAIMED,
        "in_duo_or_group": True,
        "meets_new_people": True,
        "lasting_contact": True,
        "spoken_in_dutch": True,
        "created_at": published,
        "updated_at": published,
        "published_at": published,
    }
