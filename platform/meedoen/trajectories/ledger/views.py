"""What the page of an entry shows of its life; the page itself stands with the hours."""

from collections.abc import Sequence
from dataclasses import dataclass

from meedoen.trajectories.ledger.models import LedgerLine
from meedoen.trajectories.ledger.queries import is_whole, list_lines, names_of
from meedoen.trajectories.models import HoursEntry
from meedoen.web.session import db


@dataclass(frozen=True, slots=True)
class Step:
    """One line, who did it as far as still known, and whether it says other times than before."""

    line: LedgerLine
    who: str | None
    new_times: bool


@dataclass(frozen=True, slots=True)
class Life:
    """The lines of one entry, first to last, and whether the ledger around them is whole."""

    steps: Sequence[Step]
    whole: bool


def life_of(entry: HoursEntry) -> Life:
    """Everything that was ever done with an entry, in two questions."""
    lines = list_lines(db.session, entry.trajectory_id)
    own = [line for line in lines if line.entry_id == entry.id]
    names = names_of(db.session, own)
    steps, before = [], None
    for line in own:
        times = (line.on_date, line.begins_at, line.ends_at, line.minutes)
        who = names.get(line.by_id) if line.by_id else line.said_name
        steps.append(Step(line, who, times != before))
        before = times
    return Life(steps, is_whole(db.session, lines, entry.trajectory))
