"""What an organisation may type of an offer, and which change a reviewer must see again."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from meedoen.core.errors import Reason
from meedoen.core.texts import cleaned, is_readable
from meedoen.offers.terms import (
    CatchmentKind,
    Day,
    Daypart,
    Goal,
    Insurance,
    Language,
    OfferType,
    Rhythm,
    Source,
    Suitability,
)
from meedoen.permissions import Person

LINES = {
    "title": 120,
    "summary": 300,
    "cost_note": 200,
    "target_group": 200,
    "volunteer_allowance": 200,
    "internship_tutor": 120,
}
"""Texts of one line, with the most signs each may have."""

TEXTS = {
    "description": 6000,
    "how_to_join": 2000,
    "travel_note": 2000,
    "insurance_note": 2000,
    "volunteer_information": 4000,
    "internship_agreement": 4000,
}
"""Texts of several lines, with the most signs each may have."""

NUMBERS = {
    "level": (1, 4),
    "minutes_total": (1, 120_000),
    "minutes_per_meeting": (1, 1440),
    "seats": (1, 10_000),
    "min_age": (0, 120),
    "max_age": (0, 120),
    "cost_cents": (0, 1_000_000),
}
"""Whole numbers, each from the least to the most."""

REVIEWED = (
    "type",
    "insurance",
    "insurance_note",
    "volunteer_information",
    "volunteer_allowance",
    "internship_tutor",
    "internship_agreement",
)
"""What a reviewer judged to protect newcomers: a change of these is looked at again. Words, places,
times and the like may change freely; a reviewer can always send a published offer back."""

CRITERIA = ("in_duo_or_group", "meets_new_people", "lasting_contact", "spoken_in_dutch")
"""What the traject asks of an offer that counts (domain.md 2.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferText:
    """All that an organisation says of an offer, but for its places; times in whole minutes."""

    type: OfferType
    title: str
    summary: str = ""
    description: str = ""
    goals: frozenset[Goal] = frozenset()
    level: int | None = None
    contact_id: int | None = None
    host_languages: frozenset[Language] = frozenset()
    how_to_join: str = ""
    intake_needed: bool = False
    online: bool = False
    comes_to_you: bool = False
    travel_note: str = ""
    catchment: CatchmentKind = CatchmentKind.EVERYONE
    regions: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()
    rhythm: Rhythm = Rhythm.CONTINUOUS
    moments: frozenset[tuple[Day, Daypart]] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None
    minutes_total: int | None = None
    minutes_per_meeting: int | None = None
    seats: int | None = None
    min_age: int | None = None
    max_age: int | None = None
    children_welcome: bool = False
    childcare: bool = False
    women_only: bool = False
    target_group: str = ""
    wheelchair_accessible: bool = False
    cost_cents: int = 0
    cost_note: str = ""
    uitpas: bool = False
    insurance: Insurance | None = None
    insurance_note: str = ""
    volunteer_information: str = ""
    volunteer_allowance: str = ""
    internship_tutor: str = ""
    internship_agreement: str = ""
    claims_suitable: bool = False
    in_duo_or_group: bool = False
    meets_new_people: bool = False
    lasting_contact: bool = False
    spoken_in_dutch: bool = False


SPECIAL = frozenset(
    {"goals", "host_languages", "moments", "regions", "municipalities", "claims_suitable"}
)

PLAIN_FIELDS = tuple(part.name for part in fields(OfferText) if part.name not in SPECIAL)
"""Parts of a text that are columns of the offer under the same name."""


def source_of(nis: str, person: Person) -> Source:
    """Who brings in an offer that `person` begins for an organisation in municipality `nis`."""
    serves = any(held.role == "municipality_officer" and held.nis == nis for held in person.roles)
    return Source.MUNICIPALITY if serves else Source.OWN


def tidy(text: OfferText) -> OfferText:
    """The text as it is kept: no needless blanks or invisible signs, no catchment unasked for."""
    kept: dict[str, Any] = {name: " ".join(cleaned(getattr(text, name)).split()) for name in LINES}
    for name in TEXTS:
        kept[name] = cleaned(getattr(text, name)).strip()
    if text.catchment is not CatchmentKind.REGIONS:
        kept["regions"] = frozenset()
    if text.catchment is not CatchmentKind.MUNICIPALITIES:
        kept["municipalities"] = frozenset()
    return replace(text, **kept)


def wrong_with(text: OfferText) -> Iterable[Reason]:
    """What cannot be kept at all, even in a draft; what is only missing stands in `publication`."""
    if not text.title:
        yield Reason("title_needed", field="title")
    for name, most in (LINES | TEXTS).items():
        if len(getattr(text, name)) > most:
            yield Reason("text_too_long", field=name, facts={"most": most})
        elif not is_readable(getattr(text, name)):
            yield Reason("text_unreadable", field=name)
    for name, (least, most) in NUMBERS.items():
        number = getattr(text, name)
        if number is not None and not least <= number <= most:
            facts: dict[str, object] = {"least": least, "most": most}
            yield Reason("number_out_of_bounds", field=name, facts=facts)
    if text.starts_on and text.ends_on and text.ends_on < text.starts_on:
        yield Reason("end_before_start", field="ends_on")
    if text.min_age is not None and text.max_age is not None and text.max_age < text.min_age:
        yield Reason("ages_out_of_order", field="max_age")


def changed_fields(before: OfferText, after: OfferText) -> tuple[str, ...]:
    """The names of what differs, in the order of the form."""
    names = (part.name for part in fields(OfferText))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def needs_review_again(changed: Iterable[str]) -> bool:
    """Whether a reviewer must look again before newcomers see a change of these fields."""
    return not set(REVIEWED).isdisjoint(changed)


def suitability_after(before: Suitability, *, claimed: bool, changed: Iterable[str]) -> Suitability:
    """What the suitability becomes when its organisation saves the offer.

    An organisation can only claim. What a reviewer decided stands as long as the criteria and the
    claim do; when those change, it is to be decided anew.
    """
    criteria_changed = not {*CRITERIA, "type"}.isdisjoint(changed)
    decided = before in {Suitability.CONFIRMED, Suitability.UNSUITABLE}
    if decided and not criteria_changed and (claimed or before is Suitability.UNSUITABLE):
        return before
    return Suitability.CLAIMED if claimed else Suitability.UNKNOWN
