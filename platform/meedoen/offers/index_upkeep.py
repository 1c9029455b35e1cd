"""Keeps one search index open per process: opens it, heals it, keeps it up to date, asks it.

An index that is missing, broken or of another database is made again from the database, once: who
comes first does it under a lock on a file. Of few offers that takes a second, and the others wait;
of many it is done beside, and meanwhile answers come from the database: slower, but right.
"""

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import RLock, Thread
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, exists, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from meedoen.core.engine import WRITES
from meedoen.offers.change_notes import note, note_all
from meedoen.offers.indexing import (
    IndexBroken,
    IndexMissing,
    Page,
    Query,
    SearchIndex,
    SearchIndexError,
    answer_from_database,
    drain,
    rebuild,
    status,
    thesaurus,
)
from meedoen.offers.models import Offer, SearchChange
from meedoen.offers.terms import OfferStatus

PATIENCE = 30.0
"""Seconds that a question waits for a small index that somebody is making."""

MOMENT = 0.5
"""Seconds that a question waits for who brings changes into the index, which takes some ms."""

FEW = 2_000
"""So many offers are made into an index in about a second."""

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


class SearchUnwell(Exception):
    """There is no index to ask, and making one failed or takes too long; try again later."""


@contextmanager
def writing(folder: Path, *, patience: float = 0.0) -> Iterator[bool]:
    """Hold the writer's lock of the index in `folder`; False when somebody else kept it.

    The lock is a file beside the folder, so it outlives a swap, and goes with whoever dies.
    """
    until = time.monotonic() + patience
    folder.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not (held := locked(handle)) and time.monotonic() < until:
            time.sleep(0.02)
        yield held
    finally:
        os.close(handle)


def locked(handle: int) -> bool:
    """Take the lock on an open file if it is free."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def own_session(engine: Engine, *, writes: bool) -> Iterator[Session]:
    """A short session beside that of the request, whatever the request itself may do."""
    before = WRITES.set(writes)
    try:
        with Session(engine) as session:
            yield session
    finally:
        WRITES.reset(before)


class Upkeep:
    """The index of one database, in one folder. Threads may share it."""

    def __init__(self, engine: Engine, folder: Path, *, few: int = FEW) -> None:
        """Up to `few` offers are made into an index while the question waits, more beside it."""
        self.engine = engine
        self.folder = folder
        self.few = few
        self._index: SearchIndex | None = None
        self._swept: date | None = None
        self._lock = RLock()
        self._beside: Thread | None = None

    def search(self, query: Query, *, on: date) -> Page:
        """Ask the index as it stands after all changes; `on` is today.

        While there is none, and making it takes long, the database is asked. Raises SearchUnwell.
        """
        self.catch_up(on=on)
        page = self.ask(lambda index: index.search(query), on=on)
        if page is None:
            with own_session(self.engine, writes=False) as session:
                page = answer_from_database(session, query, on=on)
        return page

    def complete(self, start: str, limit: int, *, on: date) -> tuple[str, ...]:
        """What somebody may be typing, as `SearchIndex.complete` says. Raises SearchUnwell.

        Changes are not waited for: it is asked at every key, and none of it is a promise.
        """
        return self.ask(lambda index: index.complete(start, limit), on=on) or ()

    def warm(self, *, on: date) -> None:
        """Spare the first visitors what each process does once, as `SearchIndex.warm` says."""
        self.ask(lambda index: index.warm(), on=on)

    def ask(self, question: Callable[[SearchIndex], Answer], *, on: date) -> Answer | None:
        """Ask the index; one that is lost by now is made again. None while there is none."""
        for _ in range(2):
            index = self.ready(on=on)
            if index is None:
                return None
            try:
                return question(index)
            except (IndexMissing, IndexBroken) as error:
                log.warning("the search index was lost: %s", error)
                self.forget()
        return None

    def ready(self, *, on: date) -> SearchIndex | None:
        """The index, opened or made at first use; None while many offers are made into one."""
        if self._index is None:
            with self._lock:
                if self._index is None:
                    self._index = self.fitting(on=on)
                if self._index is None and self.are_few():
                    self._index = self.made(on=on)
                if self._index is None:
                    self.do_beside(lambda: self.opened(on=on))
        return self._index

    def opened(self, *, on: date) -> SearchIndex:
        """The index, opened or made at first use, however long it takes. Raises SearchUnwell."""
        index = self._index or self.fitting(on=on) or self.made(on=on)
        self._index = index
        return index

    def forget(self) -> None:
        """Let go of the index, so that it is opened afresh."""
        self._index = None

    def are_few(self) -> bool:
        """Whether making an index of all offers takes no longer than people wait for a page."""
        with own_session(self.engine, writes=False) as session:
            published = select(func.count()).where(Offer.status == OfferStatus.PUBLISHED)
            return (session.scalar(published) or 0) <= self.few

    def made(self, *, on: date) -> SearchIndex:
        """Make the index, unless another did so meanwhile; one at a time. Raises SearchUnwell."""
        try:
            with writing(self.folder, patience=PATIENCE) as held:
                if not held:
                    raise SearchUnwell("somebody else is making the index")
                index = self.fitting(on=on)
                if index is None:
                    log.warning("the search index is made again in %s", self.folder)
                    with own_session(self.engine, writes=True) as session:
                        rebuild(session, self.folder, on=on)
                    index = SearchIndex.open(self.folder, thesaurus=thesaurus())
                return index
        except (SearchIndexError, OSError) as error:
            raise SearchUnwell(str(error)) from error

    def do_beside(self, work: Callable[[], object]) -> None:
        """Do something that takes long in a thread of its own, one at a time; its end is logged."""

        def logged() -> None:
            try:
                work()
            except (SearchUnwell, SearchIndexError, OperationalError, OSError) as error:
                log.warning("the search index waits: %s", error)

        if self._beside is None or not self._beside.is_alive():
            self._beside = Thread(target=logged, name="search index", daemon=True)
            self._beside.start()

    def wait(self) -> None:
        """Wait for what is done beside."""
        if self._beside is not None:
            self._beside.join()

    def fitting(self, *, on: date) -> SearchIndex | None:
        """The index on disk if it is whole and of this database; small differences are mended."""
        try:
            index = SearchIndex.open(self.folder, thesaurus=thesaurus())
            with own_session(self.engine, writes=False) as session:
                found = status(session, index, on=on)
            if len(found.differing) * 2 > found.findable:
                return None
            if found.differing:
                with own_session(self.engine, writes=True) as session:
                    note(session, found.differing)
                    session.commit()
                    drain(session, index, on=on)
        except (IndexMissing, IndexBroken) as error:
            log.warning("no usable search index: %s", error)
            return None
        return index

    def catch_up(self, *, on: date) -> None:
        """Bring waiting notes into the index, if no other process is at it; they wait otherwise.

        Never raises: what was committed is safe, and the notes are read at the next occasion.
        """
        try:
            self.sweep(on=on)
            with own_session(self.engine, writes=False) as session:
                waiting = session.scalar(select(exists().select_from(SearchChange)))
            if waiting:
                self.take_notes(on=on)
        except (SearchUnwell, SearchIndexError, OperationalError, OSError) as error:
            log.warning("change notes wait: %s", error)

    def take_notes(self, *, on: date) -> None:
        """Drain the notes; an index that is gone by now is made again, which takes them too."""
        index = self.ready(on=on)
        if index is None:
            return
        try:
            with (
                writing(self.folder, patience=MOMENT) as held,
                own_session(self.engine, writes=True) as session,
            ):
                if held:
                    drain(session, index, on=on)
            if index.wants_folding:
                self.do_beside(index.fold)
        except (IndexMissing, IndexBroken):
            self.forget()
            self.ready(on=on)

    def sweep(self, *, on: date) -> None:
        """Once a day, note the offers that ended since, so that they leave the index too."""
        if self._swept == on:
            return
        ended = select(Offer.id).where(Offer.status == OfferStatus.PUBLISHED, Offer.ends_on < on)
        if self._swept is not None:
            with own_session(self.engine, writes=True) as session:
                note_all(session, ended.where(Offer.ends_on >= self._swept))
                session.commit()
        self._swept = on


keepers: WeakKeyDictionary[Engine, Upkeep] = WeakKeyDictionary()


def keep_index(engine: Engine, folder: Path) -> Upkeep:
    """Say where the index of a database stands; from now on its sessions can search."""
    keepers[engine] = Upkeep(engine, folder)
    return keepers[engine]


def upkeep_of(session: Session) -> Upkeep:
    """The upkeep of the database that a session speaks to. Raises LookupError without one."""
    bind = session.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    if engine not in keepers:
        raise LookupError("no search index is kept for this database; call keep_index")
    return keepers[engine]
