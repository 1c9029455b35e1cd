"""When a municipality may see names, which protocol can be written down, and which withdrawn."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from meedoen.core.errors import Reason

MOST_YEARS = 10
"""A protocol of more years is a slip of the keyboard (ours)."""


class DataProtocol(Protocol):
    """An agreement on data, from a day until a day, both inside, unless it was withdrawn."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date: ...
    @property
    def withdrawn_on(self) -> date | None: ...


def holds(protocol: DataProtocol, *, on: date) -> bool:
    """Whether a protocol is valid on a day; on the day on which it was withdrawn it is not."""
    withdrawn = protocol.withdrawn_on is not None and protocol.withdrawn_on <= on
    return protocol.valid_from <= on <= protocol.valid_until and not withdrawn


def reasons_no_names(protocols: Sequence[DataProtocol], *, on: date) -> tuple[Reason, ...]:
    """Why a municipality sees no names on a day; empty when one of its protocols holds.

    Tells the last one that ended and the next one that begins, where there are any. `queries`
    asks the same in SQL; a test proves that both agree.
    """
    if any(holds(one, on=on) for one in protocols):
        return ()
    ended = [one for one in protocols if end_of(one) <= on or one.valid_until < on]
    ahead = [one for one in protocols if one.valid_from > on and one.withdrawn_on is None]
    why = []
    if ended:
        last = max(ended, key=lambda one: (end_of(one), one.valid_from))
        if last.withdrawn_on is not None and last.withdrawn_on <= last.valid_until:
            why.append(Reason("protocol_withdrawn", facts={"day": last.withdrawn_on}))
        else:
            why.append(Reason("protocol_ended", facts={"day": last.valid_until}))
    if ahead:
        first = min(one.valid_from for one in ahead)
        why.append(Reason("protocol_ahead", facts={"day": first}))
    return tuple(why) or (Reason("no_protocol"),)


def end_of(protocol: DataProtocol) -> date:
    """The day on which it ends, by its own words or because it was withdrawn."""
    return min(protocol.valid_until, protocol.withdrawn_on or protocol.valid_until)


def reasons_not_recorded(
    *, inside: bool, known: bool, valid_from: date, valid_until: date
) -> tuple[Reason, ...]:
    """Why a protocol cannot be written down; empty when it can.

    `inside`: the agency of who writes serves the municipality. `known`: that number is there.
    """
    why = []
    if not inside:
        why.append(Reason("protocol_elsewhere", "nis"))
    if known:
        why.append(Reason("protocol_known", "document_number"))
    if valid_until < valid_from:
        why.append(Reason("ends_before_it_begins", "valid_until"))
    elif valid_until.year - valid_from.year > MOST_YEARS:
        why.append(Reason("protocol_too_long", "valid_until", {"years": MOST_YEARS}))
    return tuple(why)


def reasons_not_withdrawn(protocol: DataProtocol, *, on: date) -> tuple[Reason, ...]:
    """Why a protocol cannot be withdrawn: it is over, or was withdrawn."""
    if protocol.withdrawn_on is not None or protocol.valid_until < on:
        return (Reason("protocol_over"),)
    return ()
