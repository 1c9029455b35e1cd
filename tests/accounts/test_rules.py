"""What an account may be, said as tables of cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.accounts.colleagues.rules import (
    INVITED,
    Area,
    reasons_not_to_end,
    reasons_not_to_invite,
)
from meedoen.accounts.rules import (
    SCOPE_OF,
    language_reasons,
    name_reasons,
    password_reasons,
    phone_reasons,
    scope_reasons,
)
from meedoen.accounts.terms import Role

SCOPES = {
    "organisation_id": 7,
    "nis": "12025",
    "network_code": "rivierenland",
    "agency_code": "agii",
}
NEEDS = {
    Role.NEWCOMER: None,
    Role.ORGANISATION_MEMBER: "organisation_id",
    Role.COUNSELLOR: "agency_code",
    Role.MUNICIPALITY_OFFICER: "nis",
    Role.NETWORK_COACH: "network_code",
    Role.AGENCY_ADMINISTRATOR: "agency_code",
    Role.SYSTEM_ADMINISTRATOR: None,
}


def codes(reasons: object) -> list[str]:
    return [reason.code for reason in reasons]  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", [None, *SCOPES])
def test_a_role_has_exactly_the_one_scope_it_asks_for(role: Role, name: str | None) -> None:
    scope = {name: SCOPES[name]} if name else {}
    needed = NEEDS[role]
    expected = ["scope_missing"] if needed and needed != name else []
    expected += ["scope_not_of_role"] if name and name != needed else []
    assert codes(scope_reasons(role, **scope)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("role", Role)
def test_a_role_with_every_scope_at_once_is_refused(role: Role) -> None:
    needed = NEEDS[role]
    reasons = scope_reasons(role, **SCOPES)  # type: ignore[arg-type]
    assert {reason.field for reason in reasons} == set(SCOPES) - {needed}


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("meedoen-demo", None),
        ("vier losse woorden", None),
        ("ጥሩ የይለፍ ቃል ነው", None),
        ("1" * 11, "password_short"),
        ("", "password_short"),
        ("abcdé" + "x" * 6, "password_short"),
        ("Aé7 bcde" * 16, None),
        ("Aé7 bcde" * 16 + "x", "password_long"),
        ("wachtwoord123", "password_common"),
        ("Wachtwoord!2026", "password_common"),
        ("WELKOMWELKOM", "password_common"),
        ("123456789012", "password_common"),
        ("987654321098", "password_common"),
        ("aaaaaaaaaaaa", "password_common"),
        ("ababababababab", "password_common"),
        ("sara.peeters@voorbeeld.be", "password_is_address"),
        ("SARA.PEETERS@VOORBEELD.BE", "password_is_address"),
        ("sara.peeters2026!", "password_is_address"),
        ("twaalf\x00tekens", "password_unreadable"),
        ("twaalf\ud800tekens", "password_unreadable"),
        ("twaalf\ntekens", "password_unreadable"),
    ],
)
def test_a_password_is_long_not_common_and_not_the_address(
    password: str, reason: str | None
) -> None:
    found = codes(password_reasons(password, email="sara.peeters@voorbeeld.be"))
    assert found == ([reason] if reason else [])


def test_full_width_letters_count_as_the_ones_they_are() -> None:
    assert codes(password_reasons("ｗａｃｈｔｗｏｏｒｄ１２３")) == ["password_common"]


@given(st.text(max_size=300))
def test_any_text_gets_an_answer_as_password(text: str) -> None:
    assert len(password_reasons(text, email="a@b.be")) <= 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Amina Haddad", None),
        ("أمينة", None),
        ("O'Brien-de Vos", None),
        ("", "name_missing"),
        ("   ", "name_missing"),
        ("x" * 120, None),
        ("x" * 121, "name_too_long"),
        ("Sara\r\nBcc: iemand@voorbeeld.be", "name_unreadable"),
        ("Sara\x00", "name_unreadable"),
        ("Sara\u202e", "name_unreadable"),
        ("\ud800", "name_unreadable"),
    ],
)
def test_a_name_can_be_read(name: str, reason: str | None) -> None:
    assert codes(name_reasons(name)) == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("phone", "good"),
    [
        (None, True),
        ("", True),
        ("0470 12 34 56", True),
        ("+32 (0)15/29.76.10", True),
        ("bel mij", False),
        ("12", False),
        ("0" * 31, False),
        ("٠٤٧٠١٢٣٤٥٦", False),
    ],
)
def test_a_telephone_number_is_figures(phone: str | None, good: bool) -> None:
    assert (phone_reasons(phone) == ()) is good


@pytest.mark.parametrize(
    ("code", "good"), [("nl", True), ("ckb", True), ("zh-Hant", True), ("", False), ("../", False)]
)
def test_a_language_is_a_code(code: str, good: bool) -> None:
    assert (language_reasons(code) == ()) is good


AREA = Area(frozenset({"agii"}), frozenset({"12025"}), frozenset({"rivierenland"}))


@pytest.mark.parametrize(
    ("role", "place", "reason"),
    [
        (Role.COUNSELLOR, "agii", None),
        (Role.COUNSELLOR, "amal", "scope_outside"),
        (Role.AGENCY_ADMINISTRATOR, "agii", None),
        (Role.AGENCY_ADMINISTRATOR, "atlas", "scope_outside"),
        (Role.MUNICIPALITY_OFFICER, "12025", None),
        (Role.MUNICIPALITY_OFFICER, "44021", "scope_outside"),
        (Role.MUNICIPALITY_OFFICER, "agii", "scope_outside"),
        (Role.NETWORK_COACH, "rivierenland", None),
        (Role.NETWORK_COACH, "gent-stad", "scope_outside"),
        (Role.NEWCOMER, "agii", "role_not_given_here"),
        (Role.ORGANISATION_MEMBER, "7", "role_not_given_here"),
        (Role.SYSTEM_ADMINISTRATOR, "agii", "role_not_given_here"),
    ],
)
def test_an_administrator_invites_within_the_own_area_alone(
    role: Role, place: str, reason: str | None
) -> None:
    found = codes(reasons_not_to_invite(role, place, area=AREA))
    assert found == ([reason] if reason else [])


def test_whoever_administers_nothing_invites_nobody() -> None:
    nothing = Area(frozenset(), frozenset(), frozenset())
    places = {"agency_code": "agii", "nis": "12025", "network_code": "rivierenland"}
    for role in INVITED:
        reasons = reasons_not_to_invite(role, places[SCOPE_OF[role] or ""], area=nothing)
        assert codes(reasons) == ["scope_outside"]


def test_nobody_ends_their_own_access() -> None:
    assert codes(reasons_not_to_end(1, by_id=1)) == ["own_access"]
    assert reasons_not_to_end(1, by_id=2) == ()
