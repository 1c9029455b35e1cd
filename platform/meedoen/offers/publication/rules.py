"""What an offer must hold before newcomers may see it, and who may decide that; no database."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.offers.rules import Host, Meeting, has_session_from
from meedoen.offers.terms import (
    CatchmentKind,
    Goal,
    Insurance,
    OfferStatus,
    OfferType,
    Rhythm,
    Suitability,
)
from meedoen.organisations.rules import may_host_volunteers
from meedoen.organisations.terms import OrganisationKind, OrganisationStatus
from meedoen.permissions import Person

FREE_INSURANCE_HOSTS = frozenset({OrganisationKind.NON_PROFIT, OrganisationKind.DE_FACTO})
"""Whom the free Flemish volunteer insurance takes: vzw's and de facto associations, no public
bodies (vrijwilligersverzekering.vlaanderen.be). It covers volunteers, never participants."""

MOST_REASONS = 2000
"""Signs in the reasons for sending an offer back."""


class Guide(Protocol):
    """A contact person."""

    @property
    def active(self) -> bool: ...


class Written(Protocol):
    """An offer as its organisation wrote it; times in whole minutes."""

    @property
    def type(self) -> OfferType: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def goals(self) -> frozenset[Goal]: ...
    @property
    def level(self) -> int | None: ...
    @property
    def contact(self) -> Guide | None: ...
    @property
    def how_to_join(self) -> str: ...
    @property
    def places(self) -> Sequence[object]: ...
    @property
    def online(self) -> bool: ...
    @property
    def comes_to_you(self) -> bool: ...
    @property
    def catchment(self) -> CatchmentKind: ...
    @property
    def catchment_regions(self) -> Sequence[object]: ...
    @property
    def catchment_municipalities(self) -> Sequence[object]: ...
    @property
    def rhythm(self) -> Rhythm: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def moments(self) -> Sequence[object]: ...
    @property
    def sessions(self) -> Sequence[Meeting]: ...
    @property
    def minutes_total(self) -> int | None: ...
    @property
    def minutes_per_meeting(self) -> int | None: ...
    @property
    def insurance(self) -> Insurance | None: ...
    @property
    def insurance_note(self) -> str: ...
    @property
    def volunteer_information(self) -> str: ...
    @property
    def internship_tutor(self) -> str: ...
    @property
    def internship_agreement(self) -> str: ...
    @property
    def suitability(self) -> Suitability: ...
    @property
    def in_duo_or_group(self) -> bool: ...
    @property
    def meets_new_people(self) -> bool: ...
    @property
    def lasting_contact(self) -> bool: ...
    @property
    def spoken_in_dutch(self) -> bool: ...
    @property
    def organisation(self) -> Host: ...


def missing_before_publication(offer: Written, *, on: date) -> tuple[Reason, ...]:
    """What an offer still lacks before newcomers may see it, in the order of its form.

    Each reason names the field that mends it. `on` is the day of publication. Empty: nothing.
    """
    return (
        *missing_in_text(offer),
        *missing_in_place_and_time(offer, on=on),
        *missing_in_protection(offer),
        *missing_in_claim(offer),
        *missing_in_host(offer),
    )


def missing_in_text(offer: Written) -> Iterable[Reason]:
    """What it is, for whom, and whom one meets."""
    if not offer.title.strip():
        yield Reason("title_missing", field="title")
    if not offer.summary.strip():
        yield Reason("summary_missing", field="summary")
    if not offer.description.strip():
        yield Reason("description_missing", field="description")
    if not offer.goals:
        yield Reason("goals_missing", field="goals")
    if offer.level is None:
        yield Reason("level_missing", field="level")
    if offer.contact is None:
        yield Reason("contact_missing", field="contact_id")
    elif not offer.contact.active:
        yield Reason("contact_left", field="contact_id")
    if not offer.how_to_join.strip():
        yield Reason("how_to_join_missing", field="how_to_join")


def missing_in_place_and_time(offer: Written, *, on: date) -> Iterable[Reason]:
    """Where, for people from where, when, how long."""
    if not (offer.places or offer.online or offer.comes_to_you):
        yield Reason("place_missing", field="places")
    if offer.catchment is CatchmentKind.REGIONS and not offer.catchment_regions:
        yield Reason("regions_missing", field="regions")
    if offer.catchment is CatchmentKind.MUNICIPALITIES and not offer.catchment_municipalities:
        yield Reason("municipalities_missing", field="municipalities")
    if not (offer.moments or has_session_from(offer.sessions, day=on)):
        yield Reason("moments_missing", field="moments")
    if offer.ends_on is not None and offer.ends_on < on:
        yield Reason("end_past", field="ends_on", facts={"ends_on": offer.ends_on})
    if offer.ends_on is None and offer.rhythm is not Rhythm.CONTINUOUS:
        yield Reason("end_missing", field="ends_on")
    if offer.minutes_total is None and offer.minutes_per_meeting is None:
        yield Reason("minutes_missing", field="minutes_per_meeting")


def missing_in_protection(offer: Written) -> Iterable[Reason]:
    """Who insures, and what the law asks of volunteering (3 July 2005) and of an internship."""
    volunteering = offer.type is OfferType.VOLUNTEERING
    if offer.insurance is None:
        yield Reason("insurance_missing", field="insurance")
    if offer.insurance is Insurance.OTHER and not offer.insurance_note.strip():
        yield Reason("insurance_note_missing", field="insurance_note")
    if offer.insurance is Insurance.FLEMISH_VOLUNTEER:
        if not volunteering:
            yield Reason("insurance_for_volunteers_only", field="insurance")
        elif offer.organisation.kind not in FREE_INSURANCE_HOSTS:
            yield Reason("insurance_not_for_this_host", field="insurance")
    if volunteering:
        if not may_host_volunteers(offer.organisation.kind):
            yield Reason("host_may_not_have_volunteers", field="type")
        if not offer.volunteer_information.strip():
            yield Reason("volunteer_information_missing", field="volunteer_information")
    if offer.type is OfferType.INTERNSHIP:
        if not offer.internship_tutor.strip():
            yield Reason("tutor_missing", field="internship_tutor")
        if not offer.internship_agreement.strip():
            yield Reason("agreement_missing", field="internship_agreement")


def missing_in_claim(offer: Written) -> Iterable[Reason]:
    """Who says that an offer counts for the traject must meet each criterion (domain.md 2.3)."""
    if offer.suitability in {Suitability.CLAIMED, Suitability.CONFIRMED}:
        yield from unmet_criteria(offer)


def unmet_criteria(offer: Written) -> Iterable[Reason]:
    """Which criteria of the traject the offer does not meet, by its own words."""
    if not offer.in_duo_or_group:
        yield Reason("claim_without_duo_or_group", field="in_duo_or_group")
    if not offer.meets_new_people:
        yield Reason("claim_without_new_people", field="meets_new_people")
    if not offer.lasting_contact:
        yield Reason("claim_without_lasting_contact", field="lasting_contact")
    if not offer.spoken_in_dutch:
        yield Reason("claim_without_dutch", field="spoken_in_dutch")


def missing_in_host(offer: Written) -> Iterable[Reason]:
    """The organisation itself must be known to be real; the form cannot mend this."""
    if offer.organisation.status is not OrganisationStatus.VERIFIED:
        yield Reason("organisation_not_verified")


class Submitted(Protocol):
    """An offer that waits for a reviewer."""

    @property
    def organisation_id(self) -> int: ...
    @property
    def submitted_by_id(self) -> int | None: ...


TO_DECIDE = frozenset({OfferStatus.SUBMITTED, OfferStatus.PUBLISHED, OfferStatus.PAUSED})
"""States in which a reviewer decides about an offer."""


def reasons_not_to_review(offer: Submitted, person: Person) -> tuple[Reason, ...]:
    """Why this person may not decide about an offer, whatever their role; empty when they may.

    Who submits does not publish, and nobody reviews the offer of their own organisation.
    """
    found = []
    if offer.submitted_by_id == person.id:
        found.append(Reason("reviewer_submitted_it"))
    if any(held.organisation_id == offer.organisation_id for held in person.roles):
        found.append(Reason("reviewer_is_member"))
    return tuple(found)


def wrong_with_reasons(reasons: str) -> tuple[Reason, ...]:
    """Who sends an offer back must say why, in words that fit."""
    if not reasons.strip():
        return (Reason("return_reasons_missing", field="reasons"),)
    if len(reasons) > MOST_REASONS:
        return (Reason("return_reasons_too_long", field="reasons", facts={"most": MOST_REASONS}),)
    return ()
