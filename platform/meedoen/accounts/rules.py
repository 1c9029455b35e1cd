"""What an account may be: names, roles and their scopes, passwords. No hashing, no database."""

import re
import unicodedata
from collections.abc import Mapping

from meedoen.accounts.terms import Role
from meedoen.core.errors import Reason
from meedoen.core.texts import is_blank, is_one_line

LONGEST_NAME = 120
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
"""OWASP ASVS 5.0, 6.2: long enough to need no other demand; at least 64 signs are possible."""

FEWEST_DIFFERENT_SIGNS = 5

SCOPE_OF: Mapping[Role, str | None] = {
    Role.NEWCOMER: None,
    Role.ORGANISATION_MEMBER: "organisation_id",
    Role.COUNSELLOR: "agency_code",
    Role.MUNICIPALITY_OFFICER: "nis",
    Role.NETWORK_COACH: "network_code",
    Role.AGENCY_ADMINISTRATOR: "agency_code",
    Role.SYSTEM_ADMINISTRATOR: None,
}
"""Which one scope a role reaches; the others stay empty."""

COMMON_WORDS = """
admin administrator agentschap azerty azertyuiop azertyuiopqsdf belgie belgium changeme geheim
gebruiker hallohallo inburgering iloveyou letmein paswoord passwoord password passw0rd qwerty
qwertyuiop qwertyuiopasdf welkom welkomwelkom welcome wachtwoord w@chtwoord test testtest
testtesttest vlaanderen zonnebloem abcdefghijkl abcdefghijklmnop trustno monkey dragon
football baseball superman batman princess sunshine master shadow michael jennifer voetbal
motdepasse bonjour soleil
"""
"""Words that many people take; figures and signs around them do not make them better."""

COMMON_PASSWORDS = frozenset(COMMON_WORDS.split())

COMMON_ROWS = ("0123456789012345678901234567890", "9876543210987654321098765432109876543210")
"""Rows of a keyboard that are long enough to be tried as a password."""

PHONE = re.compile(r"\+?[0-9][0-9 ./()-]{4,28}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


def name_reasons(name: str) -> tuple[Reason, ...]:
    """Why `name` cannot be somebody's name; empty when it can."""
    if is_blank(name):
        return (Reason("name_missing", field="name"),)
    if len(name) > LONGEST_NAME:
        return (Reason("name_too_long", field="name", facts={"most": LONGEST_NAME}),)
    if not is_one_line(name):
        return (Reason("name_unreadable", field="name"),)
    return ()


def phone_reasons(phone: str | None) -> tuple[Reason, ...]:
    """Why `phone` cannot be a telephone number; none at all is fine."""
    if phone and not PHONE.fullmatch(phone):
        return (Reason("phone_unreadable", field="phone"),)
    return ()


def language_reasons(language: str) -> tuple[Reason, ...]:
    """Why `language` cannot be the code of a language (such as nl, ar, ckb)."""
    return () if LANGUAGE.fullmatch(language) else (Reason("language_unknown", field="language"),)


def scope_reasons(
    role: Role,
    *,
    organisation_id: int | None = None,
    nis: str | None = None,
    network_code: str | None = None,
    agency_code: str | None = None,
) -> tuple[Reason, ...]:
    """Why a role cannot have this scope: it needs exactly the one that `SCOPE_OF` names."""
    given = {
        "organisation_id": organisation_id,
        "nis": nis,
        "network_code": network_code,
        "agency_code": agency_code,
    }
    asked = SCOPE_OF[role]
    reasons = []
    if asked and given[asked] is None:
        reasons.append(Reason("scope_missing", field=asked, facts={"role": role}))
    reasons += [
        Reason("scope_not_of_role", field=name, facts={"role": role})
        for name, value in given.items()
        if value is not None and name != asked
    ]
    return tuple(reasons)


def password_reasons(password: str, *, email: str | None = None) -> tuple[Reason, ...]:
    """Why `password` is refused; empty when it is good. Length is counted after NFKC.

    No demand for figures or signs (OWASP ASVS 5.0, 6.2.5): only long, not common, not the address.
    """
    text = unicodedata.normalize("NFKC", password)
    if not text.isprintable():
        return (Reason("password_unreadable", field="password"),)
    if len(text) < SHORTEST_PASSWORD:
        return (Reason("password_short", field="password", facts={"least": SHORTEST_PASSWORD}),)
    if len(text) > LONGEST_PASSWORD:
        return (Reason("password_long", field="password", facts={"most": LONGEST_PASSWORD}),)
    if is_address(text, email):
        return (Reason("password_is_address", field="password"),)
    if is_common(text):
        return (Reason("password_common", field="password"),)
    return ()


def is_address(password: str, email: str | None) -> bool:
    """Whether the password is the person's address, or its first part with figures around it."""
    if not email:
        return False
    plain = password.casefold()
    return plain == email.casefold() or bare(plain) == bare(email.split("@")[0].casefold())


def is_common(password: str) -> bool:
    """Whether many people would take this one: a known word, a row of keys, few different signs."""
    plain = password.casefold()
    return (
        len(set(plain)) < FEWEST_DIFFERENT_SIGNS
        or bare(plain) in COMMON_PASSWORDS
        or any(plain in row for row in COMMON_ROWS)
    )


def bare(text: str) -> str:
    """`text` without the figures and signs before and after its letters."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
