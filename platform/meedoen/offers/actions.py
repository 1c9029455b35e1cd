"""The steps that every write on an offer shares; the writes themselves stand in the folders."""

from collections.abc import Iterable
from datetime import datetime

from meedoen.core.errors import Reason, RuleBroken
from meedoen.offers import rules
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus


def refuse(reasons: Iterable[Reason]) -> None:
    """Raise RuleBroken when there is any reason."""
    if found := tuple(reasons):
        raise RuleBroken(*found)


def become(offer: Offer, status: OfferStatus) -> None:
    """Change the status where `rules.MOVES` allows it; raises RuleBroken."""
    if not rules.may_become(offer.status, status):
        refuse_move(offer, status)
    offer.status = status


def refuse_move(offer: Offer, after: OfferStatus) -> None:
    """Raise RuleBroken: the act does not lead from the offer's status to that one."""
    facts: dict[str, object] = {"before": offer.status, "after": after}
    raise RuleBroken(Reason("offer_move_impossible", facts=facts))


def touch(offer: Offer, *, at: datetime) -> None:
    """Say that the offer, or a part of it, changes: its version tells two writers apart."""
    offer.updated_at = at


def refuse_stale(offer: Offer, seen_version: int | None) -> None:
    """Raise RuleBroken where the person looked at an older version; None: they did not look."""
    if seen_version is not None and seen_version != offer.version:
        raise RuleBroken(Reason("offer_changed_meanwhile"))


def refuse_closed(offer: Offer) -> None:
    """Raise RuleBroken where the offer is over: expired or archived."""
    if offer.status in rules.CLOSED:
        raise RuleBroken(Reason("offer_closed", facts={"status": offer.status}))
