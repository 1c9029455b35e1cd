"""`flask search …`: the index made again, compared with the database, brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from sqlalchemy import func, select

from meedoen.commands.refused import PlainGroup, Trouble
from meedoen.commands.stopped import when_stopped
from meedoen.offers.index_upkeep import SearchUnwell, upkeep_of, writing
from meedoen.offers.indexing import (
    IndexLocked,
    IndexStatus,
    SearchIndex,
    SearchIndexError,
    drain,
    read_only,
    rebuild,
    status,
)
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus
from meedoen.web.clock import today
from meedoen.web.session import db

search = PlainGroup("search", help="The search index.")

INDEX_LACKS = "what the index lacks comes in by: flask --app app search drain"
"""What is left to do when offers were kept, and maybe not made into an index yet."""

TO_MEND = "mend it: flask --app app search drain"

PATIENCE = 60.0
"""Seconds that a command waits for another process that writes the index."""


@contextmanager
def index_writer() -> Iterator[None]:
    """Hold the writer's lock of the index, so that what a command begins it can also finish.

    Lets go of the database first, so that whoever has the lock can finish too.
    """
    db.session.rollback()
    folder = current_app.config["SETTINGS"].index_dir
    with writing(folder, patience=PATIENCE) as held:
        if not held:
            raise Trouble("Another process is writing the index; try again later.")
        yield


def rebuild_index() -> int:
    """Make the index again beside the old one; gives how many it holds."""
    count = select(func.count()).where(Offer.status == OfferStatus.PUBLISHED)
    with read_only(db.session):
        published = db.session.scalar(count) or 0
    seen = 0
    with click.progressbar(length=published, label="Index") as bar:

        def progress(count: int) -> None:
            nonlocal seen
            bar.update(count - seen)
            seen = count

        try:
            return rebuild(
                db.session,
                current_app.config["SETTINGS"].index_dir,
                on=today(),
                progress=progress,
            )
        except IndexLocked as error:
            raise Trouble(
                "Another process is making the index; after it: flask --app app search drain"
            ) from error
        except SearchIndexError as error:
            raise Trouble(f"The index cannot be written: {error}") from error


def compare() -> IndexStatus:
    """The index as it lies on disk beside the database; mends nothing. Raises SearchIndexError."""
    index = SearchIndex.open(current_app.config["SETTINGS"].index_dir)
    with read_only(db.session):
        return status(db.session, index, on=today())


@contextmanager
def honest_end() -> Iterator[None]:
    """Whoever stops what is done inside reads how the index stands after it."""
    when_stopped("the index is whole; ask `flask --app app search status` how it stands.")
    try:
        yield
    except KeyboardInterrupt:
        db.session.rollback()
        when_stopped(how_it_stands())
        raise


def how_it_stands() -> str:
    """What there is of an index, in words."""
    try:
        found = compare()
    except SearchIndexError:
        return f"there is no usable index ({TO_MEND})"
    return (
        f"the index is whole and holds {found.documents} offers, the database {found.findable}; "
        f"{found.waiting_notes} notes wait."
    )


@search.command("rebuild")
def rebuild_command() -> None:
    """Make the index again from the database while people go on searching."""
    db.session.rollback()
    with honest_end():
        made = rebuild_index()
    click.echo(f"{made} offers in the index")


@search.command("status")
def status_command() -> None:
    """Compare index and database, mend nothing; exit status 1 when they differ."""
    try:
        found = compare()
    except SearchIndexError as error:
        raise Trouble(f"No usable index: {error} ({TO_MEND})") from error
    click.echo(
        f"index {found.documents}, database {found.findable}, waiting notes {found.waiting_notes}"
    )
    if not found.equal:
        raise Trouble(f"Index and database differ ({TO_MEND})")


@search.command("drain")
def drain_command() -> None:
    """Bring waiting change notes into the index; one that is lost or broken is made again."""
    with honest_end():
        found = heal_index()
    click.echo(f"{found.waiting_notes} notes wait")
    if not found.equal:
        raise Trouble("Index and database differ still; somebody may be writing, try again.")


def heal_index() -> IndexStatus:
    """Make or mend the index where needed and bring what waits into it; gives how it stands."""
    upkeep = upkeep_of(db.session)
    upkeep.forget()
    try:
        index = upkeep.opened(on=today())
        with index_writer():
            drain(db.session, index, on=today())
        return compare()
    except (SearchUnwell, SearchIndexError) as error:
        raise Trouble(f"The index: {error}") from error
