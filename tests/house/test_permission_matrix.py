"""Who may do what, in full: every role × permission × relation, written out."""

from dataclasses import dataclass, field
from itertools import product

import pytest

from meedoen.accounts.terms import Role
from meedoen.permissions import GRANTS, Permission, may


@dataclass(frozen=True)
class Scope:
    role: str
    organisation_id: int | None = None
    nis: str | None = None
    network_code: str | None = None
    agency_code: str | None = None


@dataclass(frozen=True)
class Somebody:
    id: int
    roles: tuple[Scope, ...] = ()


@dataclass(frozen=True)
class Home:
    nis: str = "12025"
    network_code: str = "NET02"
    agency_code: str = "agii"


@dataclass(frozen=True)
class Thing:
    """An offer, organisation and trajectory at once, so that each permission can be asked of it."""

    organisation_id: int = 7
    counsellor_id: int = 1
    newcomer_id: int = 1
    agency_code: str = "agii"
    to_agency_code: str = "agii"
    home: Home = field(default_factory=Home)


SCOPES = {
    Role.NEWCOMER: ({}, {}),
    Role.ORGANISATION_MEMBER: ({"organisation_id": 7}, {"organisation_id": 8}),
    Role.COUNSELLOR: ({"agency_code": "agii"}, {"agency_code": "amal"}),
    Role.MUNICIPALITY_OFFICER: ({"nis": "12025"}, {"nis": "44021"}),
    Role.NETWORK_COACH: ({"network_code": "NET02"}, {"network_code": "NET17"}),
    Role.AGENCY_ADMINISTRATOR: ({"agency_code": "agii"}, {"agency_code": "amal"}),
    Role.SYSTEM_ADMINISTRATOR: ({}, {}),
}
"""Per role: the scope that the thing lies in, and another."""

O, M, C, A = (  # noqa: E741
    Role.ORGANISATION_MEMBER,
    Role.MUNICIPALITY_OFFICER,
    Role.NETWORK_COACH,
    Role.AGENCY_ADMINISTRATOR,
)

OWN = {
    Permission.ORGANISATION_VIEW: {M, C, A},
    Permission.ORGANISATION_EDIT: {O},
    Permission.ORGANISATION_VERIFY: {M, A},
    Permission.OFFER_VIEW: {O, M, C, A},
    Permission.OFFER_EDIT: {O},
    Permission.OFFER_PUBLISH: {M, A},
    Permission.INTEREST_VIEW: {O},
    Permission.INTEREST_ANSWER: {O},
    Permission.BOARD_VIEW: {M, C, A},
    Permission.COLLEAGUE_INVITE: {A},
    Permission.COLLEAGUE_END: {A},
    Permission.CASELOAD_VIEW: {Role.COUNSELLOR},
    Permission.TRAJECTORY_VIEW: {Role.COUNSELLOR, Role.NEWCOMER},
    Permission.TRAJECTORY_GUIDE: {Role.COUNSELLOR},
    Permission.STATUS_DECIDE: {Role.COUNSELLOR},
    Permission.MOVE_TELL: {Role.NEWCOMER},
    Permission.RULES_VIEW: {Role.COUNSELLOR, A},
    Permission.RULES_EDIT: {A},
    Permission.HOURS_REPORT: {Role.COUNSELLOR, Role.NEWCOMER},
    Permission.HOURS_SHEET: {Role.COUNSELLOR, Role.NEWCOMER, O},
    Permission.ALLOWANCE_SET: {Role.COUNSELLOR, O},
    Permission.HOURS_OF_GROUP: {Role.COUNSELLOR, O},
    Permission.HOURS_DISPUTE: {Role.NEWCOMER},
    Permission.TRAJECTORY_PLAN: {Role.COUNSELLOR, Role.NEWCOMER},
    Permission.HOURS_ACCEPT: {Role.COUNSELLOR},
    Permission.HANDOVERS_VIEW: {A},
    Permission.HANDOVER_DECIDE: {A},
    Permission.CASE_NOTES: {Role.COUNSELLOR},
    Permission.OWN_FILE: {Role.NEWCOMER},
    Permission.SHARE_END: {Role.NEWCOMER},
    Permission.EXPORT_MAKE: {Role.COUNSELLOR, A},
    Permission.EXPORT_VIEW: {Role.COUNSELLOR, A},
    Permission.ERASURES_VIEW: {Role.COUNSELLOR, A, Role.SYSTEM_ADMINISTRATOR},
    Permission.ERASURE_ASK: {Role.NEWCOMER},
    Permission.ERASURE_DECIDE: {Role.COUNSELLOR, A},
    Permission.ERASURE_ORDER: {A},
    Permission.LEGAL_HOLD: {A},
    Permission.RESIDENTS_VIEW: {M},
    Permission.PROTOCOLS_RECORD: {A},
    Permission.PROTOCOL_WITHDRAW: {A},
}
"""Which roles have a permission on a thing of their own scope."""

WITHOUT_THING = {
    Permission.BOARD_VIEW,
    Permission.COLLEAGUE_INVITE,
    Permission.CASELOAD_VIEW,
    Permission.HOURS_OF_GROUP,
    Permission.RULES_VIEW,
    Permission.RULES_EDIT,
    Permission.HANDOVERS_VIEW,
    Permission.EXPORT_MAKE,
    Permission.ERASURES_VIEW,
    Permission.RESIDENTS_VIEW,
    Permission.PROTOCOLS_RECORD,
    Permission.OWN_FILE,
}
"""Permissions to open a page that itself shows only what lies in one's scope."""


def holder(role: Role, scope: dict[str, object], account_id: int = 1) -> Somebody:
    return Somebody(account_id, (Scope(role, **scope),))  # type: ignore[arg-type]


def test_the_table_and_this_list_name_every_permission() -> None:
    assert set(GRANTS) == set(OWN) == set(Permission)


@pytest.mark.parametrize(("role", "permission"), [*product(Role, Permission)])
def test_within_the_own_scope(role: Role, permission: Permission) -> None:
    own, _ = SCOPES[role]
    assert may(holder(role, own), permission, Thing()) is (role in OWN[permission])


@pytest.mark.parametrize(
    ("role", "permission"), [*product(Role, sorted(set(Permission) - WITHOUT_THING))]
)
def test_outside_the_own_scope_nobody_may_anything(role: Role, permission: Permission) -> None:
    _, other = SCOPES[role]
    assert not may(holder(role, other, account_id=2), permission, Thing())


@pytest.mark.parametrize(("role", "permission"), [*product(Role, Permission)])
def test_a_role_without_its_scope_opens_nothing(role: Role, permission: Permission) -> None:
    if SCOPES[role][0] and permission not in WITHOUT_THING:
        assert not may(holder(role, {}), permission, Thing())


@pytest.mark.parametrize("permission", Permission)
def test_nobody_signed_in_and_somebody_without_role_may_nothing(permission: Permission) -> None:
    assert not may(None, permission, Thing())
    assert not may(Somebody(1), permission, Thing())


@pytest.mark.parametrize("permission", Permission)
def test_another_counsellor_of_the_same_agency_may_not_open_the_file(
    permission: Permission,
) -> None:
    colleague = holder(Role.COUNSELLOR, {"agency_code": "agii"}, account_id=2)
    of_everybody = {
        Permission.CASELOAD_VIEW,
        Permission.RULES_VIEW,
        Permission.EXPORT_MAKE,
        Permission.ERASURES_VIEW,
        Permission.HOURS_OF_GROUP,
    }
    assert may(colleague, permission, Thing()) is (permission in of_everybody)


def test_a_counsellor_who_left_the_agency_loses_the_file() -> None:
    assert not may(Somebody(1), Permission.TRAJECTORY_VIEW, Thing())
