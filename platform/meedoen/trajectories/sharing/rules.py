"""Codes of shared summaries, how long they live, and how many there can be."""

from datetime import datetime, timedelta
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.trajectories.proving.rules import ALPHABET, LOOKS_LIKE

LENGTH = 8
"""Signs of five bits each: 40 bits. With ten wrong codes in fifteen minutes from one address, and
at most fourteen days to try, nobody finds one of a thousand open codes."""

DAYS = (1, 3, 7, 14)
"""How long a code can live."""

MOST_OPEN = 5
"""So many codes of one newcomer can be open at once, so that they stay in sight (ours)."""

KEPT = timedelta(days=365)
"""So long the newcomer can read with whom they shared (ours)."""


class Lasting(Protocol):
    """Something shared, as far as it matters whether it is open."""

    @property
    def expires_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...


def read_code(typed: str) -> str | None:
    """The code that somebody typed, whatever the case, dashes and spaces; None when it is none."""
    signs = "".join(sign for sign in typed[:80] if sign.isalnum()).upper().translate(LOOKS_LIKE)
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return signs


def code_from(digest: str) -> str:
    """A code from the first 40 bits of a secret digest in hexadecimal signs."""
    number = int(digest[:10], 16)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))


def is_open(share: Lasting, *, at: datetime) -> bool:
    """Whether its code opens something at `at`."""
    return share.ended_at is None and at < share.expires_at


def reasons_not_shared(*, days: int, open_now: int, has_trajectory: bool) -> tuple[Reason, ...]:
    """Why a newcomer cannot share a summary for so many days; empty when they can."""
    why = []
    if not has_trajectory:
        why.append(Reason("nothing_to_share"))
    if days not in DAYS:
        why.append(Reason("share_days_unknown", "days"))
    if open_now >= MOST_OPEN:
        why.append(Reason("share_too_many", facts={"most": MOST_OPEN}))
    return tuple(why)


def first_name(name: str) -> str:
    """The first word of a name: as much as somebody needs to say hello."""
    return next(iter(name.split()), name)
