"""Writes of the caseload: somebody did not come, and the views that a counsellor keeps."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.core.errors import RuleBroken
from meedoen.trajectories.actions import hold, require_running
from meedoen.trajectories.caseload.models import Absence, SavedView
from meedoen.trajectories.caseload.queries import list_views
from meedoen.trajectories.caseload.rules import reasons_not_absent, reasons_not_kept
from meedoen.trajectories.hours.actions import move
from meedoen.trajectories.ledger.actions import record
from meedoen.trajectories.models import HoursEntry
from meedoen.trajectories.rules import local
from meedoen.trajectories.terms import HoursState


def note_absence(
    session: Session, entry: HoursEntry, *, by: Account, at: datetime, version: int | None = None
) -> HoursEntry:
    """Write down that the newcomer did not come: planned hours are withdrawn for that reason.

    Again changes nothing. Raises RuleBroken for hours that are not planned, or lie ahead.
    """
    require_running(hold(session, entry.trajectory))
    if session.scalar(select(Absence.id).where(Absence.entry_id == entry.id)):
        return entry
    if why := reasons_not_absent(entry, on=local(at).date()):
        raise RuleBroken(*why)
    move(entry, HoursState.WITHDRAWN, version)
    session.add(Absence(entry_id=entry.id, noted_by_id=by.id, noted_at=at))
    record(session, "note_absence", entry, by, at)
    session.flush()
    return entry


def keep_view(
    session: Session, *, name: str, question: str, first: bool, by: Account, at: datetime
) -> SavedView:
    """Keep a view of one's caseload under a name; the same name again changes that view.

    `first`: the caseload opens with it from now on, and with no other one. Raises RuleBroken.
    """
    session.scalars(select(Account.id).where(Account.id == by.id).with_for_update()).one()
    there = {view.name.casefold(): view for view in list_views(session, by.id)}
    name = " ".join(name.split())
    view = there.get(name.casefold())
    if why := reasons_not_kept(name, others=len(there) - (view is not None)):
        raise RuleBroken(*why)
    if view is None:
        view = SavedView(account_id=by.id, name=name, created_at=at, shown_first=False)
        session.add(view)
    view.question = question
    session.flush()
    if first or view.shown_first != first:
        show_first(session, view if first else None, by=by)
    audit.record(session, "keep_view", "saved_view", view.id, by=by, at=at)
    return view


def show_first(session: Session, view: SavedView | None, *, by: Account) -> None:
    """Let the caseload of `by` open with this view, or with everybody."""
    session.execute(
        update(SavedView)
        .where(SavedView.account_id == by.id, SavedView.shown_first)
        .values(shown_first=False)
    )
    if view is not None:
        session.execute(update(SavedView).where(SavedView.id == view.id).values(shown_first=True))
    session.expire_all()


def forget_view(session: Session, view: SavedView, *, by: Account, at: datetime) -> None:
    """Keep a view no longer."""
    audit.record(session, "forget_view", "saved_view", view.id, by=by, at=at)
    session.delete(view)
    session.flush()
