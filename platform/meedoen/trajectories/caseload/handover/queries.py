"""Reads of hand-overs: who can take a trajectory, and what is offered to an agency."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.places.models import Agency
from meedoen.trajectories.caseload.handover.models import Handover
from meedoen.trajectories.caseload.handover.terms import HandoverState
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.terms import OPEN


def list_counsellors(session: Session, agency_code: str) -> Sequence[Account]:
    """Who guides for an agency, by name."""
    return session.scalars(
        select(Account)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(
            AccountRole.role == Role.COUNSELLOR,
            AccountRole.agency_code == agency_code,
            Account.closed_at.is_(None),
        )
        .order_by(func.lower(Account.name), Account.id)
    ).all()


def list_administrators(session: Session, agency_code: str) -> Sequence[Account]:
    """Who administers an agency."""
    return session.scalars(
        select(Account)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(
            AccountRole.role == Role.AGENCY_ADMINISTRATOR,
            AccountRole.agency_code == agency_code,
            Account.closed_at.is_(None),
        )
        .order_by(Account.id)
    ).all()


def list_other_agencies(session: Session, agency_code: str) -> Sequence[Agency]:
    """The agencies to which a trajectory of this one can be offered, by name."""
    return session.scalars(
        select(Agency).where(Agency.code != agency_code).order_by(Agency.name)
    ).all()


def find_newest(session: Session, trajectory_id: int) -> Handover | None:
    """The last hand-over of a trajectory, however it stands."""
    return session.scalar(
        select(Handover)
        .where(Handover.trajectory_id == trajectory_id)
        .options(joinedload(Handover.to_agency))
        .order_by(Handover.id.desc())
        .limit(1)
    )


def find_by_request(session: Session, request_key: str) -> Handover | None:
    """The hand-over that the form of this name began."""
    return session.scalar(select(Handover).where(Handover.request_key == request_key))


def find_handover(session: Session, handover_id: int) -> Handover | None:
    """One hand-over with its trajectory."""
    return session.get(Handover, handover_id)


def list_offered(session: Session, administrator: Account) -> Sequence[Handover]:
    """What is offered to the agencies that somebody administers, the longest waiting first."""
    agencies = {
        held.agency_code for held in administrator.roles if held.role is Role.AGENCY_ADMINISTRATOR
    }
    return session.scalars(
        select(Handover)
        .where(
            Handover.to_agency_code.in_(agencies),
            Handover.state == HandoverState.OFFERED,
            Handover.trajectory.has(Trajectory.status.in_(OPEN)),
        )
        .options(
            joinedload(Handover.trajectory).joinedload(Trajectory.newcomer),
            joinedload(Handover.trajectory).joinedload(Trajectory.municipality),
            joinedload(Handover.trajectory).joinedload(Trajectory.agency),
            joinedload(Handover.trajectory).selectinload(Trajectory.hours),
            joinedload(Handover.trajectory).selectinload(Trajectory.activities),
            joinedload(Handover.trajectory).joinedload(Trajectory.rule_set),
            joinedload(Handover.giver),
            joinedload(Handover.to_agency),
        )
        .order_by(Handover.offered_at, Handover.id)
    ).all()
