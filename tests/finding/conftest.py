"""Fixtures of finding: a catalogue in the database and in the index."""

from collections.abc import Iterator
from random import Random

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from meedoen.offers.finding.queries import WHAT_A_CARD_TELLS
from meedoen.offers.index_upkeep import upkeep_of
from meedoen.offers.indexing import findable, read_geography, read_only
from meedoen.offers.models import Offer
from meedoen.organisations.models import Organisation
from meedoen.places.models import PostalPlace
from meedoen.web.clock import today
from tests import examples
from tests.finding.catalogue import Catalogue, random_offer

SIZE = 90


@pytest.fixture
def host(session: Session) -> Organisation:
    host = examples.organisation(session)
    session.commit()
    return host


@pytest.fixture
def catalogue(app: APIFlask, session: Session) -> Iterator[Catalogue]:
    random = Random(20260303)
    hosts = [examples.organisation(session, f"Huis {number}") for number in range(4)]
    near = PostalPlace.lat.between(50.95, 51.3) & PostalPlace.lon.between(4.2, 4.7)
    spots = session.scalars(select(PostalPlace).where(near).order_by(PostalPlace.id)).all()
    for number in range(SIZE):
        random_offer(session, random, hosts, number, spots)
    session.commit()
    upkeep_of(session).catch_up(on=today())
    with read_only(session):
        shown = session.scalars(
            select(Offer)
            .where(findable(today()))
            .options(
                *WHAT_A_CARD_TELLS,
                selectinload(Offer.language_rows),
                selectinload(Offer.sessions),
            )
            .execution_options(populate_existing=True)
        ).all()
        regions = read_geography(session).regions
        rows = list(session.scalars(select(PostalPlace)))
        session.expunge_all()
    with read_only(session):
        yield Catalogue(session, list(shown), regions, rows)
