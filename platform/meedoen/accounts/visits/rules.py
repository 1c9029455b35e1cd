"""How often something may be tried, and how long to wait; how long a visit lasts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import NamedTuple

from meedoen.accounts.visits.terms import Attempt

WINDOW = timedelta(minutes=15)
"""Attempts of longer ago are forgotten."""

VISIT_LASTS = timedelta(hours=12)
"""From signing in to being asked again, however busy: one working day."""


class Limit(NamedTuple):
    """How many attempts are allowed in the window."""

    per_account: int
    per_address: int


LIMITS: Mapping[Attempt, Limit] = {
    Attempt.SIGN_IN: Limit(per_account=5, per_address=20),
    Attempt.RESET: Limit(per_account=3, per_address=20),
    Attempt.REGISTER: Limit(per_account=3, per_address=20),
    Attempt.JOIN: Limit(per_account=6, per_address=20),
    Attempt.SHARE_CODE: Limit(per_account=10, per_address=10),
}


def seconds_to_wait(moments: Sequence[datetime], limit: int, *, at: datetime) -> int:
    """Whole seconds until one more attempt is allowed; 0 when it is allowed now.

    `moments` are earlier attempts in any order; `limit` of them are allowed in the window.
    """
    recent = sorted((moment for moment in moments if moment > at - WINDOW), reverse=True)
    if len(recent) < limit:
        return 0
    return max(1, ceil((recent[limit - 1] + WINDOW - at).total_seconds()))


def minutes_to_wait(seconds: int) -> int:
    """The same wait in whole minutes, rounded up, for people."""
    return ceil(seconds / 60)


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one IPv6 customer has whole.

    What is no address counts as itself.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)
