"""How passwords are kept: Argon2id. The one file that says argon2; what is allowed is a rule."""

import unicodedata
from functools import cache
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app


class Cost(NamedTuple):
    """What one hash takes: rounds, and memory in KiB."""

    rounds: int
    memory: int


COST = Cost(rounds=2, memory=19 * 1024)
"""OWASP Password Storage Cheat Sheet, Argon2id with one lane."""

LEAST_COST = Cost(rounds=1, memory=8)
"""For tests alone."""


@cache
def hasher(quick: bool) -> PasswordHasher:
    """The hasher at the cost of production, or at the least."""
    cost = LEAST_COST if quick else COST
    return PasswordHasher(time_cost=cost.rounds, memory_cost=cost.memory, parallelism=1)


@cache
def decoy(quick: bool) -> str:
    """A hash that no password fits, for whoever has none: checking it takes as long."""
    return hasher(quick).hash("nobody can type this: \x00")


def is_quick() -> bool:
    """Whether this application hashes at the least cost."""
    return bool(current_app.config["SETTINGS"].quick_passwords)


def same_form(password: str) -> str:
    """`password` in the one form in which it is hashed (NFKC), whatever keyboard typed it."""
    return unicodedata.normalize("NFKC", password)


def hash_of(password: str) -> str:
    """The hash to keep."""
    return hasher(is_quick()).hash(same_form(password).encode("utf-8", "replace"))


def fits(kept: str | None, password: str) -> bool:
    """Whether `password` is the one of the hash `kept`; takes as long when there is none."""
    hard_to_fit = decoy(is_quick())
    try:
        typed = same_form(password).encode("utf-8", "replace")
        return hasher(is_quick()).verify(kept or hard_to_fit, typed) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made at another cost than the present one."""
    return hasher(is_quick()).check_needs_rehash(kept)
