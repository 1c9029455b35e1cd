"""`flask housekeeping`: what must happen daily; safe to run twice."""

from datetime import datetime

import click
from flask import current_app

from meedoen.accounts.visits.actions import forget_ended_visits, forget_old_attempts
from meedoen.commands.refused import plain_command
from meedoen.commands.stopped import keep
from meedoen.core.engine import WRITES, drop_old_pages
from meedoen.messages.actions import forget_sent_messages
from meedoen.offers.index_upkeep import SearchUnwell, upkeep_of
from meedoen.offers.indexing import SearchIndexError
from meedoen.offers.publication.actions import expire_offers
from meedoen.participation.actions import forget_interests
from meedoen.trajectories.exporting.actions import forget_exports
from meedoen.trajectories.forgetting.running.actions import TOLD, run_clock
from meedoen.trajectories.forgetting.terms import Because
from meedoen.trajectories.looking.actions import forget_looks
from meedoen.trajectories.moving.actions import let_moves_come
from meedoen.trajectories.proving.keeping import keep_waiting
from meedoen.trajectories.reminding.actions import remind
from meedoen.trajectories.reminding.queries import ids_to_remind
from meedoen.trajectories.rules import local
from meedoen.trajectories.sharing.actions import forget_shares
from meedoen.trajectories.sheets.actions import drop_removed, sweep
from meedoen.web.clock import now, today
from meedoen.web.session import db


@plain_command
def housekeeping() -> None:
    """Expire offers, let moves come, forget what is old, send mail that waits, tidy the index."""
    at = now()
    expired = expire_offers(db.session, on=today(), at=at)
    attempts = forget_old_attempts(db.session, at=at)
    visits = forget_ended_visits(db.session, at=at)
    interests = forget_interests(db.session, at=at)
    mails = forget_sent_messages(db.session, at=at)
    exports = forget_exports(db.session, at=at)
    moves = let_moves_come(db.session, on=today(), at=at)
    looks = forget_looks(db.session, at=at)
    shares = forget_shares(db.session, at=at)
    keep(
        db.session.commit,
        "the database is tidied; run it again for people to be erased, the index and the mail.",
    )
    people = run_clock(
        db.session,
        clock=now,
        base_url=current_app.config["SETTINGS"].base_url,
        counts={
            "attempts": attempts,
            "visits": visits,
            "interests": interests,
            "mails": mails,
            "exports": exports,
            "looks": looks,
            "shares": shares,
        },
    )
    photos_dir = current_app.config["SETTINGS"].photos_dir
    drop_removed(db.session, photos_dir)
    proofs = keep_waiting(db.session, at=at)
    reminders = remind_all(at=at)
    photos = sweep(db.session, photos_dir, at=at)
    db.session.rollback()  # What only looked must not keep the outbox waiting.
    tidy_index()
    delivery = current_app.extensions["delivery"]
    all_left = delivery.deliver()
    delivery.sweep()
    db.session.rollback()
    drop_old_pages(db.engine)
    click.echo(
        f"offers expired: {expired}, attempts forgotten: {attempts}, "
        f"visits forgotten: {visits}, interests forgotten: {interests}, mails emptied: {mails}, "
        f"files of proofs made: {proofs}, exports forgotten: {exports}, "
        f"people told: {people[TOLD]}, people erased: {people[Because.KEPT_LONG_ENOUGH]}, "
        f"accounts erased: {people[Because.UNUSED]}, "
        f"photos of nothing removed: {photos}, reminders given: {reminders}, "
        f"moves that came: {moves}, "
        f"looks forgotten: {looks}, shares forgotten: {shares}, "
        f"mail that could not be sent: {'none' if all_left else 'some, it waits'}"
    )


def remind_all(*, at: datetime) -> int:
    """Remind of deadlines that come near, each in a transaction of its own; gives how many.

    Nobody waits for a lock while it is looked for who is to be reminded.
    """
    WRITES.set(False)
    try:
        waiting = list(ids_to_remind(db.session, on=local(at).date()))
    finally:
        db.session.rollback()
        WRITES.set(True)
    base_url, told = current_app.config["SETTINGS"].base_url, 0
    for trajectory_id in waiting:
        told += remind(db.session, trajectory_id, at=at, base_url=base_url)
        db.session.commit()
    return told


def tidy_index() -> None:
    """Bring what waits into the index and write it anew, so that nothing removed is left in it."""
    upkeep = upkeep_of(db.session)
    upkeep.catch_up(on=today())
    try:
        upkeep.opened(on=today()).compact()
    except (SearchUnwell, SearchIndexError) as error:
        click.echo(f"The index was not tidied: {error}", err=True)
