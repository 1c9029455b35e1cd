"""Writes of summaries in other languages: all languages of an offer in one act, and for a copy."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.core import audit
from meedoen.core.errors import Reason
from meedoen.offers.actions import refuse, refuse_closed, touch
from meedoen.offers.models import Offer
from meedoen.offers.summaries import rules
from meedoen.offers.summaries.models import OfferSummary
from meedoen.offers.summaries.queries import OTHERS, read_rows
from meedoen.offers.summaries.rules import Typed
from meedoen.permissions import Person


@dataclass(frozen=True, slots=True)
class Written:
    """In which languages something changed, by their codes."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.written or self.removed or self.confirmed)


def write_summaries(
    session: Session,
    offer: Offer,
    typed: Mapping[str, Typed],
    *,
    seen_dutch: str | None = None,
    by: Person,
    at: datetime,
) -> Written:
    """Keep what an organisation tells in these languages; an empty text takes one away.

    `seen_dutch` is the digest of the Dutch that stood beside the boxes, None for that of now: who
    translated Dutch that was overtaken meanwhile has written an outdated summary, and so it stands.
    The same again changes nothing. Raises RuleBroken with all that is wrong, with `offer_closed`
    where the offer is over, with `dutch_summary_missing` where there is nothing to tell, and with
    `summary_changed_meanwhile` beside each language in which somebody else wrote something else.
    Nothing was changed then.
    """
    known = {code: tidied(one) for code, one in typed.items() if code in OTHERS}
    refuse(rules.wrong_with({code: one.text for code, one in known.items()}))
    rows = read_rows(session, offer)
    now = rules.digest_of(offer)
    tells = seen_dutch or now
    changes = changes_of(known, rows, now=now, tells=tells)
    if not changes:
        return changes
    refuse_closed(offer)
    if changes.written or changes.confirmed:
        refuse(rules.reasons_not_to_tell(offer))
    for code in changes.removed:
        session.delete(rows[code])
    for code in (*changes.written, *changes.confirmed):
        row = rows.get(code) or OfferSummary(offer_id=offer.id, language=code)
        row.text, row.tells = known[code].text if code in changes.written else row.text, tells
        session.add(row)
    touch(offer, at=at)
    audit.record(
        session, "write_summaries", "offer", offer.id, by=by, at=at, **dataclasses.asdict(changes)
    )
    session.flush()
    return changes


def tidied(one: Typed) -> Typed:
    """What came of one language, as texts are kept."""
    seen = None if one.seen is None else rules.tidy(one.seen)
    return Typed(rules.tidy(one.text), seen, one.still_right)


def changes_of(
    typed: Mapping[str, Typed], rows: Mapping[str, OfferSummary], *, now: str, tells: str
) -> Written:
    """What differs from the rows. Raises RuleBroken where two people wrote different things."""
    kept = {code: rows[code].text if code in rows else "" for code in typed}
    wanted = {code: rules.merged(one, kept[code]) for code, one in typed.items()}
    refuse(
        Reason("summary_changed_meanwhile", field=rules.box_of(code))
        for code, text in wanted.items()
        if text is None
    )
    return Written(
        written=tuple(code for code, text in wanted.items() if text and text != kept[code]),
        removed=tuple(code for code, text in wanted.items() if not text and kept[code]),
        confirmed=tuple(
            code
            for code, one in typed.items()
            if one.still_right
            and code in rows
            and wanted[code] == kept[code]
            and rows[code].tells not in {now, tells}
        ),
    )


def copy_summaries(session: Session, offer: Offer, copy: Offer) -> None:
    """Give a new copy, which has the same Dutch, the same summaries."""
    for code, row in read_rows(session, offer).items():
        session.add(OfferSummary(offer_id=copy.id, language=code, text=row.text, tells=row.tells))
    session.flush()
