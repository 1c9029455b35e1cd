"""The demonstration's offers as the search index gets them, made by the product's own seeding."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.factory import create_app
from meedoen.offers.finding.queries import origin_of
from meedoen.offers.indexing import list_documents
from meedoen.places.models import Municipality
from meedoen.places.queries import find_place
from meedoen.seeding.demo.content import read_ideas
from meedoen.seeding.demo.load import seed_demo
from meedoen.seeding.reference import seed_reference
from meedoen.settings import read_settings
from meedoen.web.session import db
from search_index import Document, Origin

ROOT = Path(__file__).resolve().parent.parent
BASE_URL = "http://localhost"
MADE_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
"""When the demonstration is said to be made, so that dates are the same each time too."""


@dataclass(frozen=True, slots=True)
class DemoOffer:
    """A document, the key of the idea that it tells, and the municipalities it is in."""

    document: Document
    idea: str
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Every offer that can be found, and origins by the name of a place."""

    offers: tuple[DemoOffer, ...]
    origins: Mapping[str, Origin]


def make_demonstration(session: Session, near: Collection[str]) -> Demonstration:
    """Seed a database that holds the reference data, read it as documents, and commit nothing."""
    seed_demo(session, at=MADE_AT, base_url=BASE_URL, progress=lambda line: None)
    names = {row.nis: row.name_nl for row in session.scalars(select(Municipality))}
    documents = list(list_documents(session, on=MADE_AT.date()))
    origins = {}
    for name in near:
        place = find_place(session, name).place
        assert place, f"{name} is no place"
        origins[name] = origin_of(place)
    session.rollback()
    idea_of = ideas_by_title()
    return Demonstration(
        tuple(
            DemoOffer(
                document,
                next(idea for title, idea in idea_of if title.fullmatch(document.title)),
                frozenset(names[spot.nis] for spot in document.spots),
            )
            for document in documents
        ),
        origins,
    )


def ideas_by_title() -> list[tuple[re.Pattern[str], str]]:
    """What the titles of offers look like, and the idea each of them tells."""
    return [
        (re.compile(re.escape(title).replace(re.escape("{plaats}"), ".+")), idea.key)
        for idea in read_ideas()
        for title in idea.titles
    ]


def demonstration_in(folder: Path, near: Collection[str]) -> Demonstration:
    """The demonstration, made in a database of its own in this folder."""
    environment = {"DATA_DIR": str(folder), "SECRET_KEY": "of the bench alone", "DEVELOPMENT": "1"}
    settings = read_settings(ROOT, environment | {"BASE_URL": BASE_URL})
    app = create_app(ROOT, replace(settings, quick_passwords=True))
    with app.app_context():
        upgrade()
        seed_reference(db.session)
        db.session.commit()
        with Session(db.engine, expire_on_commit=False) as session:
            made = make_demonstration(session, near)
        db.session.close()
        db.engine.dispose()
    return made
