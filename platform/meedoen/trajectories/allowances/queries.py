"""Reads of allowances: every paid day of one person, over all organisations and trajectories."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.errors import Reason
from meedoen.trajectories.allowances.rules import Paid, warnings_of
from meedoen.trajectories.hours.rules import LIVE
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.terms import HoursState


def paid_days(session: Session, newcomer_id: int) -> list[Paid]:
    """The days for which somebody gets an allowance, planned ones too; corrections count."""
    rows = session.execute(
        select(
            HoursEntry.id,
            HoursEntry.corrects_id,
            HoursEntry.state,
            HoursEntry.on_date,
            HoursEntry.minutes,
            Activity.id.label("activity_id"),
            Activity.allowance_day_cents,
        )
        .join(HoursEntry.activity)
        .join(HoursEntry.trajectory)
        .where(
            Trajectory.newcomer_id == newcomer_id,
            Activity.allowance_day_cents.is_not(None),
            HoursEntry.state.in_(LIVE),
        )
    ).all()
    gone = {row.corrects_id for row in rows if row.state is HoursState.ACCEPTED}
    return [
        Paid(row.on_date, row.activity_id, row.allowance_day_cents)
        for row in rows
        if row.minutes and row.id not in gone
    ]


def find_warnings(
    session: Session, newcomer_id: int, *, more: Iterable[Paid] = ()
) -> tuple[Reason, ...]:
    """Where the caps are passed, with what is thought of (`more`); one or two questions."""
    paid = [*paid_days(session, newcomer_id), *more]
    if not paid:
        return ()
    rules = session.scalars(select(RuleSet).order_by(RuleSet.valid_from.desc())).all()

    def caps_on(day: date) -> RuleSet | None:
        return next((one for one in rules if one.valid_from <= day), None)

    return warnings_of(paid, caps_on)


def source_of(session: Session, day: date) -> str:
    """Where the caps of a day come from, in words; empty without rules."""
    found = session.scalar(
        select(RuleSet)
        .where(RuleSet.valid_from <= day)
        .order_by(RuleSet.valid_from.desc())
        .limit(1)
    )
    said = found.sources.get("allowance_year_cents") if found else None
    return said["source"] if said else ""
