"""The rules of offers as tables of cases, without database or clock."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.core.errors import Reason
from meedoen.core.texts import UNSEEN
from meedoen.offers.places.rules import PlaceText, Spot, km_between, spot_of, wrong_with_place
from meedoen.offers.publication.rules import (
    missing_before_publication,
    reasons_not_to_review,
    unmet_criteria,
    wrong_with_reasons,
)
from meedoen.offers.rules import (
    MOVES,
    health,
    is_findable,
    may_become,
    next_session,
)
from meedoen.offers.sessions.rules import (
    wrong_with_meeting,
    wrong_with_weeks,
)
from meedoen.offers.terms import (
    CatchmentKind,
    Goal,
    Health,
    Insurance,
    OfferStatus,
    OfferType,
    Rhythm,
    SessionStatus,
    Suitability,
)
from meedoen.offers.writing.rules import (
    REVIEWED,
    OfferText,
    changed_fields,
    needs_review_again,
    suitability_after,
    tidy,
    wrong_with,
)
from meedoen.organisations.terms import OrganisationKind, OrganisationStatus

TODAY = date(2026, 3, 3)
AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Host:
    kind: OrganisationKind = OrganisationKind.NON_PROFIT
    status: OrganisationStatus = OrganisationStatus.VERIFIED


@dataclass(frozen=True)
class Guide:
    active: bool = True


@dataclass(frozen=True)
class Meeting:
    starts_at: datetime = AT + timedelta(days=1)
    status: SessionStatus = SessionStatus.PLANNED

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(hours=2)


@dataclass(frozen=True)
class Whole:
    """An offer that lacks nothing."""

    type: OfferType = OfferType.LANGUAGE_PRACTICE
    status: OfferStatus = OfferStatus.PUBLISHED
    title: str = "Praattafel"
    summary: str = "Praat mee."
    description: str = "We praten."
    goals: frozenset[Goal] = frozenset({Goal.DUTCH})
    level: int | None = 2
    contact: Guide | None = field(default_factory=Guide)
    how_to_join: str = "Kom langs."
    places: tuple[object, ...] = ("a place",)
    online: bool = False
    comes_to_you: bool = False
    catchment: CatchmentKind = CatchmentKind.EVERYONE
    catchment_regions: tuple[object, ...] = ()
    catchment_municipalities: tuple[object, ...] = ()
    rhythm: Rhythm = Rhythm.CONTINUOUS
    ends_on: date | None = None
    moments: tuple[object, ...] = ("tuesday",)
    sessions: tuple[Meeting, ...] = ()
    minutes_total: int | None = None
    minutes_per_meeting: int | None = 90
    insurance: Insurance | None = Insurance.ORGANISATION
    insurance_note: str = ""
    volunteer_information: str = ""
    internship_tutor: str = ""
    internship_agreement: str = ""
    suitability: Suitability = Suitability.UNKNOWN
    in_duo_or_group: bool = False
    meets_new_people: bool = False
    lasting_contact: bool = False
    spoken_in_dutch: bool = False
    organisation: Host = field(default_factory=Host)
    last_checked_on: date | None = TODAY


VOLUNTEERING = Whole(type=OfferType.VOLUNTEERING, volunteer_information="Wet")
INTERNSHIP = Whole(type=OfferType.INTERNSHIP, internship_tutor="Jan", internship_agreement="Ja")
CLAIM = Whole(
    suitability=Suitability.CLAIMED,
    in_duo_or_group=True,
    meets_new_people=True,
    lasting_contact=True,
    spoken_in_dutch=True,
)


def missing(offer: Whole) -> list[str]:
    return [reason.code for reason in missing_before_publication(offer, on=TODAY)]


@pytest.mark.parametrize(
    "offer",
    [
        Whole(),
        VOLUNTEERING,
        INTERNSHIP,
        CLAIM,
        replace(CLAIM, suitability=Suitability.CONFIRMED),
        Whole(places=(), online=True),
        Whole(places=(), comes_to_you=True),
        Whole(moments=(), sessions=(Meeting(),)),
        Whole(moments=(), sessions=(Meeting(AT - timedelta(hours=3)),)),
        Whole(minutes_per_meeting=None, minutes_total=60),
        Whole(ends_on=TODAY),
        Whole(rhythm=Rhythm.SERIES, ends_on=TODAY),
        Whole(insurance=Insurance.OTHER, insurance_note="Polis"),
        replace(VOLUNTEERING, insurance=Insurance.FLEMISH_VOLUNTEER),
        Whole(catchment=CatchmentKind.REGIONS, catchment_regions=("rivierenland",)),
        Whole(catchment=CatchmentKind.MUNICIPALITIES, catchment_municipalities=("12025",)),
        Whole(organisation=Host(OrganisationKind.COMPANY)),
        Whole(suitability=Suitability.UNSUITABLE),
    ],
)
def test_a_whole_offer_lacks_nothing(offer: Whole) -> None:
    assert missing(offer) == []


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        (Whole(title=" "), "title_missing"),
        (Whole(summary=""), "summary_missing"),
        (Whole(description="\n"), "description_missing"),
        (Whole(goals=frozenset()), "goals_missing"),
        (Whole(level=None), "level_missing"),
        (Whole(contact=None), "contact_missing"),
        (Whole(contact=Guide(active=False)), "contact_left"),
        (Whole(how_to_join=""), "how_to_join_missing"),
        (Whole(places=()), "place_missing"),
        (Whole(catchment=CatchmentKind.REGIONS), "regions_missing"),
        (Whole(catchment=CatchmentKind.MUNICIPALITIES), "municipalities_missing"),
        (Whole(moments=()), "moments_missing"),
        (Whole(moments=(), sessions=(Meeting(AT - timedelta(days=1)),)), "moments_missing"),
        (
            Whole(moments=(), sessions=(Meeting(status=SessionStatus.CANCELLED),)),
            "moments_missing",
        ),
        (Whole(ends_on=TODAY - timedelta(days=1)), "end_past"),
        (Whole(rhythm=Rhythm.ONCE), "end_missing"),
        (Whole(rhythm=Rhythm.SERIES), "end_missing"),
        (Whole(minutes_per_meeting=None), "minutes_missing"),
        (Whole(insurance=None), "insurance_missing"),
        (Whole(insurance=Insurance.OTHER), "insurance_note_missing"),
        (Whole(insurance=Insurance.FLEMISH_VOLUNTEER), "insurance_for_volunteers_only"),
        (
            replace(INTERNSHIP, insurance=Insurance.FLEMISH_VOLUNTEER),
            "insurance_for_volunteers_only",
        ),
        *(
            (
                replace(
                    VOLUNTEERING, insurance=Insurance.FLEMISH_VOLUNTEER, organisation=Host(kind)
                ),
                "insurance_not_for_this_host",
            )
            for kind in (OrganisationKind.PUBLIC_BODY, OrganisationKind.SCHOOL)
        ),
        (
            replace(VOLUNTEERING, organisation=Host(OrganisationKind.COMPANY)),
            "host_may_not_have_volunteers",
        ),
        (replace(VOLUNTEERING, volunteer_information=""), "volunteer_information_missing"),
        (replace(INTERNSHIP, internship_tutor=""), "tutor_missing"),
        (replace(INTERNSHIP, internship_agreement=""), "agreement_missing"),
        (replace(CLAIM, in_duo_or_group=False), "claim_without_duo_or_group"),
        (replace(CLAIM, meets_new_people=False), "claim_without_new_people"),
        (replace(CLAIM, lasting_contact=False), "claim_without_lasting_contact"),
        (replace(CLAIM, spoken_in_dutch=False), "claim_without_dutch"),
        *(
            (Whole(organisation=Host(status=status)), "organisation_not_verified")
            for status in OrganisationStatus
            if status is not OrganisationStatus.VERIFIED
        ),
    ],
)
def test_what_is_missing_is_named_alone(offer: Whole, code: str) -> None:
    assert missing(offer) == [code]


def test_an_empty_draft_lacks_everything_in_the_order_of_the_form() -> None:
    empty = Whole(
        title="",
        summary="",
        description="",
        goals=frozenset(),
        level=None,
        contact=None,
        how_to_join="",
        places=(),
        moments=(),
        minutes_per_meeting=None,
        insurance=None,
        organisation=Host(status=OrganisationStatus.NEW),
    )
    found = missing(empty)
    assert found[0] == "title_missing"
    assert found[-1] == "organisation_not_verified"
    assert len(found) == 12


def test_the_criteria_are_asked_of_who_claims_nothing_too() -> None:
    assert len(list(unmet_criteria(Whole()))) == 4


def test_drafts_and_what_is_over_never_come_to_newcomers_by_themselves() -> None:
    assert {before for before in OfferStatus if may_become(before, OfferStatus.PUBLISHED)} == {
        OfferStatus.SUBMITTED,
        OfferStatus.PAUSED,
    }
    assert MOVES[OfferStatus.ARCHIVED] == frozenset()
    assert set(MOVES) == set(OfferStatus)


@pytest.mark.parametrize("status", OfferStatus)
@pytest.mark.parametrize("ends_on", [None, TODAY, TODAY - timedelta(days=1)])
@pytest.mark.parametrize("host", OrganisationStatus)
def test_only_what_is_published_and_not_over_of_a_verified_host_is_found(
    status: OfferStatus, ends_on: date | None, host: OrganisationStatus
) -> None:
    expected = status == "published" and ends_on in {None, TODAY} and host == "verified"
    offer = Whole(status=status, ends_on=ends_on, organisation=Host(status=host))
    assert is_findable(offer, on=TODAY) is expected


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        (Whole(), Health.GOOD),
        (Whole(status=OfferStatus.DRAFT), None),
        (Whole(organisation=Host(status=OrganisationStatus.PAUSED)), Health.HIDDEN),
        (Whole(ends_on=TODAY - timedelta(days=1)), Health.HIDDEN),
        (Whole(moments=()), Health.WITHOUT_DATE),
        (Whole(moments=(), sessions=(Meeting(),)), Health.GOOD),
        (Whole(ends_on=TODAY + timedelta(days=14)), Health.ENDS_SOON),
        (Whole(ends_on=TODAY + timedelta(days=15)), Health.GOOD),
        (Whole(last_checked_on=TODAY - timedelta(days=180)), Health.GOOD),
        (Whole(last_checked_on=TODAY - timedelta(days=181)), Health.UNCHECKED),
        (Whole(last_checked_on=None), Health.UNCHECKED),
    ],
)
def test_how_an_offer_is_doing(offer: Whole, expected: Health | None) -> None:
    assert health(offer, on=TODAY) is expected


def test_the_next_session_is_planned_and_to_come() -> None:
    gone, off = Meeting(AT - timedelta(hours=1)), Meeting(AT, SessionStatus.CANCELLED)
    soon, later = Meeting(AT + timedelta(hours=1)), Meeting(AT + timedelta(days=9))
    assert next_session([later, off, soon, gone], at=AT) is soon
    assert next_session([gone, off], at=AT) is None


@pytest.mark.parametrize(
    ("submitted_by", "member_of", "codes"),
    [
        (1, 8, []),
        (None, None, []),
        (2, 8, ["reviewer_submitted_it"]),
        (1, 7, ["reviewer_is_member"]),
        (2, 7, ["reviewer_submitted_it", "reviewer_is_member"]),
    ],
)
def test_who_submits_or_belongs_does_not_review(
    submitted_by: int | None, member_of: int | None, codes: list[str]
) -> None:
    offer = SimpleNamespace(organisation_id=7, submitted_by_id=submitted_by)
    person = SimpleNamespace(id=2, roles=[SimpleNamespace(organisation_id=member_of)])
    found = reasons_not_to_review(offer, person)  # type: ignore[arg-type]
    assert [reason.code for reason in found] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Waar is het?", []),
        ("  ", ["return_reasons_missing"]),
        ("x" * 2001, ["return_reasons_too_long"]),
    ],
)
def test_who_sends_back_says_why(text: str, codes: list[str]) -> None:
    assert [reason.code for reason in wrong_with_reasons(text)] == codes


TEXT = OfferText(type=OfferType.ACTIVITY, title="Koken")


@pytest.mark.parametrize("name", ["title", "seats", "goals", "ends_on", "level"])
def test_words_and_times_change_freely(name: str) -> None:
    assert not needs_review_again([name])


@pytest.mark.parametrize("name", REVIEWED)
def test_what_protects_people_is_judged_again(name: str) -> None:
    assert needs_review_again(["title", name])


def test_changed_fields_are_named_in_order() -> None:
    after = replace(TEXT, level=2, title="Eten", goals=frozenset({Goal.MEET}))
    assert changed_fields(TEXT, after) == ("title", "goals", "level")


@pytest.mark.parametrize(
    ("before", "claimed", "changed", "after"),
    [
        ("unknown", False, (), "unknown"),
        ("unknown", True, (), "claimed"),
        ("claimed", False, (), "unknown"),
        ("confirmed", True, ("title",), "confirmed"),
        ("confirmed", True, ("spoken_in_dutch",), "claimed"),
        ("confirmed", True, ("type",), "claimed"),
        ("confirmed", False, (), "unknown"),
        ("unsuitable", False, (), "unsuitable"),
        ("unsuitable", True, (), "unsuitable"),
        ("unsuitable", True, ("lasting_contact",), "claimed"),
        ("unsuitable", False, ("lasting_contact",), "unknown"),
    ],
)
def test_an_organisation_claims_and_a_reviewer_decides(
    before: str, claimed: bool, changed: tuple[str, ...], after: str
) -> None:
    found = suitability_after(Suitability(before), claimed=claimed, changed=changed)
    assert found is Suitability(after)


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_tidy_text_stays_as_it_is_and_holds_no_invisible_signs(title: str, words: str) -> None:
    once = tidy(replace(TEXT, title=title, description=words))
    assert tidy(once) == once
    assert not UNSEEN.search(once.title + once.description)


@given(st.integers(), st.integers(), st.text(max_size=200))
def test_whatever_is_typed_gets_reasons_never_an_error(a: int, b: int, title: str) -> None:
    text = replace(TEXT, title=title, seats=a, level=b, min_age=a, max_age=b, cost_cents=a)
    assert all(isinstance(reason, Reason) for reason in wrong_with(tidy(text)))


MECHELEN = SimpleNamespace(name="Mechelen", nis="12025", lat=51.0257, lon=4.4776)
WALEM = SimpleNamespace(name="Walem", nis="12025", lat=51.0671, lon=4.4584)
ELSEWHERE = SimpleNamespace(name="Walem", nis="99999", lat=51.1, lon=4.5)
NAMES = {"12025": "Mechelen"}


@pytest.mark.parametrize(
    ("typed", "parts", "expected"),
    [
        ({}, [], "postcode_unknown"),
        ({}, [WALEM], ("12025", "", 51.0671)),
        ({}, [MECHELEN, WALEM], ("12025", "", 51.0257)),
        ({"part": "Walem"}, [MECHELEN, WALEM], ("12025", "Walem", 51.0671)),
        ({"part": "Nergens"}, [MECHELEN, WALEM], ("12025", "", 51.0257)),
        ({}, [MECHELEN, ELSEWHERE], "postcode_in_two"),
        ({"nis": "12025"}, [MECHELEN, ELSEWHERE], ("12025", "", 51.0257)),
        ({"nis": "00000"}, [MECHELEN, ELSEWHERE], "postcode_in_two"),
        ({"part": "Walem"}, [WALEM, ELSEWHERE], "postcode_in_two"),
        ({"part": "Walem", "nis": "99999"}, [WALEM, ELSEWHERE], ("99999", "Walem", 51.1)),
        ({"lat": 51.03, "lon": 4.48}, [MECHELEN], ("12025", "", 51.03)),
        ({"lat": 51.5, "lon": 4.48}, [MECHELEN], "point_far"),
    ],
)
def test_where_a_typed_place_lies(
    typed: dict[str, object], parts: list[SimpleNamespace], expected: object
) -> None:
    place = PlaceText(postcode="2800", **typed)  # type: ignore[arg-type]
    found = spot_of(place, parts, NAMES, row=0)
    if isinstance(found, Spot):
        assert (found.nis, found.part, found.lat) == expected
        assert found.exact is ("lat" in typed)
    else:
        assert found.code == expected


def test_a_postcode_without_a_part_of_its_own_name_lies_in_the_middle() -> None:
    other = SimpleNamespace(name="Battel", nis="12025", lat=51.0, lon=4.4)
    found = spot_of(PlaceText(postcode="2800"), [WALEM, other], NAMES, row=0)
    assert isinstance(found, Spot)
    assert found.lat == pytest.approx((51.0671 + 51.0) / 2)


@pytest.mark.parametrize(
    ("place", "codes"),
    [
        (PlaceText(postcode="2800"), []),
        (PlaceText(street="Kerkstraat 1"), ["postcode_missing"]),
        (PlaceText(postcode="2800", name="x" * 121), ["text_too_long"]),
        (PlaceText(postcode="2800", street="x" * 161), ["text_too_long"]),
        (PlaceText(postcode="2800", lat=51.0), ["point_outside"]),
        (PlaceText(postcode="2800", lat=4.4, lon=51.0), ["point_outside"]),
        (PlaceText(postcode="2800", lat=float("nan"), lon=4.4), ["point_outside"]),
    ],
)
def test_what_cannot_be_kept_of_a_place(place: PlaceText, codes: list[str]) -> None:
    assert [reason.code for reason in wrong_with_place(place, row=0)] == codes


def test_the_rough_distance_is_about_right() -> None:
    assert km_between(51.0257, 4.4776, 51.0543, 3.7174) == pytest.approx(53.4, rel=0.01)


@pytest.mark.parametrize(
    ("start", "length", "codes"),
    [
        (timedelta(hours=1), timedelta(hours=2), []),
        (timedelta(hours=1), timedelta(0), ["session_ends_before_start"]),
        (timedelta(hours=1), timedelta(hours=25), ["session_too_long"]),
        (timedelta(hours=-1), timedelta(hours=2), ["session_past"]),
        (timedelta(days=800), timedelta(hours=2), ["session_too_far"]),
    ],
)
def test_when_a_session_can_be(start: timedelta, length: timedelta, codes: list[str]) -> None:
    found = wrong_with_meeting((AT + start, AT + start + length), at=AT)
    assert [reason.code for reason in found] == codes


@pytest.mark.parametrize(
    ("days", "meetings", "codes"),
    [
        (7, 2, []),
        (-1, 0, ["weeks_end_before_start"]),
        (3, 0, ["weeks_without_day"]),
        (500, 61, ["weeks_too_many"]),
    ],
)
def test_how_many_weeks_can_be_planned_at_once(days: int, meetings: int, codes: list[str]) -> None:
    found = wrong_with_weeks(
        from_day=TODAY, until_day=TODAY + timedelta(days=days), meetings=meetings
    )
    assert [reason.code for reason in found] == codes
