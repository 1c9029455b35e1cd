"""Who may do what: one table. What is valid whoever tries stands in the rules of each domain."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Protocol


class Permission(StrEnum):
    """Something a person may or may not do; the sentence says what."""

    ORGANISATION_VIEW = "organisation_view"
    """See an organisation, its people and history as its municipality, network or agency."""
    ORGANISATION_EDIT = "organisation_edit"
    """Change an organisation, its contact persons and its members."""
    ORGANISATION_VERIFY = "organisation_verify"
    """Say that an organisation is real, refuse it or pause it."""
    OFFER_VIEW = "offer_view"
    """See an offer that is not published."""
    OFFER_EDIT = "offer_edit"
    """Write an offer, submit it, say that it is full, pause it, take it up again, archive it."""
    OFFER_PUBLISH = "offer_publish"
    """Publish a submitted offer, or send it back with reasons."""
    INTEREST_VIEW = "interest_view"
    """See who wants to join the offers of an organisation, and how to reach them."""
    INTEREST_ANSWER = "interest_answer"
    """Say to somebody who wants to join how it stands: called, joins, or why it cannot be."""
    BOARD_VIEW = "board_view"
    """See the board of a municipality, network or agency."""
    COLLEAGUE_INVITE = "colleague_invite"
    """Give somebody an account and a role in one's own agency or its municipalities."""
    COLLEAGUE_END = "colleague_end"
    """End the access of a colleague in one's agency or its municipalities, or renew it."""
    CASELOAD_VIEW = "caseload_view"
    """See one's own caseload, and open a trajectory in it."""
    TRAJECTORY_VIEW = "trajectory_view"
    """See one trajectory with its hours and proof."""
    TRAJECTORY_GUIDE = "trajectory_guide"
    """Add and judge activities, log hours, complete or stop a trajectory."""
    STATUS_DECIDE = "status_decide"
    """Let a trajectory rest, resume it, exempt it, say that it moved, or open it again."""
    MOVE_TELL = "move_tell"
    """Tell one's counsellor that one moves, and take that back."""
    RULES_VIEW = "rules_view"
    """Read the dated rule sets with the source of each value."""
    RULES_EDIT = "rules_edit"
    """Add a rule set from a date on, which holds for every agency."""
    HOURS_REPORT = "hours_report"
    """Say that hours happened, at an approved activity."""
    HOURS_SHEET = "hours_sheet"
    """Print the form of an activity, attach photos of the signed one, look at them, remove them."""
    ALLOWANCE_SET = "allowance_set"
    """Write down what a volunteer gets for a day at an activity."""
    HOURS_OF_GROUP = "hours_of_group"
    """Enter hours of several people of one offer in one act; the page shows one's own alone."""
    HOURS_DISPUTE = "hours_dispute"
    """Say that one's own hours are not right, and why."""
    TRAJECTORY_PLAN = "trajectory_plan"
    """Say when a newcomer is free and what they wish, look at plans, choose one."""
    HOURS_ACCEPT = "hours_accept"
    """Accept hours or send them back with a reason."""
    HANDOVERS_VIEW = "handovers_view"
    """See which trajectories other agencies offer to one's own."""
    HANDOVER_DECIDE = "handover_decide"
    """Let a counsellor of one's agency take a trajectory that is offered to it, or refuse it."""
    CASE_NOTES = "case_notes"
    """Read and write what is noted about a trajectory; its newcomer downloads what was written."""
    OWN_FILE = "own_file"
    """See who looked at one's own file, download it, share a summary of it by a code."""
    SHARE_END = "share_end"
    """See the code of a summary that one shared, and end it."""
    EXPORT_MAKE = "export_make"
    """Export the trajectories of one's caseload or agency, to type them over in the register."""
    EXPORT_VIEW = "export_view"
    """See an export with its files, and what changed since."""
    ERASURES_VIEW = "erasures_view"
    """See who will be erased and when, within one's scope, and what was erased; the system
    administrator sees numbers."""
    ERASURE_ASK = "erasure_ask"
    """See until when one's own data are kept, and ask to be erased."""
    ERASURE_DECIDE = "erasure_decide"
    """See what keeps a file and until when; erase it when its person asked, or say why not."""
    ERASURE_ORDER = "erasure_order"
    """Erase a file though its person did not ask on their page."""
    LEGAL_HOLD = "legal_hold"
    """Keep a file until a day, whatever the clock says, and end that."""
    RESIDENTS_VIEW = "residents_view"
    """See one's residents who follow a trajectory: names under a data protocol, else numbers."""
    PROTOCOLS_RECORD = "protocols_record"
    """See and write down the data protocols with the municipalities of one's agency."""
    PROTOCOL_WITHDRAW = "protocol_withdraw"
    """Say that a data protocol holds no more."""


class RoleScope(Protocol):
    """One role with the one scope it has."""

    @property
    def role(self) -> str: ...
    @property
    def organisation_id(self) -> int | None: ...
    @property
    def nis(self) -> str | None: ...
    @property
    def network_code(self) -> str | None: ...
    @property
    def agency_code(self) -> str | None: ...


class Person(Protocol):
    """Whoever asks: an account with its roles."""

    @property
    def id(self) -> int: ...
    @property
    def roles(self) -> Sequence[RoleScope]: ...


Predicate = Callable[[Person, Any], bool]


def has_role(person: Person, role: str) -> bool:
    """Whether the person has this role, whatever its scope."""
    return any(held.role == role for held in person.roles)


def is_newcomer(person: Person, thing: Any) -> bool:
    """A newcomer, with or without a trajectory."""
    return has_role(person, "newcomer")


def is_counsellor(person: Person, thing: Any) -> bool:
    """A counsellor, of whichever agency."""
    return has_role(person, "counsellor")


def is_officer(person: Person, thing: Any) -> bool:
    """An officer of some municipality."""
    return has_role(person, "municipality_officer")


def is_coach(person: Person, thing: Any) -> bool:
    """A coach of some network."""
    return has_role(person, "network_coach")


def is_agency_administrator(person: Person, thing: Any) -> bool:
    """An administrator of some agency."""
    return has_role(person, "agency_administrator")


def is_system_administrator(person: Person, thing: Any) -> bool:
    """A system administrator."""
    return has_role(person, "system_administrator")


def belongs_to_organisation(person: Person, thing: Any) -> bool:
    """A member of the organisation that the thing is, or belongs to."""
    return any(
        held.role == "organisation_member" and held.organisation_id == thing.organisation_id
        for held in person.roles
    )


def is_organisation_member(person: Person, thing: Any) -> bool:
    """A member of some organisation."""
    return has_role(person, "organisation_member")


def hosts_activity(person: Person, thing: Any) -> bool:
    """A member of the organisation of whose offer the activity came; others came from elsewhere."""
    return thing.organisation_id is not None and belongs_to_organisation(person, thing)


def serves_municipality_of(person: Person, thing: Any) -> bool:
    """An officer of the municipality that is the thing's home."""
    return any(
        held.role == "municipality_officer" and held.nis == thing.home.nis for held in person.roles
    )


def coaches_network_of(person: Person, thing: Any) -> bool:
    """A coach of the network that the thing's home belongs to."""
    return any(
        held.role == "network_coach" and held.network_code == thing.home.network_code
        for held in person.roles
    )


def administers_agency_of(person: Person, thing: Any) -> bool:
    """An administrator of the agency that serves the thing's home."""
    return any(
        held.role == "agency_administrator" and held.agency_code == thing.home.agency_code
        for held in person.roles
    )


def administers_agency_offered(person: Person, thing: Any) -> bool:
    """An administrator of the agency to which the thing is offered."""
    return any(
        held.role == "agency_administrator" and held.agency_code == thing.to_agency_code
        for held in person.roles
    )


def is_counsellor_of(person: Person, thing: Any) -> bool:
    """The counsellor whose caseload this trajectory is in, while still with its agency."""
    return thing.counsellor_id == person.id and any(
        held.role == "counsellor" and held.agency_code == thing.agency_code for held in person.roles
    )


def is_newcomer_of(person: Person, thing: Any) -> bool:
    """The newcomer whose trajectory this is."""
    return bool(thing.newcomer_id == person.id) and has_role(person, "newcomer")


# Permission -> rows; any row is enough, and of a row every predicate must hold.
GRANTS: dict[Permission, tuple[tuple[Predicate, ...], ...]] = {
    Permission.ORGANISATION_VIEW: (
        (serves_municipality_of,),
        (coaches_network_of,),
        (administers_agency_of,),
    ),
    Permission.ORGANISATION_EDIT: ((belongs_to_organisation,),),
    Permission.ORGANISATION_VERIFY: ((serves_municipality_of,), (administers_agency_of,)),
    Permission.OFFER_VIEW: (
        (belongs_to_organisation,),
        (serves_municipality_of,),
        (coaches_network_of,),
        (administers_agency_of,),
    ),
    Permission.OFFER_EDIT: ((belongs_to_organisation,),),
    Permission.OFFER_PUBLISH: ((serves_municipality_of,), (administers_agency_of,)),
    Permission.INTEREST_VIEW: ((belongs_to_organisation,),),
    Permission.INTEREST_ANSWER: ((belongs_to_organisation,),),
    Permission.BOARD_VIEW: ((is_officer,), (is_coach,), (is_agency_administrator,)),
    Permission.COLLEAGUE_INVITE: ((is_agency_administrator,),),
    Permission.COLLEAGUE_END: ((administers_agency_of,),),
    Permission.CASELOAD_VIEW: ((is_counsellor,),),
    Permission.TRAJECTORY_VIEW: ((is_counsellor_of,), (is_newcomer_of,)),
    Permission.TRAJECTORY_GUIDE: ((is_counsellor_of,),),
    Permission.STATUS_DECIDE: ((is_counsellor_of,),),
    Permission.MOVE_TELL: ((is_newcomer_of,),),
    Permission.RULES_VIEW: ((is_counsellor,), (is_agency_administrator,)),
    Permission.RULES_EDIT: ((is_agency_administrator,),),
    Permission.HOURS_REPORT: ((is_counsellor_of,), (is_newcomer_of,)),
    Permission.HOURS_SHEET: ((is_counsellor_of,), (is_newcomer_of,), (hosts_activity,)),
    Permission.ALLOWANCE_SET: ((is_counsellor_of,), (hosts_activity,)),
    Permission.HOURS_OF_GROUP: ((is_counsellor,), (is_organisation_member,)),
    Permission.HOURS_DISPUTE: ((is_newcomer_of,),),
    Permission.TRAJECTORY_PLAN: ((is_counsellor_of,), (is_newcomer_of,)),
    Permission.HOURS_ACCEPT: ((is_counsellor_of,),),
    Permission.HANDOVERS_VIEW: ((is_agency_administrator,),),
    Permission.HANDOVER_DECIDE: ((administers_agency_offered,),),
    Permission.CASE_NOTES: ((is_counsellor_of,),),
    Permission.OWN_FILE: ((is_newcomer,),),
    Permission.SHARE_END: ((is_newcomer_of,),),
    Permission.EXPORT_MAKE: ((is_counsellor,), (is_agency_administrator,)),
    Permission.EXPORT_VIEW: ((is_counsellor_of,), (administers_agency_of,)),
    Permission.ERASURES_VIEW: (
        (is_counsellor,),
        (is_agency_administrator,),
        (is_system_administrator,),
    ),
    Permission.ERASURE_ASK: ((is_newcomer_of,),),
    Permission.ERASURE_DECIDE: ((is_counsellor_of,), (administers_agency_of,)),
    Permission.ERASURE_ORDER: ((administers_agency_of,),),
    Permission.LEGAL_HOLD: ((administers_agency_of,),),
    Permission.RESIDENTS_VIEW: ((is_officer,),),
    Permission.PROTOCOLS_RECORD: ((is_agency_administrator,),),
    Permission.PROTOCOL_WITHDRAW: ((administers_agency_of,),),
}


def may(person: Person | None, permission: Permission, thing: Any = None) -> bool:
    """Whether `person` (None: nobody signed in) has `permission` on `thing`."""
    if person is None:
        return False
    rows = GRANTS[permission]
    return any(all(holds(person, thing) for holds in row) for row in rows)
