"""Which messages can be sent, and in which way somebody can be reached by telephone."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import quote

from meedoen.core.errors import Reason
from meedoen.trajectories.caseload.messaging.terms import MessageKind

PAUSE = timedelta(minutes=10)
"""How soon the same message is not sent again: a second press, or a second window (ours)."""

MOBILE = re.compile(r"\+(?:324[5-9]\d{7}|(?!32)[1-9]\d{7,14})")
"""A number that can take a text message: Belgian mobiles, and whatever lies abroad."""


class Sent(Protocol):
    """A message that was sent before."""

    @property
    def kind(self) -> MessageKind: ...
    @property
    def offer_id(self) -> int | None: ...
    @property
    def at(self) -> datetime: ...


def reasons_not_sent(
    kind: MessageKind,
    *,
    address: str | None,
    has_appointment: bool,
    sent: Iterable[Sent],
    at: datetime,
    offer_id: int | None = None,
) -> tuple[Reason, ...]:
    """Why this message cannot be sent by mail; empty when it can."""
    why = []
    if not address:
        why.append(Reason("no_address_to_write"))
    if kind is MessageKind.REMINDER and not has_appointment:
        why.append(Reason("no_appointment_ahead"))
    if any(one.kind is kind and one.offer_id == offer_id and at - one.at < PAUSE for one in sent):
        why.append(Reason("sent_just_now"))
    return tuple(why)


def international(phone: str | None) -> str | None:
    """A telephone number as the whole world dials it: '+32470000000'; None when it is no number.

    Without a code of a country it is Belgian.
    """
    digits = re.sub(r"[^\d+]", "", phone or "")
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = "+32" + digits[1:]
    return digits if re.fullmatch(r"\+[1-9]\d{7,14}", digits) else None


def phone_links(phone: str | None, text: str) -> dict[str, str]:
    """Addresses that open the telephone with this number, and the text where it can take one.

    Keys: 'call', and for mobiles 'sms' and 'whatsapp'.
    """
    number = international(phone)
    if number is None:
        return {}
    links = {"call": f"tel:{number}"}
    if MOBILE.fullmatch(number):
        links["sms"] = f"sms:{number}?body={quote(text, safe='')}"
        links["whatsapp"] = f"https://wa.me/{number[1:]}?text={quote(text, safe='')}"
    return links
