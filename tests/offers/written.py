"""Builders of offers that went through the acts of an organisation, for tests of writing."""

from dataclasses import replace

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.offers.models import Offer
from meedoen.offers.places.rules import PlaceText
from meedoen.offers.terms import Day, Daypart, Goal, Insurance, OfferStatus, OfferType
from meedoen.offers.writing.actions import change_offer, draft_offer
from meedoen.offers.writing.queries import text_of
from meedoen.organisations.models import Contact, Organisation
from tests import examples
from tests.examples import NOW


def host(session: Session, name: str = "De Babbeltafel", **facts: object) -> Organisation:
    """An organisation with one contact person and no members."""
    found = examples.organisation(session, name, **facts)
    found.contacts.append(Contact(name="Els Claes", email="els@babbeltafel.test"))
    session.flush()
    return found


def member_of(organisation: Organisation, session: Session) -> Account:
    """Somebody who works for an organisation, with an address of their own."""
    account = examples.person_with(
        session, Role.ORGANISATION_MEMBER, name="Els Claes", organisation_id=organisation.id
    )
    account.email = f"lid{account.id}@babbeltafel.test"
    session.flush()
    return account


def whole_offer(
    session: Session,
    at: Organisation | None = None,
    *,
    by: Account | None = None,
    postcode: str = "2800",
    **words: object,
) -> Offer:
    """A draft that lacks nothing, of a conversation table; `words` are parts of OfferText."""
    organisation = at or host(session)
    by = by or member_of(organisation, session)
    offer = draft_offer(
        session, organisation, type=OfferType.LANGUAGE_PRACTICE, title="Praattafel", by=by, at=NOW
    )
    text = replace(
        text_of(offer),
        summary="Praat met mensen uit de buurt.",
        description="We praten een uur over elke dag. Je moet niets kunnen.",
        goals=frozenset({Goal.DUTCH, Goal.MEET}),
        level=2,
        how_to_join="Kom gewoon langs.",
        moments=frozenset({(Day.TUE, Daypart.EVENING)}),
        minutes_per_meeting=90,
        insurance=Insurance.ORGANISATION,
    )
    text = replace(text, **words)  # type: ignore[arg-type]
    change_offer(session, offer, text, places=[PlaceText(postcode=postcode)], by=by, at=NOW)
    return offer


def published_offer(
    session: Session,
    at: Organisation | None = None,
    *,
    postcode: str = "2800",
    status: OfferStatus = OfferStatus.PUBLISHED,
    **words: object,
) -> Offer:
    """A whole offer put at a status past review, without the review."""
    offer = whole_offer(session, at, postcode=postcode, **words)
    offer.status = status
    offer.published_at = NOW
    session.flush()
    return offer
