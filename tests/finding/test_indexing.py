"""The index follows the database, heals when lost or broken, and never decides what is shown."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.offers import index_upkeep
from meedoen.offers.finding.queries import search_offers
from meedoen.offers.finding.terms import Criteria
from meedoen.offers.index_upkeep import Upkeep, upkeep_of, writing
from meedoen.offers.indexing import (
    catchment_of,
    document_of,
    drain,
    list_documents,
    read_geography,
    rebuild,
    status,
)
from meedoen.offers.models import Offer, SearchChange
from meedoen.offers.terms import CatchmentKind, Day, Daypart, OfferStatus
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.places.models import Municipality
from search_index import IndexLocked, Origin, Query, SearchIndex
from tests import examples

TODAY = date(2026, 3, 3)


def titles(session: Session, *, on: date = TODAY) -> list[str]:
    """What a search finds; the session lets go of its lock before and after."""
    session.rollback()
    found = search_offers(session, Criteria(), on=on)
    session.rollback()
    return sorted(row.offer.title for row in found)


def notes(session: Session) -> list[int]:
    found = list(session.scalars(select(SearchChange.offer_id)))
    session.rollback()
    return found


def put(session: Session, host: Organisation, title: str, **facts: object) -> Offer:
    offer = examples.offer(session, host, title, **facts)
    session.commit()
    return offer


def test_documents_come_by_key_whichever_offer_was_written_last(
    session: Session, host: Organisation
) -> None:
    offers = [put(session, host, title) for title in ("Eerst", "Daarna", "Laatst")]
    offers[0].title = "Anders"
    session.commit()
    found = [document.key for document in list_documents(session, on=TODAY)]
    assert found == [offer.id for offer in offers]


def test_what_is_written_is_found_and_the_notes_are_gone(
    session: Session, host: Organisation
) -> None:
    put(session, host, "Praattafel")
    assert titles(session) == ["Praattafel"]
    assert notes(session) == []


def test_a_change_is_found_at_the_next_search(session: Session, host: Organisation) -> None:
    offer = put(session, host, "Praattafel")
    titles(session)
    offer.title = "Kooktafel"
    session.commit()
    assert titles(session) == ["Kooktafel"]
    found = search_offers(session, Criteria(words="kooktafel"), on=TODAY)
    assert found.total == 1


@pytest.mark.parametrize("state", sorted(set(OfferStatus) - {OfferStatus.PUBLISHED}))
def test_what_is_not_published_leaves_the_index(
    session: Session, host: Organisation, state: OfferStatus
) -> None:
    offer = put(session, host, "Praattafel")
    titles(session)
    offer.status = state
    session.commit()
    assert titles(session) == []
    assert upkeep_of(session).opened(on=TODAY).keys() == frozenset()


def test_a_paused_organisation_takes_its_offers_along(session: Session, host: Organisation) -> None:
    put(session, host, "Praattafel")
    titles(session)
    host.status = OrganisationStatus.PAUSED
    session.commit()
    assert titles(session) == []
    host.status = OrganisationStatus.VERIFIED
    session.commit()
    assert titles(session) == ["Praattafel"]


def test_a_renamed_organisation_is_found_by_its_new_name(
    session: Session, host: Organisation
) -> None:
    put(session, host, "Praattafel")
    titles(session)
    host.name = "Zonnebloem"
    session.commit()
    assert search_offers(session, Criteria(words="zonnebloem"), on=TODAY).total == 1


def test_a_stale_index_never_shows_what_was_withdrawn(session: Session, host: Organisation) -> None:
    kept, gone = put(session, host, "Blijft"), put(session, host, "Gaat weg")
    titles(session)
    with writing(upkeep_of(session).folder) as held:
        assert held
        gone.status = OfferStatus.PAUSED
        session.commit()
        found = search_offers(session, Criteria(), on=TODAY)
        assert [row.offer.id for row in found] == [kept.id]
        assert found.total == 1
        session.rollback()
        assert notes(session) == [gone.id]
    titles(session)
    assert notes(session) == []


def test_an_offer_that_ended_leaves_at_once_and_the_index_the_same_day(
    session: Session, host: Organisation
) -> None:
    put(session, host, "Tot vandaag", ends_on=TODAY)
    put(session, host, "Blijft")
    assert titles(session) == ["Blijft", "Tot vandaag"]
    tomorrow = TODAY + timedelta(days=1)
    assert titles(session, on=tomorrow) == ["Blijft"]
    assert len(upkeep_of(session).opened(on=tomorrow).keys()) == 1


def segment_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def delete_it(folder: Path) -> None:
    shutil.rmtree(folder)


def truncate_it(folder: Path) -> None:
    for path in segment_files(folder):
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size // 2)


def put_rubbish(folder: Path) -> None:
    for path in segment_files(folder):
        path.write_bytes(os.urandom(200))


def empty_it(folder: Path) -> None:
    for path in segment_files(folder):
        path.unlink()


@pytest.mark.parametrize("harm", [delete_it, truncate_it, put_rubbish, empty_it])
def test_a_lost_or_broken_index_answers_right_and_is_healed(
    app: APIFlask, session: Session, host: Organisation, harm: Callable[[Path], None]
) -> None:
    put(session, host, "Praattafel")
    titles(session)
    upkeep = upkeep_of(session)
    harm(upkeep.folder)
    assert titles(session) == ["Praattafel"]
    another = Upkeep(upkeep.engine, upkeep.folder)
    index = another.opened(on=TODAY)
    assert status(session, index, on=TODAY).equal


def test_an_index_lost_while_notes_wait_is_made_again_with_them(
    session: Session, host: Organisation
) -> None:
    put(session, host, "Praattafel")
    titles(session)
    upkeep = upkeep_of(session)
    put(session, host, "Koken")
    delete_it(upkeep.folder)
    upkeep.catch_up(on=TODAY)
    assert status(session, SearchIndex.open(upkeep.folder), on=TODAY).equal


def test_an_index_of_another_database_is_made_again(session: Session, host: Organisation) -> None:
    offer = put(session, host, "Praattafel")
    upkeep = upkeep_of(session)
    foreign = document_of(offer, read_geography(session))
    session.rollback()
    SearchIndex.create(upkeep.folder, [replace(foreign, key=n) for n in range(1000, 1010)])
    fresh = Upkeep(upkeep.engine, upkeep.folder)
    assert fresh.opened(on=TODAY).keys() == {offer.id}


def test_a_small_difference_is_mended_without_making_all_again(
    session: Session, host: Organisation
) -> None:
    offers = [put(session, host, f"Tafel {n}") for n in range(6)]
    titles(session)
    upkeep = upkeep_of(session)
    index = upkeep.opened(on=TODAY)
    index.update([], [offers[0].id])
    expected = {offer.id for offer in offers}
    session.rollback()
    fresh = Upkeep(upkeep.engine, upkeep.folder)
    assert fresh.opened(on=TODAY).keys() == expected


def test_while_a_large_index_is_made_the_database_answers(
    session: Session, host: Organisation
) -> None:
    put(session, host, "Praattafel", places=[examples.place(examples.MECHELEN)])
    put(session, host, "Taaltafels", places=[examples.place(examples.GENT, lat=51.05, lon=3.72)])
    put(session, host, "Overal")
    mechelen = Origin(((51.03, 4.48),), frozenset(), inside_nis=examples.MECHELEN)
    questions = [
        Query(),
        Query(words="praattafels"),
        *(Query(origin=mechelen, radius_metres=far) for far in (0.0, 5e3, 54e3, 1e8, float("nan"))),
        Query(words="tafel", origin=mechelen),
    ]
    session.rollback()
    upkeep = upkeep_of(session)
    expected = [upkeep.search(question, on=TODAY) for question in questions]
    assert expected[3].total == 2

    slow = Upkeep(upkeep.engine, upkeep.folder, few=0)
    delete_it(upkeep.folder)
    with writing(upkeep.folder):  # so that making it cannot end before all is answered
        assert [slow.search(question, on=TODAY) for question in questions] == expected
    slow.wait()
    session.rollback()
    assert status(session, SearchIndex.open(upkeep.folder), on=TODAY).equal


def test_while_another_writes_the_notes_wait(
    session: Session, host: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_upkeep, "MOMENT", 0.0)
    titles(session)
    upkeep = upkeep_of(session)
    with writing(upkeep.folder):
        offer = put(session, host, "Praattafel")
        expected = [offer.id]
        upkeep.catch_up(on=TODAY)
        assert notes(session) == expected
    session.rollback()
    upkeep.catch_up(on=TODAY)
    assert notes(session) == []


def test_a_change_during_a_drain_is_not_lost(
    session: Session, host: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = put(session, host, "Eerst")
    titles(session)
    index = upkeep_of(session).opened(on=TODAY)
    offer.title = "Tussendoor"
    session.commit()
    changed = iter([True, False, False])
    update = SearchIndex.update

    def interrupted(self: SearchIndex, *args: object) -> None:
        if next(changed):
            with Session(upkeep_of(session).engine) as other:
                other.get_one(Offer, offer.id).title = "Daarna"
                other.commit()
        update(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(SearchIndex, "update", interrupted)
    with Session(upkeep_of(session).engine) as own:
        assert drain(own, index, on=TODAY) == 2
    assert search_offers(session, Criteria(words="daarna"), on=TODAY).total == 1


def test_a_failed_drain_keeps_the_notes(
    session: Session, host: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles(session)
    offer = put(session, host, "Praattafel")

    def locked(self: SearchIndex, *args: object) -> None:
        raise IndexLocked

    with monkeypatch.context() as patch:
        patch.setattr(SearchIndex, "update", locked)
        upkeep_of(session).catch_up(on=TODAY)
        assert notes(session) == [offer.id]
    assert titles(session) == ["Praattafel"]


def test_rebuild_makes_the_same_index_and_keeps_notes_of_changes_meanwhile(
    session: Session, host: Organisation
) -> None:
    offers = [put(session, host, f"Tafel {n}") for n in range(3)]
    folder = upkeep_of(session).folder

    def meanwhile(count: int) -> None:
        with Session(upkeep_of(session).engine) as other:
            other.get_one(Offer, first).title = "Meanwhile"
            other.commit()

    first = offers[0].id
    with Session(upkeep_of(session).engine) as own:
        assert rebuild(own, folder, on=TODAY) == 3
        assert notes(own) == []
        assert rebuild(own, folder, on=TODAY, progress=meanwhile) == 3
        assert notes(own) == [first]
    assert "Meanwhile" in titles(session)


def test_a_region_holds_all_its_municipalities_and_its_city(
    session: Session, host: Organisation
) -> None:
    region = session.get_one(Municipality, examples.MECHELEN).region_code
    offer = put(session, host, "Regio", catchment=CatchmentKind.REGIONS, regions=[region])
    codes = catchment_of(offer, read_geography(session))
    expected = set(
        session.scalars(
            select(Municipality.nis).where(
                Municipality.region_code == region, Municipality.valid_to.is_(None)
            )
        )
    )
    assert codes == expected
    assert examples.MECHELEN in expected
    assert len(expected) > 5


def test_a_catchment_of_municipalities_is_kept_and_everyone_is_none(
    session: Session, host: Organisation
) -> None:
    listed = put(
        session,
        host,
        "Lijst",
        catchment=CatchmentKind.MUNICIPALITIES,
        municipalities=[examples.MECHELEN, examples.BONHEIDEN],
    )
    geography = read_geography(session)
    assert catchment_of(listed, geography) == {examples.MECHELEN, examples.BONHEIDEN}
    assert catchment_of(put(session, host, "Iedereen"), geography) is None


def test_a_document_tells_when_in_the_week(session: Session, host: Organisation) -> None:
    offer = put(session, host, "Week", moments=[(Day.MON, Daypart.EVENING)])
    facets = document_of(offer, read_geography(session)).facets
    assert (facets["day"], facets["daypart"]) == ({"mon"}, {"evening"})


def test_a_document_tells_in_which_regions_and_on_which_days(
    session: Session, host: Organisation
) -> None:
    places = [examples.place(), examples.place("11002", "2000", 51.22, 4.4)]
    offer = put(session, host, "Dag", places=places, starts_on=TODAY, ends_on=TODAY)
    geography = read_geography(session)
    regions = document_of(offer, geography).facets["region"]
    assert regions == {
        code for code, nis in geography.regions.items() if nis & {examples.MECHELEN, "11002"}
    }
    assert len(regions) == 2
    assert document_of(offer, geography).periods == ((TODAY, TODAY),)


@pytest.fixture(autouse=True)
def tidy(session: Session) -> Iterator[None]:
    yield
    session.rollback()
