"""Reads of what somebody may be typing: words in use, organisations with offers."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from meedoen.offers.index_upkeep import upkeep_of
from meedoen.offers.indexing import findable
from meedoen.offers.models import Offer
from meedoen.organisations.models import Organisation
from meedoen.places.rules import plain


def complete_words(session: Session, start: str, *, on: date, limit: int) -> tuple[str, ...]:
    """At most `limit` texts that go on as `start` does, the most used words first.

    Raises SearchUnwell when there is no index and none can be made now.
    """
    return upkeep_of(session).complete(start, limit, on=on)


def complete_organisations(
    session: Session, start: str, *, on: date, limit: int
) -> Sequence[Organisation]:
    """At most `limit` organisations with a word in their name that starts so, accents or not.

    Only those of whom newcomers find an offer on a day; who begins with it goes first.
    """
    typed = plain(start)
    if not typed:
        return ()
    begins = Organisation.plain_name.startswith(typed)
    question = (
        select(Organisation)
        .where(
            or_(begins, Organisation.plain_name.contains(f" {typed}")),
            exists().where(Offer.organisation_id == Organisation.id, findable(on)),
        )
        .order_by(begins.desc(), Organisation.plain_name, Organisation.id)
        .limit(limit)
    )
    return session.scalars(question).all()
