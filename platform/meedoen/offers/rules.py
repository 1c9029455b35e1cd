"""What may become of an offer, who finds it, how it is doing; what it must hold is elsewhere."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from meedoen.offers.terms import Health, OfferStatus, SessionStatus
from meedoen.organisations.terms import OrganisationKind, OrganisationStatus

BRUSSELS = ZoneInfo("Europe/Brussels")

MOVES: dict[OfferStatus, frozenset[OfferStatus]] = {
    OfferStatus.DRAFT: frozenset({OfferStatus.SUBMITTED, OfferStatus.ARCHIVED}),
    OfferStatus.SUBMITTED: frozenset(
        {OfferStatus.PUBLISHED, OfferStatus.RETURNED, OfferStatus.ARCHIVED}
    ),
    OfferStatus.RETURNED: frozenset({OfferStatus.SUBMITTED, OfferStatus.ARCHIVED}),
    OfferStatus.PUBLISHED: frozenset(
        {
            OfferStatus.SUBMITTED,
            OfferStatus.RETURNED,
            OfferStatus.PAUSED,
            OfferStatus.EXPIRED,
            OfferStatus.ARCHIVED,
        }
    ),
    OfferStatus.PAUSED: frozenset(
        {
            OfferStatus.SUBMITTED,
            OfferStatus.RETURNED,
            OfferStatus.PUBLISHED,
            OfferStatus.EXPIRED,
            OfferStatus.ARCHIVED,
        }
    ),
    OfferStatus.EXPIRED: frozenset({OfferStatus.ARCHIVED}),
    OfferStatus.ARCHIVED: frozenset(),
}
"""From each status to those it may become. What was published goes back to SUBMITTED when a
change touches what the reviewer judged, and to RETURNED when a reviewer takes it down."""

CLOSED = frozenset({OfferStatus.EXPIRED, OfferStatus.ARCHIVED})
"""What is over: it can be copied, no longer changed."""

CHECK_AFTER = timedelta(days=180)
"""An offer that nobody looked at for so long may no longer be true."""

ENDS_SOON = timedelta(days=14)


class Host(Protocol):
    """The organisation of an offer, as far as these rules look."""

    @property
    def kind(self) -> OrganisationKind: ...
    @property
    def status(self) -> OrganisationStatus: ...


class Meeting(Protocol):
    """One dated session."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def status(self) -> SessionStatus: ...


M = TypeVar("M", bound=Meeting)


class Shown(Protocol):
    """What decides whether an offer can be found."""

    @property
    def status(self) -> OfferStatus: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def organisation(self) -> Host: ...


class Kept(Shown, Protocol):
    """What tells how a published offer is doing."""

    @property
    def moments(self) -> Sequence[object]: ...
    @property
    def sessions(self) -> Sequence[Meeting]: ...
    @property
    def last_checked_on(self) -> date | None: ...


def day_of(moment: datetime) -> date:
    """The day in Brussels on which a moment falls."""
    return moment.astimezone(BRUSSELS).date()


def may_become(before: OfferStatus, after: OfferStatus) -> bool:
    """Whether an offer may go from `before` to `after`; to stay the same is no change."""
    return after in MOVES[before]


def is_findable(offer: Shown, *, on: date) -> bool:
    """Whether newcomers see the offer on a day: published, not past its end, host verified.

    `indexing.findable` is the same condition in SQL; a test proves that both agree.
    """
    return (
        offer.status is OfferStatus.PUBLISHED
        and (offer.ends_on is None or offer.ends_on >= on)
        and offer.organisation.status is OrganisationStatus.VERIFIED
    )


def next_session(sessions: Iterable[M], *, at: datetime) -> M | None:
    """The first planned session that starts at a moment or later."""
    coming = (s for s in sessions if s.status is SessionStatus.PLANNED and s.starts_at >= at)
    return min(coming, key=lambda session: session.starts_at, default=None)


def has_session_from(sessions: Iterable[Meeting], *, day: date) -> bool:
    """Whether a planned session lies on a day or later."""
    return any(s.status is SessionStatus.PLANNED and day_of(s.starts_at) >= day for s in sessions)


def health(offer: Kept, *, on: date) -> Health | None:
    """How a published offer is doing on a day, the worst first; None for what is not published."""
    if offer.status is not OfferStatus.PUBLISHED:
        return None
    if not is_findable(offer, on=on):
        return Health.HIDDEN
    if not (offer.moments or has_session_from(offer.sessions, day=on)):
        return Health.WITHOUT_DATE
    if offer.ends_on is not None and offer.ends_on - on <= ENDS_SOON:
        return Health.ENDS_SOON
    if offer.last_checked_on is None or on - offer.last_checked_on > CHECK_AFTER:
        return Health.UNCHECKED
    return Health.GOOD
