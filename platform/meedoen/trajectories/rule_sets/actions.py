"""Writes of rule sets: those that come with the product, and those that an administrator adds."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.trajectories.rule_sets.models import RuleSet, ValueSource
from meedoen.trajectories.rule_sets.rules import NUMBERS, YES_OR_NO
from meedoen.trajectories.rule_sets.terms import AppliesTo


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
