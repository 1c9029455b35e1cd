"""Erases one person from every table; the words go, the ledger and the codes of proofs stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account, AccountRole, SignIn
from meedoen.accounts.terms import Role
from meedoen.accounts.visits.actions import forget_failures_of
from meedoen.core.audit import AuditRow
from meedoen.messages.actions import forget_messages_about
from meedoen.organisations.models import Invitation
from meedoen.participation.models import Interest
from meedoen.trajectories.caseload.handover.models import Handover
from meedoen.trajectories.caseload.messaging.models import CaseMessage
from meedoen.trajectories.caseload.models import Absence, SavedView
from meedoen.trajectories.caseload.notes.models import CaseNote
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.disputing.models import Dispute
from meedoen.trajectories.exporting.models import ExportRow
from meedoen.trajectories.forgetting.erasing.queries import list_views_about
from meedoen.trajectories.forgetting.models import ErasureRequest, LegalHold
from meedoen.trajectories.ledger.actions import forget_words
from meedoen.trajectories.looking.models import Look
from meedoen.trajectories.models import Activity, HoursEntry, Proof, Trajectory
from meedoen.trajectories.moving.models import Home, MoveNotice
from meedoen.trajectories.planning.models import ChosenPlan, PlanWish
from meedoen.trajectories.proving.content import erased_content
from meedoen.trajectories.proving.models import ProofDocument
from meedoen.trajectories.reminding.models import DeadlineReminder
from meedoen.trajectories.sharing.models import Share
from meedoen.trajectories.sheets.actions import erase_photos
from meedoen.trajectories.states.models import Situation, StatusChange
from meedoen.trajectories.terms import Obligation

ERASED = "(gewist)"
"""What stands where the name of somebody was."""


def erase_trajectory(session: Session, trajectory: Trajectory, *, owner: int, at: datetime) -> None:
    """Empty a trajectory of all that says whose it was; whoever calls this holds it.

    It belongs to the account `owner` from now on, a number without a name, and is in nobody's
    caseload. Hours keep what the ledger must agree with.
    """
    erase_photos(session, trajectory, owner=owner, at=at)
    forget_words(session, trajectory)
    mine = select(HoursEntry.id).where(HoursEntry.trajectory_id == trajectory.id)
    session.execute(delete(Dispute).where(Dispute.entry_id.in_(mine)))
    session.execute(delete(Absence).where(Absence.entry_id.in_(mine)))
    for table in (
        CaseNote,
        CaseMessage,
        Handover,
        PlanWish,
        ChosenPlan,
        ExportRow,
        DeadlineReminder,
        MoveNotice,
        Home,
        Share,
        Companion,
        StatusChange,
        Situation,
    ):
        session.execute(delete(table).where(table.trajectory_id == trajectory.id))
    empty_hours(session, trajectory, owner)
    session.execute(
        update(Activity)
        .where(Activity.trajectory_id == trajectory.id)
        .values(
            offer_id=None,
            title="",
            host="",
            contact_name="",
            contact_email="",
            contact_phone=None,
            decision_reason="",
            allowance_day_cents=None,
            request_key=None,
        )
    )
    empty_proofs(session, trajectory)
    session.execute(
        update(Trajectory)
        .where(Trajectory.id == trajectory.id)
        .values(
            newcomer_id=owner,
            counsellor_id=owner,
            ended_by_id=owner,
            obliged=False,
            working=False,
            studying=False,
            obligation=Obligation.VOLUNTARY,
            informed_on=None,
            ended_reason="",
            invited_email=None,
            request_key=None,
            erased_at=at,
        )
    )


def empty_hours(session: Session, trajectory: Trajectory, owner: int) -> None:
    """Take the words out of hours; what was reported by their person was reported by `owner`."""
    entries = update(HoursEntry).where(HoursEntry.trajectory_id == trajectory.id)
    session.execute(
        entries.values(
            note="",
            sent_back_reason="",
            sent_back_by_name=None,
            request_key=None,
        )
    )
    session.execute(
        entries.where(HoursEntry.confirmed_by_name.is_not(None)).values(confirmed_by_name="")
    )
    session.execute(
        entries.where(HoursEntry.logged_by_id == trajectory.newcomer_id).values(logged_by_id=owner)
    )


def empty_proofs(session: Session, trajectory: Trajectory) -> None:
    """Leave of a proof what somebody needs who checks its code: kind, minutes, day and agency.

    Of its file stay the digests, so that no new one is made and the old one can be compared.
    """
    proofs = session.scalars(select(Proof).where(Proof.trajectory_id == trajectory.id)).all()
    for proof in proofs:
        proof.content = erased_content(proof.content)
        proof.ended_reason = ""
    session.flush()
    session.execute(
        update(ProofDocument)
        .where(ProofDocument.proof_id.in_([proof.id for proof in proofs]))
        .values(pdf=b"")
    )


def erase_account(session: Session, account: Account, *, at: datetime) -> None:
    """Leave of an account its number alone: nobody signs in with it or is named by it."""
    forget_failures_of(session, account.email)
    for table in (SignIn, AccountRole, SavedView, Invitation, LegalHold, ErasureRequest):
        session.execute(delete(table).where(table.account_id == account.id))
    session.execute(delete(Look).where(Look.newcomer_id == account.id))
    account.name, account.language = ERASED, "nl"
    account.email = account.phone = account.password_hash = account.told_on = None
    account.closed_at = account.closed_at or at
    account.erased_at = at
    session.flush()
    session.expire(account, ["roles"])


def leave_work(session: Session, account: Account, *, at: datetime) -> Account:
    """Of somebody who works here too only the newcomer goes; gives the number their files get."""
    nobody = Account(name=ERASED, created_at=at, closed_at=at, erased_at=at, roles=[])
    session.add(nobody)
    for table in (LegalHold, ErasureRequest):
        session.execute(delete(table).where(table.account_id == account.id))
    session.execute(delete(Look).where(Look.newcomer_id == account.id))
    session.execute(
        delete(AccountRole).where(
            AccountRole.account_id == account.id, AccountRole.role == Role.NEWCOMER
        )
    )
    account.told_on = None
    session.flush()
    session.expire(account, ["roles"])
    return nobody


def erase_traces(
    session: Session, account: Account, trajectories: Sequence[Trajectory], *, at: datetime
) -> None:
    """What lies with others: mails, questions to organisations, views of a list, stand-ins."""
    stand_ins = list_stand_ins(session, trajectories)
    names = {account.name, *(one.name for one in stand_ins)} - {ERASED}
    forget_messages_about(
        session,
        addresses={one.invited_email or "" for one in trajectories} | {account.email or ""},
        words=names | {one.phone or "" for one in (account, *stand_ins)},
        keys=keys_of_mails(session, trajectories),
    )
    forget_questions_of(session, account)
    for view in list_views_about(session, names):
        session.delete(view)
    for one in stand_ins:
        erase_account(session, one, at=at)


def keys_of_mails(session: Session, trajectories: Sequence[Trajectory]) -> list[str]:
    """Under which keys mails about these trajectories lie, also those to somebody else."""
    ids = [one.id for one in trajectories]
    activities = session.scalars(select(Activity.id).where(Activity.trajectory_id.in_(ids)))
    disputes = session.scalars(
        select(Dispute.id).join(Dispute.entry).where(HoursEntry.trajectory_id.in_(ids))
    )
    handovers = session.scalars(select(Handover.id).where(Handover.trajectory_id.in_(ids)))
    companions = session.scalars(select(Companion.id).where(Companion.trajectory_id.in_(ids)))
    return [
        *(f"hours-confirm/{key}" for key in activities),
        *(f"hours-disputed/{key}" for key in disputes),
        *(f"handover-taken/{key}" for key in ids),
        *(f"handover-{act}/{key}" for key in handovers for act in ("offered", "refused")),
        *(f"companion-{act}/{key}" for key in companions for act in ("asked", "told", "cancelled")),
    ]


def list_stand_ins(session: Session, trajectories: Sequence[Trajectory]) -> list[Account]:
    """The accounts that stood in for somebody until they took their trajectory, under one name."""
    acts = session.scalars(
        select(AuditRow.facts).where(
            AuditRow.thing_kind == "trajectory",
            AuditRow.thing_id.in_([one.id for one in trajectories]),
            AuditRow.act == "link_newcomer",
        )
    )
    ids = [facts["stand_in"] for facts in acts if "stand_in" in facts]
    return list(
        session.scalars(
            select(Account).where(
                Account.id.in_(ids), Account.erased_at.is_(None), Account.email.is_(None)
            )
        )
    )


def forget_questions_of(session: Session, account: Account) -> None:
    """Remove what somebody asked organisations under the same address or telephone."""
    same: list[ColumnElement[bool]] = []
    if account.email:
        same.append(Interest.email == account.email)
    if account.phone:
        kept: Any = Interest.phone
        for sign in " ./-()":
            kept = func.replace(kept, sign, "")
        same.append(kept == "".join(sign for sign in account.phone if sign not in " ./-()"))
    if same:
        session.execute(delete(Interest).where(or_(*same)))
