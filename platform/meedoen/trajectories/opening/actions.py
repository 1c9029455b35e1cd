"""Writes that open a trajectory, and let the owner of an address take theirs."""

from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meedoen.accounts.actions import close_account, create_account, invite
from meedoen.accounts.models import Account
from meedoen.accounts.queries import find_account_by_email
from meedoen.accounts.roles.actions import give_role
from meedoen.accounts.terms import Role
from meedoen.core.engine import hold_form
from meedoen.core.errors import Conflict, Reason, RuleBroken
from meedoen.messages.actions import queue_message
from meedoen.messages.rules import mail_address
from meedoen.places.models import Municipality
from meedoen.trajectories import queries
from meedoen.trajectories.actions import hold, note, remember_situation
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.moving.models import Home
from meedoen.trajectories.opening import documents
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.rules import local, obligation

LATEST_START = timedelta(days=365)


def open_trajectory(
    session: Session,
    *,
    counsellor: Account,
    nis: str,
    starts_on: date,
    obliged: bool,
    working: bool,
    studying: bool,
    by: Account | None,
    at: datetime,
    newcomer: Account | None = None,
    name: str = "",
    email: str | None = None,
    phone: str | None = None,
    language: str = "nl",
    base_url: str = "",
    request_key: str | None = None,
) -> Trajectory:
    """Open the trajectory of a newcomer in the caseload of `counsellor`.

    Without `newcomer` a person is made of `name`, `email`, `phone` and `language`, and invited. An
    address that already belongs to an account gives nothing away and attaches nobody: the answer is
    the same, and the owner of the address gets a link by which they may take the trajectory as
    theirs.
    `request_key` names the form; the same form sent again gives what it opened before.
    Raises RuleBroken: no counsellor, place not served, no rules on that day, one runs already;
    and Conflict for the form of another counsellor.
    """
    hold_form(session, request_key)
    if request_key and (there := queries.find_by_request(session, request_key)):
        if there.counsellor_id != counsellor.id:
            raise Conflict
        return there
    rule_set, agency_code = check_opening(session, counsellor, nis, starts_on, at)
    if newcomer is not None and queries.has_running(session, newcomer.id):
        raise RuleBroken(Reason("runs_already", "email"))
    owner = find_account_by_email(session, email) if newcomer is None else None
    person = newcomer or make_newcomer(
        session,
        name=name,
        email=None if owner else email,
        phone=phone,
        language=language,
        by=by,
        at=at,
    )
    outcome, _ = obligation(obliged=obliged, working=working, studying=studying, rule_set=rule_set)
    trajectory = Trajectory(
        newcomer_id=person.id,
        counsellor_id=counsellor.id,
        agency_code=agency_code,
        nis=nis,
        rule_set_id=rule_set.id,
        starts_on=starts_on,
        obliged=obliged,
        working=working,
        studying=studying,
        obligation=outcome,
        opened_at=at,
        invited_email=mail_address(email) if newcomer is None else None,
        request_key=request_key,
    )
    try:
        with session.begin_nested():
            session.add(trajectory)
    except IntegrityError as error:
        raise RuleBroken(Reason("runs_already", "email")) from error
    remember_situation(session, trajectory, from_on=starts_on, by=by, at=at)
    remember_home(session, trajectory, by=by, at=at)
    note(session, "open_trajectory", trajectory, by, at, obligation=outcome, nis=nis)
    if newcomer is None and email:
        welcome(session, trajectory, person, owner, by=by, at=at, base_url=base_url)
    session.flush()
    return trajectory


def remember_home(
    session: Session, trajectory: Trajectory, *, by: Account | None, at: datetime
) -> None:
    """Write down where the newcomer lives when the trajectory begins."""
    home = Home(
        trajectory_id=trajectory.id,
        nis=trajectory.nis,
        from_on=trajectory.starts_on,
        opening=True,
        by_id=by.id if by else None,
        at=at,
    )
    session.add(home)
    session.flush()
    session.expire(trajectory, ["homes"])


def check_opening(
    session: Session, counsellor: Account, nis: str, starts_on: date, at: datetime
) -> tuple[RuleSet, str]:
    """The rules and the agency under which a trajectory would open, or RuleBroken."""
    why = []
    agencies = [held.agency_code for held in counsellor.roles if held.role is Role.COUNSELLOR]
    if not agencies:
        why.append(Reason("no_counsellor"))
    municipality = session.get(Municipality, nis)
    if municipality is None or municipality.agency_code is None or municipality.valid_to:
        why.append(Reason("place_not_served", "nis"))
    rule_set = queries.rule_set_on(session, starts_on)
    if rule_set is None:
        why.append(Reason("no_rules_then", "starts_on"))
    if starts_on > local(at).date() + LATEST_START:
        why.append(Reason("starts_too_late", "starts_on"))
    if why or rule_set is None or municipality is None:
        raise RuleBroken(*why)
    here = municipality.agency_code
    return rule_set, str(here if here in agencies else agencies[0])


def make_newcomer(
    session: Session,
    *,
    name: str,
    email: str | None,
    phone: str | None,
    language: str,
    by: Account | None,
    at: datetime,
) -> Account:
    """An account with the role of newcomer; without address nobody can sign in with it yet."""
    person = create_account(
        session, name=name, email=email, phone=phone, language=language, by=by, at=at
    )
    give_role(session, person, Role.NEWCOMER, by=by, at=at)
    return person


def welcome(
    session: Session,
    trajectory: Trajectory,
    person: Account,
    owner: Account | None,
    *,
    by: Account | None,
    at: datetime,
    base_url: str,
) -> None:
    """Invite the newcomer, or ask the owner of the address whether the trajectory is theirs."""
    if owner is None:
        invite(session, person, by=by, at=at, base_url=base_url)
    elif owner.closed_at is None and owner.email:
        letter = documents.link_letter(trajectory, owner, at=at, base_url=base_url)
        queue_message(
            session,
            key=f"trajectory-link/{trajectory.id}",
            recipient=owner.email,
            letter=letter,
            at=at,
        )


def link_newcomer(
    session: Session, trajectory: Trajectory, *, account: Account, at: datetime
) -> Trajectory:
    """Let somebody with an account take the trajectory that was opened under their address.

    The account that stood in for them is closed. Doing so again changes nothing. Raises RuleBroken
    when somebody signs in with the stand-in, or when the account has a running trajectory.
    """
    trajectory = hold(session, trajectory)
    if trajectory.newcomer_id == account.id:
        return trajectory
    stand_in = session.get_one(Account, trajectory.newcomer_id)
    if stand_in.email or stand_in.password_hash or trajectory.counsellor_id == account.id:
        raise RuleBroken(Reason("not_yours_to_link"))
    if queries.has_running(session, account.id):
        raise RuleBroken(Reason("runs_already"))
    trajectory.newcomer_id = account.id
    close_account(session, stand_in, by=account, at=at)
    if all(held.role is not Role.NEWCOMER for held in account.roles):
        give_role(session, account, Role.NEWCOMER, by=account, at=at)
    note(session, "link_newcomer", trajectory, account, at, stand_in=stand_in.id)
    session.flush()
    session.expire(trajectory, ["newcomer"])
    return trajectory
