"""Keeps one search index open per process: opens it, heals it, keeps it up to date, asks it.

An index that is missing, broken or of another database is made again from the database, once: who
comes first does it under a lock on a file, the others wait for it (seconds at most), so that every
answer is right. What does not come to pass in time raises SearchUnwell.
"""

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import RLock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, exists, select
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
    drain,
    rebuild,
    status,
)
from meedoen.offers.models import Offer, SearchChange
from meedoen.offers.terms import OfferStatus

PATIENCE = 30.0
"""Seconds that a question waits for an index that somebody is making."""

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

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self._index: SearchIndex | None = None
        self._swept: date | None = None
        self._lock = RLock()

    def search(self, query: Query, *, on: date) -> Page:
        """Ask the index as it stands after all changes; `on` is today. Raises SearchUnwell."""
        self.catch_up(on=on)
        try:
            return self.opened(on=on).search(query)
        except (IndexMissing, IndexBroken):
            self.forget()
            return self.opened(on=on).search(query)

    def opened(self, *, on: date) -> SearchIndex:
        """The index, opened or made at first use. Raises SearchUnwell."""
        if self._index is None:
            with self._lock:
                if self._index is None:
                    self._index = self.open_or_make(on=on)
        return self._index

    def forget(self) -> None:
        """Let go of the index, so that it is opened afresh."""
        self._index = None

    def open_or_make(self, *, on: date) -> SearchIndex:
        """Open what is there if it fits the database, else make it; one maker at a time."""
        try:
            with writing(self.folder, patience=PATIENCE) as held:
                if not held:
                    raise SearchUnwell("somebody else is making the index")
                index = self.fitting(on=on)
                if index is None:
                    log.warning("the search index is made again in %s", self.folder)
                    with own_session(self.engine, writes=True) as session:
                        rebuild(session, self.folder, on=on)
                    index = SearchIndex.open(self.folder)
                return index
        except (SearchIndexError, OSError) as error:
            raise SearchUnwell(str(error)) from error

    def fitting(self, *, on: date) -> SearchIndex | None:
        """The index on disk if it is whole and of this database; small differences are mended."""
        try:
            index = SearchIndex.open(self.folder)
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
        index = self.opened(on=on)
        try:
            with writing(self.folder) as held, own_session(self.engine, writes=True) as session:
                if held:
                    drain(session, index, on=on)
        except (IndexMissing, IndexBroken):
            self.forget()
            self.opened(on=on)

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
