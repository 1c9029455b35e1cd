"""The one door to the search index: from offers to documents, and from change notes to the index.

The index may always be thrown away: `rebuild` makes it again from the database. Notes of what
changed are left by `change_notes`; when all this happens is decided by `index_upkeep`.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import cos, radians
from pathlib import Path

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from meedoen.core.engine import WRITES
from meedoen.offers.finding.rules import CALLED, facets_of, periods_of
from meedoen.offers.models import Offer, OfferPlace, SearchChange
from meedoen.offers.rules import is_findable
from meedoen.offers.terms import CatchmentKind, OfferStatus
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.places.models import FormerMunicipality, Municipality, Region
from search_index import (
    Document,
    How,
    IndexBroken,
    IndexLocked,
    IndexMissing,
    Order,
    Origin,
    Page,
    Query,
    SearchIndex,
    SearchIndexError,
    Spot,
    Thesaurus,
    Understood,
    answer,
)

__all__ = [
    "How",
    "IndexBroken",
    "IndexLocked",
    "IndexMissing",
    "IndexStatus",
    "Order",
    "Origin",
    "Page",
    "Query",
    "SearchIndex",
    "SearchIndexError",
    "Understood",
    "answer",
    "catchment_of",
    "document_of",
    "drain",
    "findable",
    "read_geography",
    "rebuild",
    "status",
    "thesaurus",
]

CONCEPTS = Path(__file__).resolve().parents[3] / "seed_data" / "concepts"

BATCH = 500
"""How many offers, or notes, are read at a time: older SQLite takes 999 values a question."""

METRES_PER_DEGREE = 110_000.0
"""Of latitude, at the least (110,574 at the equator of WGS84)."""

MOST_IN_A_BOX = 500_000.0
"""Metres; a larger circle is not told from everything."""

WHAT_A_DOCUMENT_TELLS: tuple[ExecutableOption, ...] = (
    joinedload(Offer.organisation),
    selectinload(Offer.places),
    selectinload(Offer.goal_rows),
    selectinload(Offer.moments),
    selectinload(Offer.language_rows),
    selectinload(Offer.sessions),
    selectinload(Offer.catchment_regions),
    selectinload(Offer.catchment_municipalities),
)


@dataclass(frozen=True, slots=True)
class Geography:
    """What documents need to know of municipalities: who lies in a region, what became of whom.

    `names` are those of municipalities by NIS code and of regions by their code.
    """

    regions: dict[str, frozenset[str]]
    became: dict[str, str]
    names: dict[str, str]

    def today(self, codes: Collection[str]) -> frozenset[str]:
        """These NIS codes as they are today: a municipality that merged is what it became."""
        return frozenset(self.became.get(nis, nis) for nis in codes)

    def regions_at(self, codes: Collection[str]) -> frozenset[str]:
        """The reference regions in which any of these NIS codes lie today."""
        standing = self.today(codes)
        return frozenset(code for code, found in self.regions.items() if found & standing)


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """How the index and the database compare: how many offers each holds, and which only one."""

    documents: int
    findable: int
    waiting_notes: int
    differing: frozenset[int]

    @property
    def equal(self) -> bool:
        """Whether both hold the same offers and nothing waits to be brought over."""
        return not self.differing and not self.waiting_notes


def read_geography(session: Session) -> Geography:
    """Read the municipalities of every region, and the successors of those that are gone."""
    regions: dict[str, set[str]] = {}
    gone = set()
    names = {row.code: row.name for row in session.execute(select(Region.code, Region.name))}
    for nis, name, region, ended in session.execute(
        select(
            Municipality.nis, Municipality.name_nl, Municipality.region_code, Municipality.valid_to
        )
    ):
        names[nis] = name
        if ended:
            gone.add(nis)
        elif region:
            regions.setdefault(region, set()).add(nis)
    rows = session.execute(select(FormerMunicipality.nis, FormerMunicipality.became_nis))
    return Geography(
        regions={code: frozenset(found) for code, found in regions.items()},
        became={nis: became for nis, became in rows if nis in gone},
        names=names,
    )


def catchment_of(offer: Offer, geography: Geography) -> frozenset[str] | None:
    """The NIS codes of the municipalities whose residents may join; None is everyone."""
    if offer.catchment is CatchmentKind.EVERYONE:
        return None
    if offer.catchment is CatchmentKind.MUNICIPALITIES:
        return geography.today([row.nis for row in offer.catchment_municipalities])
    return frozenset().union(
        *(geography.regions.get(row.region_code, ()) for row in offer.catchment_regions)
    )


def document_of(offer: Offer, geography: Geography) -> Document:
    """An offer as the index knows it: no names or addresses of persons.

    The words for its type stand there twice, so that they weigh more than one that is mentioned.
    """
    words = [offer.summary, offer.description, CALLED[offer.type], CALLED[offer.type]]
    words += [f"{place.name} {place.municipality.name_nl}" for place in offer.places]
    published = offer.published_at or offer.created_at
    return Document(
        key=offer.id,
        title=offer.title,
        body="\n".join(words),
        organisation=offer.organisation.name,
        spots=tuple(
            Spot(geography.became.get(place.nis, place.nis), place.postcode, place.lat, place.lon)
            for place in offer.places
        ),
        catchment=catchment_of(offer, geography),
        facets=facets_of(
            offer, regions=geography.regions_at([place.nis for place in offer.places])
        ),
        published_on=published.date(),
        periods=periods_of(offer),
    )


def findable(on: date) -> ColumnElement[bool]:
    """The condition on `Offer` that `rules.is_findable` asks of one offer on a day."""
    return and_(
        Offer.status == OfferStatus.PUBLISHED,
        or_(Offer.ends_on.is_(None), Offer.ends_on >= on),
        Offer.organisation.has(Organisation.status == OrganisationStatus.VERIFIED),
    )


def drain(session: Session, index: SearchIndex, *, on: date) -> int:
    """Bring what the waiting notes name into the index, rub out those notes alone, commit.

    Gives how many notes were read. Notes that come in meanwhile stay for the next time. The index
    is safe on disk before a note goes, so a crash in between costs nothing. Whoever calls holds
    the writer's lock (`index_upkeep.writing`), so that no older reading overtakes a newer one.
    Raises the errors of the index; the notes then wait.
    """
    done = 0
    while notes := read_notes(session):
        named = set(notes.values())
        with read_only(session):
            found = {document.key: document for document in read_documents(session, named, on=on)}
        index.update(found.values(), named - found.keys())
        rub_out(session, list(notes))
        done += len(notes)
    return done


@contextmanager
def read_only(session: Session) -> Iterator[None]:
    """Read without the writer's lock of the database, and let go at the end: others may write."""
    before = WRITES.set(False)
    try:
        yield
    finally:
        session.rollback()
        WRITES.reset(before)


def read_notes(session: Session, most: int | None = BATCH) -> dict[int, int]:
    """The offers of the waiting notes, by the id of the note; the oldest notes first."""
    question = select(SearchChange.id, SearchChange.offer_id).order_by(SearchChange.id)
    with read_only(session):
        return {row.id: row.offer_id for row in session.execute(question.limit(most))}


def rub_out(session: Session, notes: Sequence[int]) -> None:
    """Delete these notes and no others, and commit."""
    for start in range(0, len(notes), BATCH):
        some = notes[start : start + BATCH]
        session.execute(delete(SearchChange).where(SearchChange.id.in_(some)))
    session.commit()


def read_documents(session: Session, ids: Collection[int], *, on: date) -> list[Document]:
    """The documents of those of these offers, at most BATCH, that can be found on a day, by key."""
    geography = read_geography(session)
    question = select(Offer).where(Offer.id.in_(ids)).order_by(Offer.id)
    question = question.options(*WHAT_A_DOCUMENT_TELLS)
    offers = session.scalars(question.execution_options(populate_existing=True)).unique()
    return [document_of(offer, geography) for offer in offers if is_findable(offer, on=on)]


def list_documents(
    session: Session,
    *,
    on: date,
    where: ColumnElement[bool] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Document]:
    """The documents of a day, by key, all or those of some offers.

    `progress` hears after each batch how many there were.
    """
    last, count = 0, 0
    question = select(Offer.id).where(findable(on)).order_by(Offer.id).limit(BATCH)
    if where is not None:
        question = question.where(where)
    while ids := session.scalars(question.where(Offer.id > last)).all():
        for document in read_documents(session, ids, on=on):
            count += 1
            yield document
        session.expunge_all()
        last = ids[-1]
        if progress:
            progress(count)


def rebuild(
    session: Session,
    folder: Path,
    *,
    on: date,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Make the index again from the database, beside the old one, and put it in its place.

    Gives how many documents it holds. Notes that were there when it began are rubbed out after;
    those of changes meanwhile stay, or are brought into the old one, which the new one takes over.
    """
    notes = read_notes(session, most=None)
    with read_only(session):
        documents = list_documents(session, on=on, progress=progress)
        index = SearchIndex.create(folder, documents, thesaurus=thesaurus())
    rub_out(session, list(notes))
    return len(index.keys())


def answer_from_database(session: Session, query: Query, *, on: date) -> Page:
    """The page that an index of today's offers would give; far slower, for when there is none."""
    documents = list_documents(session, on=on, where=could_be_near(query))
    return answer(documents, query, thesaurus=thesaurus())


@cache
def thesaurus() -> Thesaurus:
    """What people call what offers are about, in thirteen languages; read once, in a second."""
    return Thesaurus.read(CONCEPTS)


def could_be_near(query: Query) -> ColumnElement[bool] | None:
    """The condition on `Offer` of being no farther than the query asks, or having no place.

    A box that is too large rather than too small; None where it would hold everything.
    """
    origin, metres = query.origin, query.radius_metres
    if origin is None or metres is None or not origin.points or not 0 <= metres < MOST_IN_A_BOX:
        return None
    lats, lons = zip(*origin.points, strict=True)
    high = metres / METRES_PER_DEGREE
    wide = high / cos(radians(max(map(abs, lats)) + high))
    near = and_(
        OfferPlace.lat.between(min(lats) - high, max(lats) + high),
        OfferPlace.lon.between(min(lons) - wide, max(lons) + wide),
    )
    inside = or_(
        OfferPlace.nis == origin.inside_nis, OfferPlace.postcode.in_(origin.inside_postcodes)
    )
    return or_(~Offer.places.any(), Offer.places.any(or_(near, inside)))


def status(session: Session, index: SearchIndex, *, on: date) -> IndexStatus:
    """Compare the index with the database."""
    keys = frozenset(index.keys())
    found = frozenset(session.scalars(select(Offer.id).where(findable(on))))
    return IndexStatus(
        documents=len(keys),
        findable=len(found),
        waiting_notes=session.scalar(select(func.count(SearchChange.id))) or 0,
        differing=keys ^ found,
    )
