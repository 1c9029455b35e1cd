"""A crowd of running trajectories, written in bulk: people, activities, hours and their ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.core.database import Base
from meedoen.places.models import Municipality
from meedoen.trajectories.ledger.models import LedgerLine
from meedoen.trajectories.ledger.rules import FORMAT, NO_HASH, hash_of
from meedoen.trajectories.ledger.terms import Act, ActedAs, Through
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.moving.models import Home
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.terms import (
    ActivityDecision,
    ConfirmedHow,
    HoursState,
    Obligation,
    TrajectoryStatus,
)

MINUTES = 75
ACTIVITIES = 3
AGENCY = "agii"
TOGETHER = 250
"""Trajectories that are written in one act."""

ACTS = {
    HoursState.PLANNED: ((Act.PLAN_HOURS, HoursState.PLANNED),),
    HoursState.REPORTED: ((Act.LOG_HOURS, HoursState.REPORTED),),
    HoursState.CONFIRMED: (
        (Act.LOG_HOURS, HoursState.REPORTED),
        (Act.CONFIRM_HOURS, HoursState.CONFIRMED),
    ),
    HoursState.ACCEPTED: (
        (Act.LOG_HOURS, HoursState.REPORTED),
        (Act.CONFIRM_HOURS, HoursState.CONFIRMED),
        (Act.ACCEPT_HOURS, HoursState.ACCEPTED),
    ),
}
"""What was done with hours in each state, and how they stood after it."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How many there are of each."""

    counsellors: int
    trajectories: int
    entries: int


class Crowd:
    """Writes a crowd of some size into a database that holds the reference data and nobody yet."""

    def __init__(self, connection: Connection, size: Size, at: datetime) -> None:
        self.connection, self.size, self.at = connection, size, at
        self.rule_set_id = connection.scalar(
            select(RuleSet.id)
            .where(RuleSet.valid_from <= at.date())
            .order_by(RuleSet.valid_from.desc())
        )
        self.towns = connection.scalars(
            select(Municipality.nis)
            .where(Municipality.agency_code == AGENCY, Municipality.valid_to.is_(None))
            .order_by(Municipality.nis)
        ).all()
        self.next_entry, self.next_line = 1, 1

    def write(self) -> None:
        """Counsellors first, then the trajectories piece by piece; each piece is committed."""
        size = self.size
        self._put(
            Account, [self._account(n, f"Begeleider {n}") for n in range(1, size.counsellors + 1)]
        )
        self._put(
            AccountRole,
            [
                {"account_id": n, "role": Role.COUNSELLOR, "agency_code": AGENCY}
                for n in range(1, size.counsellors + 1)
            ],
        )
        for first in range(1, size.trajectories + 1, TOGETHER):
            self._put_trajectories(range(first, min(first + TOGETHER, size.trajectories + 1)))
            self.connection.commit()
        if self.connection.dialect.name == "postgresql":
            self._move_sequences()
        self.connection.commit()

    def _put_trajectories(self, numbers: range) -> None:
        people, roles, owners, activities = [], [], [], []
        hours: list[Row] = []
        lines: list[Row] = []
        for number in numbers:
            newcomer = self.size.counsellors + number
            people.append(self._account(newcomer, f"Deelnemer {number}"))
            roles.append({"account_id": newcomer, "role": Role.NEWCOMER})
            counsellor = (number - 1) % self.size.counsellors + 1
            own = list(self._hours(number, counsellor))
            told = list(self._lines(number, own, counsellor))
            hours += own
            lines += told
            owners.append(self._trajectory(number, newcomer, counsellor, told))
            activities += [self._activity(number, at) for at in range(ACTIVITIES)]
        self._put(Account, people)
        self._put(AccountRole, roles)
        self._put(Trajectory, owners)
        self._put(Home, [self._home(one) for one in owners])
        self._put(Activity, activities)
        self._put(HoursEntry, hours)
        self._put(LedgerLine, lines)

    def _put(self, table: type[Base], rows: list[Row]) -> None:
        self.connection.execute(insert(table), rows)

    def _account(self, number: int, name: str) -> Row:
        return {
            "id": number,
            "name": name,
            "email": f"person{number}@bench.test",
            "language": ("nl", "ar", "uk", "tr")[number % 4],
            "created_at": self.at,
        }

    def _trajectory(self, number: int, newcomer: int, counsellor: int, told: list[Row]) -> Row:
        return {
            "id": number,
            "newcomer_id": newcomer,
            "counsellor_id": counsellor,
            "agency_code": AGENCY,
            "nis": self.towns[number % len(self.towns)],
            "rule_set_id": self.rule_set_id,
            "starts_on": self.at.date() - timedelta(days=200),
            "obliged": True,
            "working": False,
            "studying": False,
            "obligation": Obligation.REQUIRED,
            "status": TrajectoryStatus.RUNNING,
            "opened_at": self.at - timedelta(days=200),
            "version": 1,
            "ledger_length": len(told),
            "ledger_hash": told[-1]["hash"],
        }

    def _home(self, owner: Row) -> Row:
        return {
            "trajectory_id": owner["id"],
            "nis": owner["nis"],
            "from_on": owner["starts_on"],
            "opening": True,
            "at": owner["opened_at"],
        }

    def _activity(self, number: int, place: int) -> Row:
        return {
            "id": (number - 1) * ACTIVITIES + place + 1,
            "trajectory_id": number,
            "title": ("Praattafel", "Naaiatelier", "Wandelgroep")[place],
            "host": "Buurthuis",
            "contact_name": "Els Wouters",
            "contact_email": "els@bench.test",
            "in_duo_or_group": True,
            "meets_new_people": True,
            "lasting_contact": True,
            "spoken_in_dutch": True,
            "decision": ActivityDecision.APPROVED,
            "decided_at": self.at - timedelta(days=199),
            "decided_by_id": (number - 1) % self.size.counsellors + 1,
            "created_at": self.at - timedelta(days=200),
        }

    def _hours(self, number: int, counsellor: int) -> Iterator[Row]:
        """The newest is ahead, the next was reported, the next two confirmed, the rest accepted."""
        whole, more = divmod(self.size.entries, self.size.trajectories)
        for place in range(whole + (number <= more)):
            state = (
                (
                    HoursState.PLANNED,
                    HoursState.REPORTED,
                    HoursState.CONFIRMED,
                    HoursState.CONFIRMED,
                )[place]
                if place < 4
                else HoursState.ACCEPTED
            )
            yield self._entry(number, counsellor, place, state)
            self.next_entry += 1

    def _entry(self, number: int, counsellor: int, place: int, state: HoursState) -> Row:
        on = self._day(place)
        at = self.at - timedelta(days=max(0, 5 * (place - 1)))
        seen = state in {HoursState.CONFIRMED, HoursState.ACCEPTED}
        accepted = state is HoursState.ACCEPTED
        return {
            "id": self.next_entry,
            "trajectory_id": number,
            "activity_id": (number - 1) * ACTIVITIES + place % ACTIVITIES + 1,
            "corrects_id": None,
            "on_date": on,
            "begins_at": time(14),
            "ends_at": time(15, 15),
            "minutes": MINUTES,
            "state": state,
            "note": "",
            "logged_by_id": counsellor,
            "logged_at": at,
            "confirmed_by_name": "Els Wouters" if seen else None,
            "confirmed_at": at if seen else None,
            "confirmed_how": ConfirmedHow.LINK if seen else None,
            "accepted_by_id": counsellor if accepted else None,
            "accepted_at": at if accepted else None,
            "sent_back_reason": "",
            "version": 1,
        }

    def _day(self, place: int) -> date:
        return self.at.date() + timedelta(days=7 - 6 * place)

    def _lines(self, number: int, hours: list[Row], counsellor: int) -> Iterator[Row]:
        """The chain of one trajectory, oldest hours first."""
        previous, count = NO_HASH, 0
        for entry in reversed(hours):
            for act, state in ACTS[entry["state"]]:
                count += 1
                row: Row = {
                    "id": self.next_line,
                    "trajectory_id": number,
                    "number": count,
                    "format": FORMAT,
                    "entry_id": entry["id"],
                    "act": act,
                    "state": state,
                    "on_date": entry["on_date"],
                    "begins_at": entry["begins_at"],
                    "ends_at": entry["ends_at"],
                    "minutes": entry["minutes"],
                    "activity_id": entry["activity_id"],
                    "corrects_id": None,
                    "by_id": None if act is Act.CONFIRM_HOURS else counsellor,
                    "acted_as": (
                        ActedAs.CONTACT if act is Act.CONFIRM_HOURS else ActedAs.COUNSELLOR
                    ),
                    "through": Through.LINK if act is Act.CONFIRM_HOURS else Through.PAGE,
                    "despite": None,
                    "at": entry["logged_at"],
                    "said_name": None,
                    "said": None,
                    "salt": None,
                    "said_hash": None,
                    "photo_sha256": None,
                    "batch_id": None,
                    "previous_hash": previous,
                }
                row["hash"] = previous = hash_of(SimpleNamespace(**row))
                self.next_line += 1
                yield row

    def _move_sequences(self) -> None:
        """Numbers were given here, so PostgreSQL has to go on after the last one."""
        for table in (Account, Trajectory, Activity, HoursEntry, LedgerLine):
            last = self.connection.scalar(select(func.max(table.__table__.c.id)))
            self.connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"),
                {"table": table.__tablename__, "last": last},
            )
