"""Writing an offer: drafts, changes, copies; what is kept and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.offers.models import Offer, OfferPlace
from meedoen.offers.places.rules import PlaceText
from meedoen.offers.publication.rules import missing_before_publication
from meedoen.offers.terms import (
    CatchmentKind,
    Goal,
    Insurance,
    Language,
    OfferStatus,
    OfferType,
    Suitability,
)
from meedoen.offers.writing.actions import (
    change_offer,
    check_offer,
    copy_offer,
    draft_offer,
)
from meedoen.offers.writing.queries import text_of
from meedoen.organisations.models import Contact
from tests.examples import BONHEIDEN, MECHELEN, NOW
from tests.offers import written

LATER = NOW + timedelta(days=1)


def codes(error: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {reason.code for reason in error.value.reasons}


def acts(session: Session, offer: Offer) -> list[str]:
    found = select(AuditRow.act).where(
        AuditRow.thing_id == offer.id, AuditRow.thing_kind == "offer"
    )
    return list(session.scalars(found.order_by(AuditRow.id)))


def test_the_offer_of_the_examples_lacks_nothing(session: Session) -> None:
    offer = written.whole_offer(session)
    assert missing_before_publication(offer, on=NOW.date()) == ()


def test_a_draft_needs_a_kind_and_a_title_alone(session: Session) -> None:
    host = written.host(session)
    by = written.member_of(host, session)
    offer = draft_offer(session, host, type=OfferType.BUDDY, title=" Een  buddy ", by=by, at=NOW)
    assert offer.title == "Een buddy"
    assert offer.status is OfferStatus.DRAFT
    assert offer.contact is host.contacts[0]
    assert acts(session, offer) == ["draft_offer"]


def test_a_contact_person_is_only_filled_in_where_there_is_one_alone(session: Session) -> None:
    host = written.host(session)
    host.contacts.append(Contact(name="Jan", email="jan@babbeltafel.test"))
    session.flush()
    by = written.member_of(host, session)
    assert (
        draft_offer(session, host, type=OfferType.BUDDY, title="B", by=by, at=NOW).contact is None
    )


@pytest.mark.parametrize("title", ["", "   ", "\u200b", "x" * 121])
def test_a_title_that_cannot_be_kept_drafts_nothing(session: Session, title: str) -> None:
    host = written.host(session)
    by = written.member_of(host, session)
    with pytest.raises(RuleBroken):
        draft_offer(session, host, type=OfferType.BUDDY, title=title, by=by, at=NOW)
    assert session.scalar(select(func.count(Offer.id))) == 0


def test_a_form_sent_twice_drafts_once(session: Session) -> None:
    host = written.host(session)
    by = written.member_of(host, session)
    one, two = (
        draft_offer(session, host, type=OfferType.BUDDY, title="B", request_key="k", by=by, at=NOW)
        for _ in range(2)
    )
    assert one is two
    assert acts(session, one) == ["draft_offer"]


def test_every_part_of_a_text_is_kept(session: Session) -> None:
    offer = written.whole_offer(session)
    by = written.member_of(offer.organisation, session)
    text = replace(
        text_of(offer),
        goals=frozenset({Goal.FRIENDS}),
        host_languages=frozenset({Language.DARI, Language.ARABIC}),
        moments=frozenset(),
        catchment=CatchmentKind.MUNICIPALITIES,
        municipalities=frozenset({MECHELEN, BONHEIDEN}),
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 6, 1),
        cost_cents=250,
        claims_suitable=True,
        insurance=Insurance.OTHER,
        contact_id=None,
    )
    change_offer(session, offer, text, by=by, at=LATER)
    session.expire_all()
    assert text_of(offer) == text
    assert offer.suitability is Suitability.CLAIMED


def test_the_same_again_changes_nothing(session: Session) -> None:
    offer = written.whole_offer(session)
    by = written.member_of(offer.organisation, session)
    before = offer.version, offer.updated_at, acts(session, offer)
    change_offer(
        session,
        offer,
        replace(text_of(offer), title=" Praattafel "),
        places=[PlaceText(id=offer.places[0].id, postcode="28 00")],
        seen_version=0,
        by=by,
        at=LATER,
    )
    assert (offer.version, offer.updated_at, acts(session, offer)) == before


def test_a_catchment_that_was_not_asked_for_is_not_kept(session: Session) -> None:
    offer = written.whole_offer(session)
    by = written.member_of(offer.organisation, session)
    text = replace(text_of(offer), municipalities=frozenset({MECHELEN}), level=3)
    change_offer(session, offer, text, by=by, at=LATER)
    assert offer.catchment_municipalities == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"title": " "}, "title_needed"),
        ({"summary": "x" * 301}, "text_too_long"),
        ({"description": "x" * 6001}, "text_too_long"),
        ({"level": 5}, "number_out_of_bounds"),
        ({"minutes_total": 0}, "number_out_of_bounds"),
        ({"seats": 10**9}, "number_out_of_bounds"),
        ({"cost_cents": -1}, "number_out_of_bounds"),
        ({"min_age": 30, "max_age": 20}, "ages_out_of_order"),
        ({"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, "end_before_start"),
        ({"contact_id": 10**6}, "contact_unknown"),
        (
            {"catchment": CatchmentKind.REGIONS, "regions": frozenset({"atlantis"})},
            "region_unknown",
        ),
        (
            {"catchment": CatchmentKind.MUNICIPALITIES, "municipalities": frozenset({"99999"})},
            "municipality_unknown",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    session: Session, words: dict[str, object], code: str
) -> None:
    offer = written.whole_offer(session)
    by = written.member_of(offer.organisation, session)
    before = text_of(offer)
    with pytest.raises(RuleBroken) as error:
        change_offer(session, offer, replace(before, **words), by=by, at=LATER)  # type: ignore[arg-type]
    assert codes(error) == {code}
    assert text_of(offer) == before
    assert not session.dirty


def test_the_contact_person_of_another_organisation_is_refused(session: Session) -> None:
    offer = written.whole_offer(session)
    other = written.host(session, "Anderen")
    by = written.member_of(offer.organisation, session)
    with pytest.raises(RuleBroken) as error:
        change_offer(
            session, offer, replace(text_of(offer), contact_id=other.contacts[0].id), by=by, at=NOW
        )
    assert codes(error) == {"contact_unknown"}


def test_a_stale_form_is_refused_and_changes_nothing(session: Session) -> None:
    offer = written.whole_offer(session)
    by = written.member_of(offer.organisation, session)
    seen = offer.version
    change_offer(session, offer, replace(text_of(offer), level=3), by=by, at=LATER)
    with pytest.raises(RuleBroken) as error:
        change_offer(
            session,
            offer,
            replace(text_of(offer), level=4),
            places=[PlaceText(postcode="9000")],
            seen_version=seen,
            by=by,
            at=LATER,
        )
    assert codes(error) == {"offer_changed_meanwhile"}
    assert offer.level == 3
    assert [place.postcode for place in offer.places] == ["2800"]


@pytest.mark.parametrize("status", [OfferStatus.EXPIRED, OfferStatus.ARCHIVED])
def test_what_is_over_cannot_be_changed(session: Session, status: OfferStatus) -> None:
    offer = written.published_offer(session, status=status)
    by = written.member_of(offer.organisation, session)
    with pytest.raises(RuleBroken) as error:
        change_offer(session, offer, replace(text_of(offer), level=4), by=by, at=LATER)
    assert codes(error) == {"offer_closed"}


@pytest.mark.parametrize("status", [OfferStatus.PUBLISHED, OfferStatus.PAUSED])
def test_a_published_offer_stays_whole(session: Session, status: OfferStatus) -> None:
    offer = written.published_offer(session, status=status)
    by = written.member_of(offer.organisation, session)
    with pytest.raises(RuleBroken) as error:
        change_offer(session, offer, replace(text_of(offer), level=None), places=[], by=by, at=NOW)
    assert codes(error) == {"level_missing", "place_missing"}
    assert offer.level == 2
    assert len(offer.places) == 1


def test_what_was_missing_before_does_not_stop_another_mending(session: Session) -> None:
    offer = written.published_offer(session)
    by = written.member_of(offer.organisation, session)
    offer.contact = None
    session.flush()
    change_offer(session, offer, replace(text_of(offer), level=1), by=by, at=LATER)
    assert offer.level == 1


def test_small_changes_stay_published(session: Session) -> None:
    offer = written.published_offer(session)
    by = written.member_of(offer.organisation, session)
    change_offer(session, offer, replace(text_of(offer), title="Praten", seats=8), by=by, at=LATER)
    assert offer.status is OfferStatus.PUBLISHED


@pytest.mark.parametrize("status", [OfferStatus.PUBLISHED, OfferStatus.PAUSED])
def test_a_change_of_what_was_judged_waits_for_review_again(
    session: Session, status: OfferStatus
) -> None:
    offer = written.published_offer(session, status=status)
    by = written.member_of(offer.organisation, session)
    text = replace(text_of(offer), insurance=Insurance.MUNICIPALITY)
    change_offer(session, offer, text, by=by, at=LATER)
    assert offer.status is OfferStatus.SUBMITTED
    assert (offer.submitted_by_id, offer.submitted_at) == (by.id, LATER)


def test_a_copy_has_the_words_but_no_dates_and_no_decision(session: Session) -> None:
    old = written.published_offer(
        session,
        status=OfferStatus.EXPIRED,
        ends_on=date(2026, 6, 30),
        claims_suitable=True,
        in_duo_or_group=True,
    )
    old.suitability = Suitability.CONFIRMED
    session.flush()
    by = written.member_of(old.organisation, session)
    new = copy_offer(session, old, request_key="again", by=by, at=LATER)
    assert new is not old
    assert replace(text_of(new), ends_on=old.ends_on) == text_of(old)
    assert (new.status, new.suitability) == (OfferStatus.DRAFT, Suitability.CLAIMED)
    assert [(place.nis, place.lat) for place in new.places] == [
        (place.nis, place.lat) for place in old.places
    ]
    assert (new.published_at, new.ends_on, new.sessions) == (None, None, [])
    assert copy_offer(session, old, request_key="again", by=by, at=LATER) is new


def test_a_copy_forgets_a_contact_person_who_left(session: Session) -> None:
    old = written.whole_offer(session)
    assert old.contact
    old.contact.active = False
    by = written.member_of(old.organisation, session)
    assert copy_offer(session, old, by=by, at=LATER).contact is None


def test_to_look_an_offer_over_twice_a_day_is_once(session: Session) -> None:
    offer = written.published_offer(session)
    by = written.member_of(offer.organisation, session)
    for _ in range(2):
        check_offer(session, offer, by=by, at=LATER)
    assert offer.last_checked_on == LATER.date()
    assert acts(session, offer).count("check_offer") == 1


def test_a_place_that_stands_keeps_its_row_and_one_that_goes_is_gone(session: Session) -> None:
    offer = written.whole_offer(session)
    by = written.member_of(offer.organisation, session)
    first = offer.places[0].id
    places = [
        PlaceText(id=first, postcode="2800", street="Grote Markt 1"),
        PlaceText(),
        PlaceText(postcode="2820", part="Rijmenam"),
    ]
    change_offer(session, offer, text_of(offer), places=places, by=by, at=LATER)
    assert [(p.id == first, p.street, p.nis, p.part) for p in offer.places] == [
        (True, "Grote Markt 1", MECHELEN, ""),
        (False, "", BONHEIDEN, "Rijmenam"),
    ]
    change_offer(session, offer, text_of(offer), places=places[2:], by=by, at=LATER)
    session.expire_all()
    assert [place.postcode for place in offer.places] == ["2820"]
    assert session.get(OfferPlace, first) is None


def test_the_place_of_another_offer_cannot_be_taken(session: Session) -> None:
    mine, theirs = written.whole_offer(session), written.whole_offer(session)
    by = written.member_of(mine.organisation, session)
    theirs_id = theirs.places[0].id
    change_offer(
        session,
        mine,
        text_of(mine),
        places=[PlaceText(id=theirs_id, postcode="9000")],
        by=by,
        at=LATER,
    )
    session.expire_all()
    assert [place.id for place in theirs.places] == [theirs_id]
    assert [place.postcode for place in theirs.places] == ["2800"]
    assert mine.places[0].id != theirs_id
