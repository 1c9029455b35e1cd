"""A catalogue of offers that differ in everything one can filter by, the same each time."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.offers.models import Offer, OfferPlace, OfferSession
from meedoen.offers.rules import BRUSSELS
from meedoen.offers.terms import (
    CatchmentKind,
    Day,
    Daypart,
    Goal,
    Language,
    OfferStatus,
    OfferType,
    Rhythm,
    SessionStatus,
)
from meedoen.organisations.models import Organisation
from meedoen.places.models import PostalPlace, Region
from meedoen.web.clock import today
from tests import examples
from tests.finding.plain_search import Catchments

SPOKEN = [Language.FRENCH, Language.ARABIC, Language.DARI]


@dataclass
class Catalogue:
    """The offers of the test, who lies in which region, and the postcode table."""

    session: Session
    offers: list[Offer]
    regions: Catchments
    rows: list[PostalPlace] = field(repr=False)


def random_offer(
    session: Session, random: Random, hosts: list[Organisation], number: int, spots: Any
) -> Offer:
    """An offer with zero to three places near Mechelen and Antwerpen, and of all else anything."""
    places = []
    for _ in range(random.choice((0, 1, 1, 1, 2, 3))):
        spot = random.choice(spots)
        shift = random.choice((0.0, 0.0, random.uniform(-0.02, 0.02)))
        places.append(
            OfferPlace(
                nis=spot.nis, postcode=spot.postcode, lat=spot.lat + shift, lon=spot.lon - shift
            )
        )
    kind = random.choice(list(CatchmentKind))
    regions = random.sample(list(session.scalars(select(Region.code))), 2)
    return examples.offer(
        session,
        random.choice(hosts),
        f"Aanbod {number}",
        type=random.choice(list(OfferType)),
        level=random.choice((1, 2, 3, 4)),
        goals=random.sample(list(Goal), random.randint(1, 3)),
        moments=[
            (day, random.choice(list(Daypart)))
            for day in random.sample(list(Day), random.randint(0, 3))
        ],
        places=places,
        online=random.random() < 0.3,
        full=random.random() < 0.3,
        seats=random.choice((None, 8, 12)),
        cost_cents=random.choice((0, 0, 500)),
        children_welcome=random.random() < 0.3,
        childcare=random.random() < 0.2,
        women_only=random.random() < 0.2,
        wheelchair_accessible=random.random() < 0.5,
        languages=random.sample(SPOKEN, random.choice((0, 0, 1, 2))),
        rhythm=random.choice(list(Rhythm)),
        starts_on=random.choice((None, None, today() - timedelta(days=random.randrange(300)))),
        ends_on=random.choice((None, today() + timedelta(days=random.randrange(90)))),
        sessions=random_sessions(random),
        status=random.choice((*[OfferStatus.PUBLISHED] * 6, OfferStatus.PAUSED)),
        catchment=kind,
        regions=regions if kind is CatchmentKind.REGIONS else [],
        municipalities=sorted({random.choice(spots).nis for _ in range(12)})
        if kind is CatchmentKind.MUNICIPALITIES
        else [],
    )


def random_sessions(random: Random) -> list[OfferSession]:
    """No, one or some meetings in the weeks around today, at noon; one in four is cancelled."""
    return [
        OfferSession(
            starts_at=(
                begins := datetime.combine(
                    today() + timedelta(days=random.randrange(-20, 60)), time(12), BRUSSELS
                )
            ),
            ends_at=begins + timedelta(hours=2),
            status=random.choice((*[SessionStatus.PLANNED] * 3, SessionStatus.CANCELLED)),
        )
        for _ in range(random.choice((0, 0, 1, 3)))
    ]
