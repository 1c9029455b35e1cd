"""Writes of rule sets: those that come with the product, and those that an administrator adds."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.core.engine import hold_form
from meedoen.core.errors import Reason, RuleBroken
from meedoen.trajectories.actions import note, remember_situation
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.rule_sets import queries
from meedoen.trajectories.rule_sets.models import RuleSet, ValueSource
from meedoen.trajectories.rule_sets.rules import (
    NUMBERS,
    VALUES,
    YES_OR_NO,
    Draft,
    reasons_not_added,
)
from meedoen.trajectories.rule_sets.terms import AppliesTo
from meedoen.trajectories.rules import local, obligation


def load_rule_sets(session: Session, folder: Path) -> int:
    """Make the rule sets say what the files in `folder` say; gives how many there are.

    Doing so again changes nothing. A rule set is never removed: trajectories began under it. One
    that an administrator added is left as it is.
    """
    there = {row.valid_from: row for row in session.scalars(select(RuleSet))}
    sources = read_sources(folder / "rule_values.csv")
    with (folder / "rule_sets.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            row = there.setdefault(date.fromisoformat(line["valid_from"]), RuleSet())
            if row.added_at is not None:
                continue
            for name, value in rule_set_values(line, sources).items():
                if getattr(row, name) != value:
                    setattr(row, name, value)
            session.add(row)
    session.flush()
    return len(there)


def read_sources(file: Path) -> dict[str, dict[str, ValueSource]]:
    """Per first day of a rule set: where each of its values comes from."""
    found: dict[str, dict[str, ValueSource]] = defaultdict(dict)
    with file.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            found[line["valid_from"]][line["name"]] = {
                "source": line["source"],
                "assumed": line["assumed"] == "yes",
            }
    return found


def rule_set_values(
    line: Mapping[str, str], sources: Mapping[str, dict[str, ValueSource]]
) -> dict[str, object]:
    """One line of the file as the values of a row."""
    return {
        "valid_from": date.fromisoformat(line["valid_from"]),
        "applies_to": AppliesTo(line["applies_to"]),
        **{name: int(line[name]) for name in NUMBERS},
        **{name: line[name] == "yes" for name in YES_OR_NO},
        "reminder_days": [int(days) for days in line["reminder_days"].split()],
        "sources": sources[line["valid_from"]],
        "source": line["source"],
        "assumptions": line["assumptions"],
    }


def add_rule_set(
    session: Session, draft: Draft, *, by: Account, at: datetime, request_key: str | None = None
) -> RuleSet:
    """Add a rule set after the last one, and let the trajectories that it is for go over to it.

    All in one transaction: when one trajectory cannot be written, nothing is. Ended ones are never
    touched. The same form sent again gives what it added. Raises RuleBroken with all that is wrong.
    """
    hold_form(session, request_key)
    if request_key and (there := queries.find_by_request(session, request_key)):
        return there
    last = queries.find_last(session)
    if last is None:
        raise RuleBroken(Reason("no_rules_then", "valid_from"))
    today = local(at).date()
    if why := reasons_not_added(draft, last, on=today):
        raise RuleBroken(*why)
    row = row_of(draft, last)
    row.added_at, row.added_by_id, row.request_key = at, by.id, request_key
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        last_day: dict[str, object] = {"last": draft.valid_from}
        raise RuleBroken(Reason("rules_after_the_last", "valid_from", last_day)) from error
    moved = 0
    asked = queries.going_over(draft.valid_from, draft.applies_to)
    for trajectory in queries.in_pieces(session, asked, held=True):
        move_over(session, trajectory, row, by=by, at=at)
        moved += 1
    facts = {"valid_from": draft.valid_from.isoformat(), "applies_to": draft.applies_to}
    audit.record(
        session, "add_rule_set", "rule_set", row.id, by=by, at=at, trajectories=moved, **facts
    )
    session.flush()
    return row


def row_of(draft: Draft, last: RuleSet) -> RuleSet:
    """A draft as a row; what is told in general is that of the last one."""
    values = {name: getattr(draft, name) for name in VALUES}
    return RuleSet(
        **values | {"reminder_days": list(draft.reminder_days)},
        valid_from=draft.valid_from,
        applies_to=draft.applies_to,
        sources={
            name: ValueSource(source=source.strip(), assumed=assumed)
            for name, (source, assumed) in draft.sources.items()
        },
        source=last.source,
        assumptions=last.assumptions,
    )


def move_over(
    session: Session, trajectory: Trajectory, rule_set: RuleSet, *, by: Account, at: datetime
) -> None:
    """Give an open trajectory other rules; where they oblige otherwise, its history says so."""
    before, rules_before = trajectory.obligation, trajectory.rule_set_id
    trajectory.rule_set_id = rule_set.id
    after, _ = obligation(
        obliged=trajectory.obliged,
        working=trajectory.working,
        studying=trajectory.studying,
        rule_set=rule_set,
    )
    trajectory.obligation = after
    if after is not before:
        since = max((one.from_on for one in trajectory.situations), default=trajectory.starts_on)
        from_on = max(since, rule_set.valid_from)
        remember_situation(session, trajectory, from_on=from_on, by=by, at=at)
    facts = {"rules_before": rules_before, "rules_after": rule_set.id}
    note(session, "move_to_rule_set", trajectory, by, at, before=before, after=after, **facts)
    session.flush()
    session.expire(trajectory, ["rule_set"])
