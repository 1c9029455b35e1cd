"""Rules of organisations: numbers, websites, steps between statuses, what to verify again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.organisations import rules
from meedoen.organisations.members.rules import may_invite, may_leave
from meedoen.organisations.rules import Details
from meedoen.organisations.terms import NextStep, OrganisationKind, OrganisationStatus

NEW, VERIFIED, REFUSED, PAUSED = OrganisationStatus

BRUG = Details(
    name="Buurthuis De Brug",
    kind=OrganisationKind.NON_PROFIT,
    nis="12025",
    enterprise_number="0403019261",
)


@pytest.mark.parametrize(
    "typed",
    [
        "0403019261",
        "0403.019.261",
        "BE 0403 019 261",
        "BE0403.019.261",
        "403019261",
        " 0403-019-261 ",
        "be0403019261",
    ],
)
def test_an_enterprise_number_is_read_however_people_write_it(typed: str) -> None:
    assert rules.read_enterprise_number(typed) == "0403019261"


@pytest.mark.parametrize("typed", [None, "", "  "])
def test_no_number_is_no_number(typed: str | None) -> None:
    assert rules.read_enterprise_number(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "0403019262",
        "0431150352",
        "2403019261",
        "0000000000",
        "04030192610",
        "12",
        "FR0403019261",
        "0403019261\x00",
        "\ud800",
        "٠٤٠٣٠١٩٢٦١x",
        "geen",
    ],
)
def test_a_number_with_wrong_check_digits_or_shape_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="enterprise number"):
        rules.read_enterprise_number(typed)


@given(st.integers(min_value=2_000_000, max_value=19_999_999))
def test_of_a_hundred_endings_of_a_number_one_is_right(start: int) -> None:
    def right(ending: int) -> bool:
        try:
            return rules.read_enterprise_number(f"{start:08}{ending:02}") is not None
        except ValueError:
            return False

    expected = 97 - start % 97
    assert [ending for ending in range(1, 98) if right(ending)] == [expected]


@given(st.text(max_size=60))
def test_whatever_is_typed_as_number_gives_ten_digits_or_a_clear_no(typed: str) -> None:
    try:
        number = rules.read_enterprise_number(typed)
    except ValueError:
        return
    assert number is None or (number.isascii() and number.isdigit() and len(number) == 10)


def test_a_number_is_written_as_in_the_register() -> None:
    assert rules.written_number("0403019261") == "0403.019.261"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.debrug.be", "https://www.debrug.be"),
        ("http://debrug.be/over?x=1", "http://debrug.be/over?x=1"),
        ("  https://debrug.be  ", "https://debrug.be"),
        ("https://debrug.be:8443/", "https://debrug.be:8443/"),
        ("", None),
        (None, None),
    ],
)
def test_a_website_is_kept_with_its_scheme(typed: str | None, kept: str | None) -> None:
    assert rules.read_website(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "javascript://debrug.be/%0aalert(1)",
        "data:text/html,x",
        "ftp://debrug.be",
        "https://debrug.be@kwaad.example",
        "https://debrug.be\\@kwaad.example",
        "https://debrug.be/\nx",
        "https://de brug.be",
        "https://debrug",
        "https://[::1",
        "https://debrug.be:99999",
        "https://debrug.be:x",
        "//kwaad.example",
        "https://",
        "https://dеbrug.be",
        "https://debrug.be/\x00",
        "https://debrug.be/" + "x" * 300,
    ],
)
def test_what_is_no_plain_web_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        rules.read_website(typed)


@pytest.mark.parametrize(
    ("before", "after", "possible"),
    [
        (NEW, VERIFIED, True),
        (NEW, REFUSED, True),
        (NEW, PAUSED, False),
        (VERIFIED, PAUSED, True),
        (VERIFIED, NEW, True),
        (VERIFIED, REFUSED, False),
        (REFUSED, VERIFIED, True),
        (REFUSED, NEW, True),
        (REFUSED, PAUSED, False),
        (PAUSED, VERIFIED, True),
        (PAUSED, NEW, False),
        (PAUSED, REFUSED, False),
    ],
)
def test_an_organisation_goes_only_along_the_table(
    before: OrganisationStatus, after: OrganisationStatus, possible: bool
) -> None:
    assert rules.may_become(before, after) is possible


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({"name": "BUURTHUIS de Brug."}, False),
        ({"name": "Stad Mechelen"}, True),
        ({"kind": OrganisationKind.COMPANY}, True),
        ({"enterprise_number": "0428759497"}, True),
        ({"enterprise_number": None}, True),
        ({"nis": "44021"}, True),
        ({"about": "Iets anders", "website": "https://x.be", "email": "a@x.be"}, False),
        ({"phone": "015 12 34 56"}, False),
    ],
)
def test_only_what_was_verified_asks_to_be_verified_again(
    change: dict[str, object], again: bool
) -> None:
    assert rules.must_be_verified_again(BRUG, replace(BRUG, **change)) is again  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "organisation_name_wrong"),
        ({"name": "a\x00b"}, "organisation_name_wrong"),
        ({"name": "a\ud800b"}, "organisation_name_wrong"),
        ({"name": "a" * 121}, "organisation_name_wrong"),
        ({"kind": OrganisationKind.DE_FACTO}, "de_facto_has_no_number"),
        ({"about": "x" * 2001}, "about_wrong"),
        ({"about": "x\x00"}, "about_wrong"),
        ({"phone": "bel mij"}, "phone_unreadable"),
    ],
)
def test_wrong_details_are_refused_with_a_reason(change: dict[str, object], code: str) -> None:
    found = rules.wrong_with(replace(BRUG, **change))  # type: ignore[arg-type]
    assert [reason.code for reason in found] == [code]


def test_right_details_have_nothing_wrong() -> None:
    assert rules.wrong_with(replace(BRUG, about="Twee\nregels", phone="015 12 34 56")) == ()


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", "reason_missing"), (" \n", "reason_missing"), ("x" * 1001, "reason_too_long")],
)
def test_a_refusal_says_why(reason: str, code: str) -> None:
    assert [found.code for found in rules.wrong_with_reason(reason)] == [code]


@pytest.mark.parametrize(
    ("kind", "possible"),
    [
        (OrganisationKind.NON_PROFIT, True),
        (OrganisationKind.DE_FACTO, True),
        (OrganisationKind.PUBLIC_BODY, True),
        (OrganisationKind.SCHOOL, True),
        (OrganisationKind.COMPANY, False),
    ],
)
def test_volunteers_work_only_where_there_is_no_profit_aim(
    kind: OrganisationKind, possible: bool
) -> None:
    assert rules.may_host_volunteers(kind) is possible


@pytest.mark.parametrize(
    ("status", "contacts", "step"),
    [
        (NEW, 0, NextStep.ADD_CONTACT),
        (NEW, 1, NextStep.WAIT),
        (VERIFIED, 0, NextStep.ADD_CONTACT),
        (VERIFIED, 1, NextStep.WRITE_OFFER),
        (REFUSED, 0, NextStep.MEND),
        (PAUSED, 1, NextStep.ASK),
    ],
)
def test_the_most_pressing_step_comes_first(
    status: OrganisationStatus, contacts: int, step: NextStep
) -> None:
    assert rules.next_step(status, active_contacts=contacts) is step


def test_the_last_member_stays() -> None:
    assert may_leave(others=1) == ()
    assert [reason.code for reason in may_leave(others=0)] == ["last_member"]


@pytest.mark.parametrize(
    ("by_organisation", "of_person", "possible"),
    [(0, 0, True), (19, 4, True), (20, 0, False), (0, 5, False)],
)
def test_nobody_is_flooded_with_invitations(
    by_organisation: int, of_person: int, possible: bool
) -> None:
    found = may_invite(by_organisation=by_organisation, of_person=of_person)
    assert (found == ()) is possible
