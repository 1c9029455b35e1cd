"""Reads of the inbox: what waits for one counsellor, by person, and what they accepted just now."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from meedoen.accounts.models import Account
from meedoen.trajectories.accepting.rules import TAKE_BACK_WITHIN
from meedoen.trajectories.caseload.queries import guided_by, with_parts
from meedoen.trajectories.caseload.rules import asks_counsellor
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.queries import waiting_of
from meedoen.trajectories.companions.rules import began_to_wait
from meedoen.trajectories.companions.terms import CompanionNeed
from meedoen.trajectories.disputing.rules import reasons_unanswered
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.moving.models import MoveNotice
from meedoen.trajectories.moving.terms import NoticeState
from meedoen.trajectories.reminding.models import DeadlineReminder
from meedoen.trajectories.reminding.queries import unseen_of
from meedoen.trajectories.rules import BRUSSELS, local, overtaken, reasons_not_complete
from meedoen.trajectories.sheets.queries import photographed
from meedoen.trajectories.terms import OPEN, ActivityDecision, HoursState


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """All that waits for the counsellor with one person."""

    trajectory: Trajectory
    disputed: Sequence[HoursEntry]
    """Hours that are not right, says the newcomer, who waits for an answer."""
    to_accept: Sequence[HoursEntry]
    to_judge: Sequence[Activity]
    to_mend: Sequence[HoursEntry]
    passed: Sequence[HoursEntry]
    """Appointments whose day is over; nobody said whether they happened."""
    to_complete: bool
    by_photo: Sequence[HoursEntry] = ()
    """Reported hours with a photo of the signed sheet, to be looked at."""
    reminded: Sequence[DeadlineReminder] = ()
    """That the deadline comes near, as the newcomer was told."""
    moves: Sequence[MoveNotice] = ()
    """Moves that the newcomer told, to be written down."""
    companions: Sequence[tuple[Companion, CompanionNeed]] = ()
    """Who was asked to go along to a first visit, and what must be done about it."""

    @property
    def size(self) -> int:
        """How many things wait."""
        hours = (self.disputed, self.to_accept, self.by_photo, self.to_mend, self.passed)
        others = (self.to_judge, self.reminded, self.moves, self.companions)
        return sum(map(len, (*hours, *others))) + self.to_complete

    @property
    def newest(self) -> datetime:
        """When the newest of them began to wait."""
        return max(self.moments(), default=self.trajectory.opened_at)

    def moments(self) -> Iterator[datetime]:
        """When each of them began to wait."""
        yield from (entry.disputed_at for entry in self.disputed if entry.disputed_at)
        yield from (entry.confirmed_at or entry.logged_at for entry in self.to_accept)
        yield from (activity.created_at for activity in self.to_judge)
        yield from (entry.logged_at for entry in self.by_photo)
        yield from (reminder.at for reminder in self.reminded)
        yield from (told.told_at for told in self.moves)
        yield from (entry.sent_back_at or entry.logged_at for entry in self.to_mend)
        for entry in self.passed:
            yield datetime.combine(entry.on_date + timedelta(days=1), time(), BRUSSELS)
        for one, need in self.companions:
            yield began_to_wait(one, need)
        if self.to_complete:
            yield from (e.accepted_at for e in self.trajectory.hours if e.accepted_at)


def list_inbox(session: Session, counsellor: Account, *, at: datetime) -> list[Pile]:
    """What waits for a counsellor, by person; who has the newest thing comes first.

    A fixed number of questions, however many people.
    """
    found = session.scalars(
        with_parts(select(Trajectory))
        .where(guided_by(counsellor), Trajectory.status.in_(OPEN))
        .options(selectinload(Trajectory.move_notices).joinedload(MoveNotice.municipality))
    ).all()
    ids = [trajectory.id for trajectory in found]
    photos, reminders = photographed(session, ids), unseen_of(session, ids)
    companions = waiting_of(session, ids, at=at)
    piles = [
        pile_of(
            one,
            at=at,
            photos=photos,
            reminded=reminders.get(one.id, ()),
            companions=companions.get(one.id, ()),
        )
        for one in found
    ]
    waiting = [pile for pile in piles if pile.size]
    return sorted(waiting, key=lambda pile: pile.newest, reverse=True)


def pile_of(
    trajectory: Trajectory,
    *,
    at: datetime,
    photos: Collection[int] = (),
    reminded: Sequence[DeadlineReminder] = (),
    companions: Sequence[tuple[Companion, CompanionNeed]] = (),
) -> Pile:
    """All that waits with one person; a new kind of thing is a new part here."""
    gone, on = overtaken(trajectory.hours), local(at).date()
    living = [entry for entry in trajectory.hours if entry.id not in gone]
    return Pile(
        trajectory=trajectory,
        disputed=[entry for entry in living if entry.disputed_at],
        to_accept=[entry for entry in living if asks_counsellor(entry)],
        to_judge=[
            one for one in trajectory.activities if one.decision is ActivityDecision.PROPOSED
        ],
        to_mend=[entry for entry in living if entry.state is HoursState.SENT_BACK],
        passed=[e for e in living if e.state is HoursState.PLANNED and e.on_date < on],
        by_photo=[
            e
            for e in living
            if e.state is HoursState.REPORTED and e.id in photos and not e.disputed_at
        ],
        reminded=reminded,
        to_complete=not (
            reasons_not_complete(trajectory, trajectory.hours, trajectory.rule_set)
            or reasons_unanswered(trajectory.hours)
        ),
        moves=[told for told in trajectory.move_notices if told.state is NoticeState.WAITING],
        companions=companions,
    )


def list_entries(
    session: Session, entry_ids: Collection[int], *, of: Account
) -> Sequence[HoursEntry]:
    """Those of these entries that lie in the caseload of a counsellor."""
    return session.scalars(
        select(HoursEntry)
        .join(HoursEntry.trajectory)
        .where(HoursEntry.id.in_(entry_ids), guided_by(of))
        .options(
            contains_eager(HoursEntry.trajectory).joinedload(Trajectory.newcomer),
            joinedload(HoursEntry.activity),
        )
        .order_by(HoursEntry.id)
    ).all()


@dataclass(frozen=True, slots=True)
class JustAccepted:
    """What a counsellor accepted in one act, and until when it can be taken back."""

    entries: Sequence[HoursEntry]
    at: datetime

    @property
    def minutes(self) -> int:
        """How long they are together."""
        return sum(entry.minutes for entry in self.entries)

    @property
    def until(self) -> datetime:
        """The last moment at which it can be taken back."""
        return self.at + TAKE_BACK_WITHIN


def list_just_accepted(
    session: Session, counsellor: Account, *, at: datetime
) -> list[JustAccepted]:
    """The acts of acceptance that can still be taken back, the newest first.

    Entries that were accepted at the same moment by the same person were one act.
    """
    found = session.scalars(
        select(HoursEntry)
        .join(HoursEntry.trajectory)
        .where(
            guided_by(counsellor),
            Trajectory.status.in_(OPEN),
            HoursEntry.accepted_by_id == counsellor.id,
            HoursEntry.accepted_at >= at - TAKE_BACK_WITHIN,
            HoursEntry.corrects_id.is_(None),
        )
        .options(contains_eager(HoursEntry.trajectory).joinedload(Trajectory.newcomer))
        .order_by(HoursEntry.accepted_at.desc(), HoursEntry.id)
    ).all()
    by_act = groupby(found, key=lambda entry: entry.accepted_at)
    return [JustAccepted(list(entries), moment) for moment, entries in by_act if moment]
