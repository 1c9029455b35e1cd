"""`flask housekeeping`: what must happen daily; safe to run twice."""

import click
from flask import current_app

from meedoen.accounts.visits.actions import forget_ended_visits, forget_old_attempts
from meedoen.commands.refused import plain_command
from meedoen.commands.stopped import keep
from meedoen.messages.actions import forget_sent_messages
from meedoen.offers.index_upkeep import SearchUnwell, upkeep_of
from meedoen.offers.indexing import SearchIndexError
from meedoen.offers.publication.actions import expire_offers
from meedoen.participation.actions import forget_interests
from meedoen.trajectories.exporting.actions import forget_exports
from meedoen.trajectories.looking.actions import forget_looks
from meedoen.trajectories.proving.keeping import keep_waiting
from meedoen.trajectories.sharing.actions import forget_shares
from meedoen.web.clock import now, today
from meedoen.web.session import db


@plain_command
def housekeeping() -> None:
    """Expire offers, forget what need not be kept, send mail that waits, tidy the index."""
    at = now()
    expired = expire_offers(db.session, on=today(), at=at)
    attempts = forget_old_attempts(db.session, at=at)
    visits = forget_ended_visits(db.session, at=at)
    interests = forget_interests(db.session, at=at)
    mails = forget_sent_messages(db.session, at=at)
    exports = forget_exports(db.session, at=at)
    looks = forget_looks(db.session, at=at)
    shares = forget_shares(db.session, at=at)
    keep(
        db.session.commit,
        "the database is tidied; run it again for the index and for mail that waits.",
    )
    proofs = keep_waiting(db.session, at=at)
    tidy_index()
    all_left = current_app.extensions["delivery"].deliver()
    click.echo(
        f"offers expired: {expired}, attempts forgotten: {attempts}, "
        f"visits forgotten: {visits}, interests forgotten: {interests}, mails emptied: {mails}, "
        f"files of proofs made: {proofs}, exports forgotten: {exports}, "
        f"looks forgotten: {looks}, shares forgotten: {shares}, "
        f"mail that could not be sent: {'none' if all_left else 'some, it waits'}"
    )


def tidy_index() -> None:
    """Bring what waits into the index and write it anew, so that nothing removed is left in it."""
    upkeep = upkeep_of(db.session)
    upkeep.catch_up(on=today())
    try:
        upkeep.opened(on=today()).compact()
    except (SearchUnwell, SearchIndexError) as error:
        click.echo(f"The index was not tidied: {error}", err=True)
