"""Signed links of the forty hours: made for a mail and read again; what they open lies apart."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

LINK_LIVES = timedelta(days=30)

CONFIRM_HOURS = "confirm hours"
TAKE_TRAJECTORY = "link newcomer"
GO_ALONG = "go along"


class Link(NamedTuple):
    """What a link says: which thing, whose address (as a keyed hash), and when it was made."""

    thing_id: int
    address_hash: str
    made_at: int

    def expired(self, at: datetime) -> bool:
        """Whether it is older than thirty days at `at`."""
        return at.timestamp() > self.made_at + LINK_LIVES.total_seconds()

    def is_for(self, address: str | None) -> bool:
        """Whether it was made for this address."""
        return hmac.compare_digest(self.address_hash, hash_of(address or ""))


def serializer(purpose: str) -> URLSafeSerializer:
    """Signs links for one purpose; a link for another purpose is forged here."""
    key = current_app.config["SETTINGS"].secret_key
    return URLSafeSerializer(key, salt=f"trajectories {purpose}")


def hash_of(address: str) -> str:
    """A hash of an address that nobody can make without the key."""
    key = current_app.config["SETTINGS"].secret_key
    text = address.lower().encode("utf-8", "replace")
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()[:24]


def make_token(purpose: str, thing_id: int, address: str, *, at: datetime) -> str:
    """The token of a link to one thing for whoever owns `address`; it lives thirty days."""
    content = [thing_id, hash_of(address), int(at.timestamp())]
    return str(serializer(purpose).dumps(content))


def read_token(purpose: str, token: str) -> Link | None:
    """What a token says, when it is ours to the letter; None for anything else that people send.

    Base64 is read leniently by the library, so what was read must also write to the same token.
    """
    try:
        said = serializer(purpose).loads(token)
        thing_id, address_hash, made_at = said
    except (BadData, ValueError, TypeError):
        return None
    if serializer(purpose).dumps(said) != token:
        return None
    return Link(int(thing_id), str(address_hash), int(made_at))


def sheet_token(activity_id: int) -> str:
    """The token in the QR code of a printed form: it names the activity and lets nobody in."""
    return str(serializer("sheet").dumps(activity_id))


def read_sheet_token(token: str) -> int | None:
    """The number of the activity of a printed form; None for anything else."""
    try:
        said = serializer("sheet").loads(token)
    except BadData:
        return None
    return said if isinstance(said, int) and 0 < said < 2**31 else None
