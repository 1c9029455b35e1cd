"""Writes of what an organisation says of an offer: draft, change, copy, look it over."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.core import audit
from meedoen.core.engine import hold_form
from meedoen.core.errors import Reason
from meedoen.offers.actions import become, refuse, refuse_closed, refuse_stale, touch
from meedoen.offers.models import (
    Offer,
    OfferGoal,
    OfferLanguage,
    OfferMoment,
    OfferMunicipality,
    OfferRegion,
)
from meedoen.offers.places.actions import Located, locate, put_places
from meedoen.offers.places.queries import places_of
from meedoen.offers.places.rules import PlaceText, Spot
from meedoen.offers.publication.rules import missing_before_publication
from meedoen.offers.queries import find_by_request
from meedoen.offers.rules import day_of
from meedoen.offers.summaries.actions import copy_summaries
from meedoen.offers.terms import OfferStatus, OfferType, Suitability
from meedoen.offers.writing import rules
from meedoen.offers.writing.queries import text_of, unknown_municipalities, unknown_regions
from meedoen.offers.writing.rules import PLAIN_FIELDS, OfferText
from meedoen.organisations.models import Contact, Organisation
from meedoen.permissions import Person

SEEN = frozenset({OfferStatus.PUBLISHED, OfferStatus.PAUSED})
"""What a reviewer approved: it must stay whole, and some changes are looked at again."""


def draft_offer(
    session: Session,
    organisation: Organisation,
    *,
    type: OfferType,  # noqa: A002 -- the word of the column and of the API
    title: str,
    request_key: str | None = None,
    by: Person,
    at: datetime,
) -> Offer:
    """Begin an offer; all but its kind and title may come later.

    The contact person is filled in where the organisation has one alone. `request_key` names the
    form that was sent: sent twice it drafts once. Raises RuleBroken where the title cannot be kept.
    """
    contacts = [contact for contact in organisation.contacts if contact.active]
    text = OfferText(
        type=type, title=title, contact_id=contacts[0].id if len(contacts) == 1 else None
    )
    return begin(
        session,
        organisation,
        text,
        (),
        "draft_offer",
        request_key=request_key,
        by=by,
        at=at,
    )


def copy_offer(
    session: Session, offer: Offer, *, request_key: str | None = None, by: Person, at: datetime
) -> Offer:
    """Begin a new offer with the words and places of an old one, such as last year's.

    What it tells in other languages goes along. Dates and sessions are not copied, nor what a
    reviewer decided. Sent twice it copies once.
    """
    text = text_of(offer)
    if offer.contact is None or not offer.contact.active:
        text = replace(text, contact_id=None)
    text = replace(text, starts_on=None, ends_on=None)
    places = [
        (replace(typed, id=None), Spot(row.nis, row.part, row.lat, row.lon, row.exact))
        for typed, row in zip(places_of(offer), offer.places, strict=True)
    ]
    return begin(
        session,
        offer.organisation,
        text,
        places,
        "copy_offer",
        copied=offer,
        request_key=request_key,
        by=by,
        at=at,
    )


def begin(
    session: Session,
    organisation: Organisation,
    text: OfferText,
    places: Sequence[Located],
    act: str,
    *,
    copied: Offer | None = None,
    request_key: str | None,
    by: Person,
    at: datetime,
) -> Offer:
    """Keep a new draft; one that this very form made already is given back."""
    hold_form(session, request_key)
    if request_key and (known := find_by_request(session, organisation, request_key)):
        return known
    text = rules.tidy(text)
    refuse(rules.wrong_with(text))
    offer = Offer(
        organisation=organisation,
        status=OfferStatus.DRAFT,
        source=rules.source_of(organisation.nis, by),
        request_key=request_key,
        created_at=at,
        updated_at=at,
        last_checked_on=day_of(at),
    )
    fill(offer, text, contact_of(organisation, text))
    offer.suitability = rules.suitability_after(
        Suitability.UNKNOWN, claimed=text.claims_suitable, changed=()
    )
    put_places(offer, places)
    session.add(offer)
    session.flush()
    if copied is not None:
        copy_summaries(session, copied, offer)
    audit.record(session, act, "offer", offer.id, by=by, at=at, type=text.type)
    session.flush()
    return offer


def change_offer(
    session: Session,
    offer: Offer,
    text: OfferText,
    *,
    places: Sequence[PlaceText] | None = None,
    seen_version: int | None = None,
    by: Person,
    at: datetime,
) -> None:
    """Keep what an organisation says of its offer now; the same again changes nothing.

    Change a part with `replace(text_of(offer), level=2)`. `places` None leaves the places alone.
    A draft may lack anything. An offer that was published must stay whole; when it changes in what
    its reviewer judged (`writing.rules.REVIEWED`) it waits for review again.

    Raises RuleBroken with all that is wrong, with `offer_closed` where it is over, and with
    `offer_changed_meanwhile` where it is no longer `seen_version`. Nothing was changed then.
    """
    text = rules.tidy(text)
    located = None if places is None else locate(session, places)
    refuse(wrong_in(session, offer, text))
    changed = list(rules.changed_fields(text_of(offer), text))
    with session.begin_nested():
        lacked = missing_before_publication(offer, on=day_of(at))
        if located is not None and put_places(offer, located):
            changed.append("places")
        if not changed:
            return
        refuse_stale(offer, seen_version)
        refuse_closed(offer)
        fill(offer, text, contact_of(offer.organisation, text))
        offer.suitability = rules.suitability_after(
            offer.suitability, claimed=text.claims_suitable, changed=changed
        )
        if offer.status in SEEN:
            missing = missing_before_publication(offer, on=day_of(at))
            refuse(reason for reason in missing if reason not in lacked)
            if rules.needs_review_again(changed):
                become(offer, OfferStatus.SUBMITTED)
                offer.submitted_at, offer.submitted_by_id = at, by.id
        offer.last_checked_on = day_of(at)
        touch(offer, at=at)
    audit.record(
        session,
        "change_offer",
        "offer",
        offer.id,
        by=by,
        at=at,
        fields=changed,
        status=offer.status,
    )
    session.flush()


def check_offer(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """Say that an offer was looked over and is still true. Twice on a day is once."""
    refuse_closed(offer)
    if offer.last_checked_on == day_of(at):
        return
    offer.last_checked_on = day_of(at)
    touch(offer, at=at)
    audit.record(session, "check_offer", "offer", offer.id, by=by, at=at)
    session.flush()


def wrong_in(session: Session, offer: Offer, text: OfferText) -> Iterable[Reason]:
    """What cannot be kept of a text, also because what it names is not there."""
    yield from rules.wrong_with(text)
    if text.contact_id is not None and contact_of(offer.organisation, text) is None:
        yield Reason("contact_unknown", field="contact_id")
    if text.regions and unknown_regions(session, text.regions):
        yield Reason("region_unknown", field="regions")
    if text.municipalities and unknown_municipalities(session, text.municipalities):
        yield Reason("municipality_unknown", field="municipalities")


def contact_of(organisation: Organisation, text: OfferText) -> Contact | None:
    """The contact person of this organisation that the text names."""
    return next((c for c in organisation.contacts if c.id == text.contact_id), None)


def fill(offer: Offer, text: OfferText, contact: Contact | None) -> None:
    """Put a text on the rows; rows that stand are kept."""
    for name in PLAIN_FIELDS:
        if name != "contact_id":
            setattr(offer, name, getattr(text, name))
    offer.contact = contact
    goals = {row.goal: row for row in offer.goal_rows}
    offer.goal_rows = [goals.get(goal) or OfferGoal(goal=goal) for goal in sorted(text.goals)]
    languages = {row.language: row for row in offer.language_rows}
    offer.language_rows = [
        languages.get(one) or OfferLanguage(language=one) for one in sorted(text.host_languages)
    ]
    moments = {(row.day, row.daypart): row for row in offer.moments}
    offer.moments = [
        moments.get((day, part)) or OfferMoment(day=day, daypart=part)
        for day, part in sorted(text.moments)
    ]
    regions = {row.region_code: row for row in offer.catchment_regions}
    offer.catchment_regions = [
        regions.get(code) or OfferRegion(region_code=code) for code in sorted(text.regions)
    ]
    municipalities = {row.nis: row for row in offer.catchment_municipalities}
    offer.catchment_municipalities = [
        municipalities.get(nis) or OfferMunicipality(nis=nis) for nis in sorted(text.municipalities)
    ]
