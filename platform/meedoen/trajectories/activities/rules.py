"""What an activity must be to count, and who may be its contact person."""

from dataclasses import dataclass
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.trajectories.terms import ActivityDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """The two criteria of the traject (Herent; domain.md 2.3), the first in its three parts."""

    in_duo_or_group: bool
    meets_new_people: bool
    lasting_contact: bool
    spoken_in_dutch: bool


class Judged(Protocol):
    """What an activity is found to be, and whether it was approved."""

    @property
    def in_duo_or_group(self) -> bool: ...
    @property
    def meets_new_people(self) -> bool: ...
    @property
    def lasting_contact(self) -> bool: ...
    @property
    def spoken_in_dutch(self) -> bool: ...
    @property
    def decision(self) -> ActivityDecision: ...


class Found(Protocol):
    """What an activity is found to be."""

    @property
    def in_duo_or_group(self) -> bool: ...
    @property
    def meets_new_people(self) -> bool: ...
    @property
    def lasting_contact(self) -> bool: ...
    @property
    def spoken_in_dutch(self) -> bool: ...


class WhatCounts(Protocol):
    """The rules, as far as they say which criteria an activity must meet."""

    @property
    def requires_duo_or_group(self) -> bool: ...
    @property
    def requires_new_people(self) -> bool: ...
    @property
    def requires_lasting_contact(self) -> bool: ...
    @property
    def requires_dutch(self) -> bool: ...


class Named(Protocol):
    """Somebody with a name and maybe an address."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str | None: ...


def reasons_not_suitable(criteria: Found, rule_set: WhatCounts) -> tuple[Reason, ...]:
    """Why an activity does not count: each criterion of the rules that it does not meet."""
    why = []
    if rule_set.requires_duo_or_group and not criteria.in_duo_or_group:
        why.append(Reason("not_in_duo_or_group", "in_duo_or_group"))
    if rule_set.requires_new_people and not criteria.meets_new_people:
        why.append(Reason("no_new_people", "meets_new_people"))
    if rule_set.requires_lasting_contact and not criteria.lasting_contact:
        why.append(Reason("no_lasting_contact", "lasting_contact"))
    if rule_set.requires_dutch and not criteria.spoken_in_dutch:
        why.append(Reason("not_in_dutch", "spoken_in_dutch"))
    return tuple(why)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case and spaces."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def reasons_unfit_contact(
    *,
    name: str,
    email: str | None,
    newcomer: Named,
    counsellor: Named,
    invited_email: str | None = None,
) -> tuple[Reason, ...]:
    """Why somebody cannot say that the hours are right: it is the newcomer or the counsellor.

    So nobody accepts hours that they logged and confirmed themselves. `email` is None on paper;
    `invited_email` is where the newcomer's invitation went.
    """
    typed = (email or "").lower()
    why = []
    if typed and typed in {(newcomer.email or "").lower(), (invited_email or "").lower()}:
        why.append(Reason("contact_is_newcomer", "contact_email"))
    elif same_name(name, newcomer.name):
        why.append(Reason("contact_is_newcomer", "contact_name"))
    if typed and typed == (counsellor.email or "").lower():
        why.append(Reason("contact_is_counsellor", "contact_email"))
    elif same_name(name, counsellor.name):
        why.append(Reason("contact_is_counsellor", "contact_name"))
    return tuple(why)
