"""Hand-over: to a colleague at once, to another agency when it accepts; nothing moves before."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.core.errors import RuleBroken
from meedoen.messages.models import OutgoingMessage
from meedoen.permissions import Permission, may
from meedoen.trajectories.actions import stop_trajectory
from meedoen.trajectories.caseload.handover.actions import (
    accept_handover,
    give_to_colleague,
    offer_to_agency,
    refuse_handover,
    withdraw_offer,
)
from meedoen.trajectories.caseload.handover.models import Handover
from meedoen.trajectories.caseload.handover.rules import reasons_not_decided, reasons_not_taken
from meedoen.trajectories.caseload.handover.terms import HandoverState
from meedoen.trajectories.caseload.notes.queries import list_notes
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.terms import ActivityDecision
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import page_of

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
HOME = "http://localhost"
KEY, OTHER_KEY = "a" * 32, "b" * 32
OFFERED = "/regie/overdrachten"


@dataclass(frozen=True)
class Seat:
    role: str = "counsellor"
    agency_code: str | None = "agii"
    organisation_id: int | None = None
    nis: str | None = None
    network_code: str | None = None


@dataclass(frozen=True)
class Somebody:
    id: int = 2
    name: str = "Bo Claes"
    email: str | None = "bo@agii.test"
    closed_at: datetime | None = None
    roles: tuple[Seat, ...] = (Seat(),)


@dataclass(frozen=True)
class Joined:
    contact_name: str = "Els Wouters"
    contact_email: str = "els@bib.test"
    decision: ActivityDecision = ActivityDecision.APPROVED


@dataclass(frozen=True)
class Facts:
    taker: Somebody = field(default_factory=Somebody)
    activity: Joined = field(default_factory=Joined)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (Facts(), []),
        (Facts(Somebody(id=1)), ["cannot_take_it"]),
        (Facts(Somebody(id=9)), ["cannot_take_it"]),
        (Facts(Somebody(roles=(Seat(agency_code="amal"),))), ["guides_nobody_there"]),
        (Facts(Somebody(roles=(Seat(role="newcomer"),))), ["guides_nobody_there"]),
        (Facts(Somebody(closed_at=AT)), ["guides_nobody_there"]),
        (Facts(activity=Joined(contact_email="BO@agii.test")), ["taker_is_contact"]),
        (Facts(activity=Joined(contact_name="bo  claes")), ["taker_is_contact"]),
        (
            Facts(activity=Joined(contact_name="Bo Claes", decision=ActivityDecision.REFUSED)),
            [],
        ),
    ],
)
def test_who_takes_over_guides_there_and_confirms_no_hours_of_it(
    facts: Facts, codes: list[str]
) -> None:
    found = reasons_not_taken(
        facts.taker,
        agency="agii",
        now_with=1,
        newcomer=Somebody(id=9, name="Amina Haddad", email=None, roles=()),
        activities=[facts.activity],
    )
    assert [reason.code for reason in found] == codes


@pytest.mark.parametrize("state", HandoverState)
def test_only_what_is_offered_can_be_decided(state: HandoverState) -> None:
    assert (not reasons_not_decided(state)) is (state is HandoverState.OFFERED)


def reachable(person: Account, email: str) -> Account:
    person.email = email
    return person


@pytest.fixture
def colleague(session: Session) -> Account:
    """Another counsellor of the same agency."""
    row = examples.person_with(session, Role.COUNSELLOR, name="Bo Claes", agency_code="agii")
    return reachable(row, "bo@agii.test")


@pytest.fixture
def elsewhere(session: Session) -> Account:
    """A counsellor of another agency."""
    return examples.person_with(session, Role.COUNSELLOR, name="Lies Maes", agency_code="amal")


@pytest.fixture
def administrator(session: Session) -> Account:
    """Who administers that other agency."""
    row = examples.person_with(
        session, Role.AGENCY_ADMINISTRATOR, name="Luc Baas", agency_code="amal"
    )
    return reachable(row, "luc@amal.test")


def guide_of(session: Session, of: Trajectory) -> Account:
    return session.get_one(Account, of.counsellor_id)


def test_a_colleague_takes_it_at_once_gets_a_mail_and_the_giver_sees_it_no_more(
    guided: PageClient, session: Session, joined: Activity, colleague: Account, sign_in: SignIn
) -> None:
    session.commit()
    form = {
        "colleague-request_key": KEY,
        "colleague-to": str(colleague.id),
        "colleague-text": "Ze zoekt een buddy.",
    }
    given = guided.post(f"{page_of(joined)}/overdragen/collega", data=form)
    assert given.headers["Location"] == "/trajecten"
    assert guided.get(page_of(joined)).status_code == 404
    assert guided.post(f"{page_of(joined)}/overdragen/collega", data=form).status_code == 404
    mail = session.scalars(select(OutgoingMessage)).one()
    assert (mail.recipient, "Amina H." in mail.body) == ("bo@agii.test", True)
    assert [note.text for note in list_notes(session, joined.trajectory_id)] == [
        "Ze zoekt een buddy."
    ]
    sign_in(guided, colleague)
    assert "Ze zoekt een buddy." in guided.get(page_of(joined)).get_data(as_text=True)


def test_what_is_missing_is_asked_for(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    assert guided.get(f"{page_of(joined)}/overdragen").status_code == 200
    for part, empty in (("collega", "colleague-to"), ("agentschap", "agency-agency")):
        answer = guided.post(f"{page_of(joined)}/overdragen/{part}", data={empty: ""})
        assert answer.status_code == 422
    assert not session.scalars(select(Handover)).all()


def test_another_agency_decides_and_until_then_nothing_moves(
    guided: PageClient,
    session: Session,
    joined: Activity,
    elsewhere: Account,
    administrator: Account,
    sign_in: SignIn,
) -> None:
    session.commit()
    form = {"agency-request_key": KEY, "agency-agency": "amal", "agency-text": "Verhuisd."}
    for _again in range(2):
        assert guided.post(f"{page_of(joined)}/overdragen/agentschap", data=form).status_code == 303
    assert "Er is nog geen antwoord." in guided.get(f"{page_of(joined)}/overdragen").get_data(
        as_text=True
    )
    one = session.scalars(select(Handover)).one()
    assert session.scalar(select(func.count()).select_from(OutgoingMessage)) == 1
    sign_in(guided, administrator)
    assert guided.get(page_of(joined)).status_code == 404
    page = guided.get(OFFERED).get_data(as_text=True)
    assert "Amina Haddad" in page
    assert "Lies Maes" in page
    empty = guided.post(f"{OFFERED}/{one.id}/aanvaarden", data={f"assign{one.id}-to": ""})
    assert empty.status_code == 422
    taken = {f"assign{one.id}-to": str(elsewhere.id)}
    for _again in range(2):
        assert guided.post(f"{OFFERED}/{one.id}/aanvaarden", data=taken).status_code == 303
    assert "Geen overdrachten" in guided.get(OFFERED).get_data(as_text=True)
    sign_in(guided, elsewhere)
    assert guided.get(page_of(joined)).status_code == 200


def test_a_refusal_has_a_reason_that_the_giver_reads(
    guided: PageClient,
    session: Session,
    joined: Activity,
    administrator: Account,
    sign_in: SignIn,
) -> None:
    giver = reachable(guide_of(session, joined.trajectory), "karim@agii.test")
    one = offer_to_agency(
        session,
        joined.trajectory,
        "amal",
        text="Verhuisd.",
        by=giver,
        at=AT,
        base_url=HOME,
        request_key=KEY,
    )
    sign_in(guided, administrator)
    address = f"{OFFERED}/{one.id}/weigeren"
    assert guided.post(address, data={f"refuse{one.id}-reason": ""}).status_code == 422
    for _again in range(2):
        sent = guided.post(address, data={f"refuse{one.id}-reason": "We zitten vol."})
        assert sent.status_code == 303
    recipients = session.scalars(select(OutgoingMessage.recipient)).all()
    assert sorted(recipients) == ["karim@agii.test", "luc@amal.test"]
    sign_in(guided, giver)
    assert "We zitten vol." in guided.get(f"{page_of(joined)}/overdragen").get_data(as_text=True)


def test_nobody_decides_for_another_agency(
    guided: PageClient, session: Session, joined: Activity, colleague: Account, sign_in: SignIn
) -> None:
    giver = guide_of(session, joined.trajectory)
    one = offer_to_agency(
        session,
        joined.trajectory,
        "amal",
        text="x",
        by=giver,
        at=AT,
        base_url=HOME,
        request_key=KEY,
    )
    own = examples.person_with(session, Role.AGENCY_ADMINISTRATOR, agency_code="agii")
    assert not may(own, Permission.HANDOVER_DECIDE, one)
    for somebody in (own, colleague):
        sign_in(guided, somebody)
        assert guided.post(f"{OFFERED}/{one.id}/aanvaarden").status_code == 404
        assert guided.post(f"{OFFERED}/{one.id}/weigeren").status_code == 404
    sign_in(guided, own)
    assert "Amina" not in guided.get(OFFERED).get_data(as_text=True)
    sign_in(guided, colleague)
    assert guided.get(OFFERED).status_code == 403


def test_an_offer_ends_when_it_is_withdrawn_given_elsewhere_or_the_trajectory_stops(
    session: Session, joined: Activity, colleague: Account, elsewhere: Account
) -> None:
    of, me = joined.trajectory, guide_of(session, joined.trajectory)

    def offer(key: str) -> Handover:
        return offer_to_agency(
            session, of, "amal", text="x", by=me, at=AT, base_url=HOME, request_key=key
        )

    def refused(one: Handover) -> str:
        with pytest.raises(RuleBroken) as broken:
            accept_handover(session, one, elsewhere, by=elsewhere, at=AT, base_url=HOME)
        return broken.value.reasons[0].code

    first = offer("1" * 32)
    for _again in range(2):
        withdraw_offer(session, of, by=me, at=AT)
    assert refused(first) == "handover_decided"
    second, third = offer("2" * 32), offer("3" * 32)
    assert (second.state, third.state) == (HandoverState.WITHDRAWN, HandoverState.OFFERED)
    give_to_colleague(
        session, of, colleague, text="x", by=me, at=AT, base_url=HOME, request_key=KEY
    )
    assert refused(third) == "handover_decided"
    with pytest.raises(RuleBroken):
        refuse_handover(session, third, reason="x", by=elsewhere, at=AT, base_url=HOME)
    fourth = offer_to_agency(
        session, of, "amal", text="x", by=colleague, at=AT, base_url=HOME, request_key=OTHER_KEY
    )
    stop_trajectory(session, of, reason="Verhuisd", by=colleague, at=AT)
    assert refused(fourth) == "trajectory_not_running"


@pytest.mark.parametrize("agency", ["agii", "nergens"])
def test_it_is_offered_to_another_agency_that_exists(
    session: Session, joined: Activity, agency: str
) -> None:
    me = guide_of(session, joined.trajectory)
    with pytest.raises(RuleBroken, match="guides_nobody_there"):
        offer_to_agency(
            session,
            joined.trajectory,
            agency,
            text="x",
            by=me,
            at=AT,
            base_url=HOME,
            request_key=KEY,
        )
