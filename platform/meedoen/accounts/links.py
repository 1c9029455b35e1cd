"""Signed links to set a password: made, and read again; the one file that says itsdangerous."""

import hashlib
import hmac
from datetime import datetime
from typing import NamedTuple

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from meedoen.accounts.models import Account

LONGEST_TOKEN = 300


class Link(NamedTuple):
    """What a link says: whose, at which state of the account, and until when (epoch seconds)."""

    account_id: int
    fingerprint: str
    until: int


def secret() -> str:
    """The key of this product."""
    return str(current_app.config["SETTINGS"].secret_key)


def keyed_hash(*parts: str) -> str:
    """A hash of `parts` that nobody can make without the key: 64 hexadecimal signs."""
    text = "\x1f".join(parts).encode("utf-8", "replace")
    return hmac.new(secret().encode(), text, hashlib.sha256).hexdigest()


def fingerprint_of(account: Account) -> str:
    """Changes with the password and the address, so that a link dies when it was used."""
    kept = account.password_hash or ""
    return keyed_hash("link", str(account.id), kept, account.email or "")[:32]


def serializer() -> URLSafeSerializer:
    """Signs links to set a password, and nothing else."""
    return URLSafeSerializer(
        secret(), salt="set password", signer_kwargs={"digest_method": hashlib.sha256}
    )


def password_token(account: Account, *, until: datetime) -> str:
    """The token of a link by which `account` may set a password, once, before `until`."""
    return str(serializer().dumps([account.id, fingerprint_of(account), int(until.timestamp())]))


def read_token(token: str) -> Link | None:
    """What a token says, when it is ours to the letter; None for anything else.

    Base64 is read leniently by the library, so what was read must also write to the same token.
    """
    if len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    try:
        said = serializer().loads(token)
        account_id, fingerprint, until = said
    except (BadData, ValueError, TypeError):
        return None
    if serializer().dumps(said) != token:
        return None
    return Link(int(account_id), str(fingerprint), int(until))


def is_alive(link: Link, account: Account, *, at: datetime) -> bool:
    """Whether this link still opens `account`: not expired, not used, account open."""
    same = hmac.compare_digest(link.fingerprint.encode(), fingerprint_of(account).encode())
    return same and account.closed_at is None and at.timestamp() < link.until


def is_used(link: Link, account: Account, *, at: datetime) -> bool:
    """Whether this link would still open `account`, had its password or address not changed."""
    in_time = account.closed_at is None and at.timestamp() < link.until
    return in_time and not is_alive(link, account, at=at)
