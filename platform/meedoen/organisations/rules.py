"""What makes an organisation one we can stand behind; no database, no web, no clock."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Required, TypedDict
from urllib.parse import urlsplit

from stdnum.be import vat
from stdnum.exceptions import ValidationError

from meedoen.accounts.rules import name_reasons, phone_reasons
from meedoen.core.errors import Reason
from meedoen.core.texts import is_blank, is_one_line, is_readable
from meedoen.messages.rules import mail_address
from meedoen.organisations.terms import NextStep, OrganisationKind, OrganisationStatus

NAME_LENGTH = 120
ABOUT_LENGTH = 2000
REASON_LENGTH = 1000
WEBSITE_LENGTH = 300

TRANSITIONS: dict[OrganisationStatus, frozenset[OrganisationStatus]] = {
    OrganisationStatus.NEW: frozenset({OrganisationStatus.VERIFIED, OrganisationStatus.REFUSED}),
    OrganisationStatus.VERIFIED: frozenset({OrganisationStatus.PAUSED, OrganisationStatus.NEW}),
    OrganisationStatus.REFUSED: frozenset({OrganisationStatus.VERIFIED, OrganisationStatus.NEW}),
    OrganisationStatus.PAUSED: frozenset({OrganisationStatus.VERIFIED}),
}
"""From each status to those it may become. Back to NEW happens by a change of its own data alone:
a verified one that becomes another, and a refused one that mends what was wrong."""

NON_PROFIT_KINDS = frozenset(
    {
        OrganisationKind.NON_PROFIT,
        OrganisationKind.DE_FACTO,
        OrganisationKind.PUBLIC_BODY,
        OrganisationKind.SCHOOL,
    }
)
"""Kinds that may host volunteers (law of 3 July 2005 on the rights of volunteers, art. 3)."""

HOST = re.compile(r"(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")


class Typed(TypedDict, total=False):
    """What somebody typed about an organisation: number and website as people write them."""

    name: Required[str]
    kind: Required[OrganisationKind]
    nis: Required[str]
    enterprise_number: str | None
    about: str
    website: str | None
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What an organisation says of itself; the number as ten digits, the website in full."""

    name: str
    kind: OrganisationKind
    nis: str
    enterprise_number: str | None = None
    about: str = ""
    website: str | None = None
    email: str | None = None
    phone: str | None = None


def may_become(before: OrganisationStatus, after: OrganisationStatus) -> bool:
    """Whether an organisation may go from `before` to `after`; to stay the same is no change."""
    return after in TRANSITIONS[before]


def may_host_volunteers(kind: OrganisationKind) -> bool:
    """Whether volunteering is possible at an organisation of this kind."""
    return kind in NON_PROFIT_KINDS


def read_enterprise_number(typed: str | None) -> str | None:
    """The ten digits of an ondernemingsnummer, None for nothing typed.

    Takes what people write: 0403.019.261, BE 0403 019 261, 403019261. Raises ValueError where
    the length or the check digits (97 minus the rest after division by 97) are wrong.
    """
    if not typed or not typed.strip():
        return None
    try:
        return str(vat.validate(typed))
    except ValidationError as error:
        raise ValueError("not an enterprise number") from error


def written_number(number: str) -> str:
    """Ten digits as the register writes them: 0403.019.261."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def read_website(typed: str | None) -> str | None:
    """A web address with its scheme, None for nothing typed; without scheme it is https.

    Raises ValueError for what is not http or https, has no host of letters with a dot, or carries
    a user name, a blank or a control sign: such an address could lead elsewhere than it says.
    """
    if not typed or not typed.strip():
        return None
    address = typed.strip()
    if "://" not in address:
        address = f"https://{address}"
    parts = urlsplit(address)
    if (
        parts.scheme not in {"http", "https"}
        or "@" in parts.netloc
        or "\\" in address
        or not HOST.fullmatch((parts.hostname or "").lower())
        or not parts.netloc.isascii()
        or (parts.port is not None and parts.port == 0)
        or any(not sign.isprintable() or sign.isspace() for sign in address)
        or len(address) > WEBSITE_LENGTH
    ):
        raise ValueError("not a web address")
    return address


def wrong_with(details: Details) -> tuple[Reason, ...]:
    """What stands in the way of keeping these details; empty when nothing does."""
    found = []
    if is_blank(details.name) or not is_one_line(details.name) or len(details.name) > NAME_LENGTH:
        found.append(Reason("organisation_name_wrong", field="name", facts={"most": NAME_LENGTH}))
    if details.kind is OrganisationKind.DE_FACTO and details.enterprise_number:
        found.append(Reason("de_facto_has_no_number", field="enterprise_number"))
    if not is_readable(details.about) or len(details.about) > ABOUT_LENGTH:
        found.append(Reason("about_wrong", field="about", facts={"most": ABOUT_LENGTH}))
    return (*found, *phone_reasons(details.phone))


def wrong_with_person(*, name: str, email: str, phone: str | None = None) -> tuple[Reason, ...]:
    """What stands in the way of keeping this person; empty when nothing does."""
    address = () if mail_address(email) else (Reason("mail_address_wrong", field="email"),)
    return (*name_reasons(name), *address, *phone_reasons(phone))


def wrong_with_reason(reason: str) -> tuple[Reason, ...]:
    """A refusal or a pause must say why, in words that fit."""
    if is_blank(reason):
        return (Reason("reason_missing", field="reason"),)
    if len(reason) > REASON_LENGTH or not is_readable(reason):
        return (Reason("reason_too_long", field="reason", facts={"most": REASON_LENGTH}),)
    return ()


def sound_of(name: str) -> str:
    """The letters and digits of a name, so that capitals, dots and blanks make no other name."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def must_be_verified_again(before: Details, after: Details) -> bool:
    """Whether a verified organisation became another one, which its municipality does not know.

    True when its kind, number, municipality or the letters of its name change: those are what
    was verified. What it tells about itself and how to reach it may change freely.
    """
    return (
        before.kind != after.kind
        or before.enterprise_number != after.enterprise_number
        or before.nis != after.nis
        or sound_of(before.name) != sound_of(after.name)
    )


def next_step(status: OrganisationStatus, *, active_contacts: int) -> NextStep:
    """What an organisation can best do now, the most pressing first.

    Without a contact person no offer can be published, so that comes before waiting.
    """
    if status is OrganisationStatus.REFUSED:
        return NextStep.MEND
    if status is OrganisationStatus.PAUSED:
        return NextStep.ASK
    if active_contacts == 0:
        return NextStep.ADD_CONTACT
    return NextStep.WAIT if status is OrganisationStatus.NEW else NextStep.WRITE_OFFER
