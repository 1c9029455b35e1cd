"""Reads of rule sets, and of the trajectories that a new one would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.places.models import Agency
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.rule_sets.rules import Change, Draft, change_of
from meedoen.trajectories.rule_sets.terms import AppliesTo
from meedoen.trajectories.terms import OPEN, Obligation

PIECE = 200
"""So many trajectories are in memory at once."""

SHOWN = 100
"""So many changed trajectories are listed; the numbers count them all."""


def list_rule_sets(session: Session) -> Sequence[RuleSet]:
    """All rule sets, the newest first."""
    return session.scalars(select(RuleSet).order_by(RuleSet.valid_from.desc())).all()


def find_last(session: Session) -> RuleSet | None:
    """The rule set that begins last, be it ahead; None before reference data was loaded."""
    return session.scalar(select(RuleSet).order_by(RuleSet.valid_from.desc()).limit(1))


def find_by_request(session: Session, request_key: str) -> RuleSet | None:
    """The rule set that the form of this name added."""
    return session.scalar(select(RuleSet).where(RuleSet.request_key == request_key))


def going_over(valid_from: date, applies_to: AppliesTo) -> Select[Trajectory]:
    """A question for the trajectories that take a new rule set: `rules.goes_over` in SQL."""
    everyone = true() if applies_to is AppliesTo.MOVE else Trajectory.starts_on >= valid_from
    return select(Trajectory).where(Trajectory.status.in_(OPEN), everyone)


def in_pieces(
    session: Session, asked: Select[Trajectory], *, held: bool = False
) -> Iterator[Trajectory]:
    """These trajectories by their number, with all that the rules ask, a piece in memory at once.

    `held`: each piece is kept from others until the transaction ends, as it stands now.
    """
    newest = 0
    asked = asked.options(
        joinedload(Trajectory.rule_set),
        joinedload(Trajectory.counsellor),
        joinedload(Trajectory.municipality),
        selectinload(Trajectory.activities),
        selectinload(Trajectory.hours).joinedload(HoursEntry.activity),
        selectinload(Trajectory.changes),
        selectinload(Trajectory.situations),
    ).order_by(Trajectory.id)
    if held:
        asked = asked.with_for_update(of=Trajectory).execution_options(populate_existing=True)
    while True:
        piece = session.scalars(asked.where(Trajectory.id > newest).limit(PIECE)).all()
        yield from piece
        if len(piece) < PIECE:
            return
        newest = piece[-1].id


@dataclass(slots=True)
class AgencyNumbers:
    """How many trajectories of one agency would change, and how."""

    agency: Agency
    going_over: int = 0
    become_required: int = 0
    become_voluntary: int = 0
    newly_reached: int = 0
    no_longer_reached: int = 0
    deadline_moves: int = 0
    unfit: int = 0
    """In how many an approved activity does not meet the new criteria."""

    def count(self, change: Change) -> None:
        """Add one trajectory."""
        self.going_over += 1
        if change.obligation:
            required = change.after.obligation is Obligation.REQUIRED
            self.become_required += required
            self.become_voluntary += not required
        if change.reached:
            self.newly_reached += change.after.reached
            self.no_longer_reached += not change.after.reached
        self.deadline_moves += change.due
        self.unfit += change.unfit


@dataclass(frozen=True, slots=True)
class Changed:
    """One trajectory that would change, without the name of its newcomer."""

    number: int
    counsellor: str
    municipality: str
    change: Change


@dataclass(slots=True)
class Preview:
    """What a rule set would change, for every agency in numbers, for the own ones one by one."""

    agencies: list[AgencyNumbers]
    own: list[Changed] = field(default_factory=list)
    more: int = 0
    """How many more of the own agencies would change than are listed."""

    @property
    def going_over(self) -> int:
        """How many trajectories would take the new rules, over all agencies."""
        return sum(one.going_over for one in self.agencies)


def preview(session: Session, draft: Draft, *, own_agencies: frozenset[str], on: date) -> Preview:
    """What adding `draft` would change; nothing is written."""
    numbers = {
        agency.code: AgencyNumbers(agency)
        for agency in session.scalars(select(Agency).order_by(Agency.name))
    }
    found = Preview(agencies=list(numbers.values()))
    for one in in_pieces(session, going_over(draft.valid_from, draft.applies_to)):
        change = change_of(one, one.hours, one.rule_set, draft, on=on)
        numbers[one.agency_code].count(change)
        if one.agency_code not in own_agencies or not change.anything:
            continue
        if len(found.own) < SHOWN:
            names = one.counsellor.name, one.municipality.name_nl
            found.own.append(Changed(one.id, *names, change))
        else:
            found.more += 1
    return found
