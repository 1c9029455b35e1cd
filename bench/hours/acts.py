"""What a counsellor does, timed three ways: the bare rows, the rules over them, the whole page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from statistics import median
from time import perf_counter
from types import SimpleNamespace
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.orm import Session

from bench.hours.product import Product
from meedoen.accounts.models import Account
from meedoen.core.engine import WRITES
from meedoen.trajectories.accepting.actions import accept_hours
from meedoen.trajectories.caseload.inbox.queries import list_inbox
from meedoen.trajectories.caseload.queries import list_caseload
from meedoen.trajectories.ledger.models import LedgerLine
from meedoen.trajectories.ledger.queries import check_ledgers, one_moment
from meedoen.trajectories.ledger.rules import FORMAT, hash_of
from meedoen.trajectories.ledger.terms import Act, ActedAs, Through
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.queries import find_trajectory, progress_of
from meedoen.trajectories.terms import HoursState
from meedoen.web.clock import now
from meedoen.web.session import db

ROUNDS = 40
AT_A_TIME = 10_000

OWN = "WHERE t.counsellor_id = :counsellor AND t.status IN ('running', 'suspended')"
ONE = "WHERE t.id = :trajectory"
PARTS = (
    "SELECT t.*, p.name, p.language, m.name_nl FROM trajectories t "
    "JOIN accounts p ON p.id = t.newcomer_id JOIN municipalities m ON m.nis = t.nis {which}",
    "SELECT a.* FROM activities a JOIN trajectories t ON t.id = a.trajectory_id {which}",
    "SELECT h.* FROM hours_entries h JOIN trajectories t ON t.id = h.trajectory_id {which}",
    "SELECT c.* FROM status_changes c JOIN trajectories t ON t.id = c.trajectory_id {which}",
)
"""The rows that a list of people, or the page of one, is made of."""


@dataclass(frozen=True, slots=True)
class Timed:
    """The median seconds of one act: its bare SQL, its rules, and its page where it has one."""

    name: str
    rows: float
    rules: float
    page: float | None


Measured = Callable[[], object]


class Day:
    """Asks the same things of random counsellors and trajectories, each way in turn."""

    def __init__(self, product: Product) -> None:
        self.product, self.random = product, Random("day")
        self.clients: dict[int, FlaskClient] = {}

    def timed(self) -> Iterator[Timed]:
        """Every act; those of the whole ledger last."""
        yield self._middle("caseload", self._caseload)
        yield self._middle("inbox", self._inbox)
        yield self._middle("one trajectory", self._one)
        yield self._middle("accept one entry", self._accept)
        yield verified(self.product)

    def _middle(self, name: str, ways: Callable[[], tuple[Measured, ...]]) -> Timed:
        """Medians over many rounds; the first of each, which fills caches, does not count."""
        seen: list[list[float]] = [[], [], []]
        for _round in range(ROUNDS + 1):
            for way, act in enumerate(ways()):
                with self.product.app.app_context():
                    seen[way].append(seconds(act))
        rows, rules, page = (median(times[1:]) for times in seen)
        return Timed(name, rows, rules, page)

    def _counsellor(self) -> int:
        return self.random.randint(1, self.product.size.counsellors)

    def _client(self, account_id: int) -> FlaskClient:
        if account_id not in self.clients:
            self.clients[account_id] = self.product.client(account_id)
        return self.clients[account_id]

    def _caseload(self) -> tuple[Measured, ...]:
        me = self._counsellor()
        return (
            lambda: rows(OWN, counsellor=me),
            lambda: read(lambda own: list_caseload(own, own.get_one(Account, me), at=now())),
            self._page(me, "/trajecten"),
        )

    def _inbox(self) -> tuple[Measured, ...]:
        me = self._counsellor()
        return (
            lambda: rows(OWN, counsellor=me),
            lambda: read(lambda own: list_inbox(own, own.get_one(Account, me), at=now())),
            self._page(me, "/trajecten/te-doen"),
        )

    def _one(self) -> tuple[Measured, ...]:
        me = self._counsellor()
        key = self.product.size.counsellors * self.random.randrange(3) + me
        return (
            lambda: rows(ONE, trajectory=key),
            lambda: read(lambda own: progress_of(found(own, key))),
            self._page(me, f"/trajecten/{key}"),
        )

    def _accept(self) -> tuple[Measured, ...]:
        """Three confirmed entries of different people, one for each way."""
        with self.product.app.app_context(), Session(db.engine) as session:
            by_page, by_rules, bare = session.execute(
                select(HoursEntry.id, HoursEntry.trajectory_id, Trajectory.counsellor_id)
                .join(HoursEntry.trajectory)
                .where(
                    HoursEntry.state == HoursState.CONFIRMED,
                    HoursEntry.trajectory_id
                    > self.random.randrange(self.product.size.trajectories // 2),
                )
                .order_by(HoursEntry.trajectory_id)
                .limit(6)
            ).all()[::2]
            line = accepted_line(session, bare.id)
        client = self._client(by_page.counsellor_id)
        path = f"/trajecten/{by_page.trajectory_id}/uren/aanvaarden"

        def press() -> None:
            answer = client.post(path, data={"entries": f"{by_page.id}:1"})
            assert answer.status_code == 303, answer.status

        return lambda: write_line(line), lambda: accepted(by_rules.id), press

    def _page(self, me: int, path: str) -> Measured:
        client = self._client(me)

        def fetch() -> None:
            answer = client.get(path)
            assert answer.status_code == 200, answer.status

        return fetch


def seconds(act: Measured) -> float:
    """How long something took."""
    began = perf_counter()
    act()
    return perf_counter() - began


def rows(which: str, **values: int) -> int:
    """The rows alone, as the database gives them; how many there were."""
    with reading() as connection:
        return sum(
            len(connection.execute(text(part.format(which=which)), values).fetchall())
            for part in PARTS
        )


@contextmanager
def reading() -> Iterator[Connection]:
    """A connection that only reads, as pages that only read have."""
    before = WRITES.set(False)
    try:
        with db.engine.connect() as connection:
            yield connection
    finally:
        WRITES.reset(before)


def read(ask: Callable[[Session], object]) -> None:
    """A question of the product, in a session of its own."""
    before = WRITES.set(False)
    try:
        with Session(db.engine) as session:
            ask(session)
    finally:
        WRITES.reset(before)


def found(session: Session, key: int) -> Trajectory:
    """A trajectory that is there."""
    trajectory = find_trajectory(session, key)
    assert trajectory is not None
    return trajectory


def accepted(entry_id: int) -> None:
    """Accept one entry by the rules, without a page."""
    with Session(db.engine) as session:
        entry = session.get_one(HoursEntry, entry_id)
        by = session.get_one(Account, entry.trajectory.counsellor_id)
        accept_hours(session, [(entry, entry.version)], by=by, at=now())
        session.commit()


def accepted_line(session: Session, entry_id: int) -> dict[str, Any]:
    """The line that accepting an entry adds, made beforehand."""
    entry = session.get_one(HoursEntry, entry_id)
    owner = entry.trajectory
    line = {
        "trajectory_id": owner.id,
        "number": owner.ledger_length + 1,
        "format": FORMAT,
        "entry_id": entry.id,
        "act": Act.ACCEPT_HOURS,
        "state": HoursState.ACCEPTED,
        "on_date": entry.on_date,
        "begins_at": entry.begins_at,
        "ends_at": entry.ends_at,
        "minutes": entry.minutes,
        "activity_id": entry.activity_id,
        "corrects_id": None,
        "by_id": owner.counsellor_id,
        "acted_as": ActedAs.COUNSELLOR,
        "through": Through.PAGE,
        "despite": None,
        "at": now(),
        "said_hash": None,
        "photo_sha256": None,
        "batch_id": None,
        "previous_hash": owner.ledger_hash,
    }
    return line | {"hash": hash_of(SimpleNamespace(**line))}


def write_line(line: dict[str, Any]) -> None:
    """Accept an entry by three bare statements, and commit."""
    with db.engine.begin() as connection:
        connection.execute(
            update(HoursEntry)
            .where(HoursEntry.id == line["entry_id"])
            .values(
                state=HoursState.ACCEPTED,
                accepted_at=line["at"],
                accepted_by_id=line["by_id"],
                version=HoursEntry.version + 1,
            )
        )
        connection.execute(insert(LedgerLine), line)
        connection.execute(
            update(Trajectory)
            .where(Trajectory.id == line["trajectory_id"])
            .values(
                ledger_length=line["number"],
                ledger_hash=line["hash"],
                version=Trajectory.version + 1,
            )
        )


def verified(product: Product) -> Timed:
    """The check of every chain beside a stream of the same rows."""
    with product.app.app_context():
        bare = seconds(stream)
        by_rules = seconds(check)
    return Timed("verify all", bare, by_rules, None)


def stream() -> int:
    """All entries and all lines, as `verify` needs them, and nothing done with them."""
    count = 0
    with reading() as connection:
        for question in (
            "SELECT * FROM hours_entries ORDER BY trajectory_id, id",
            "SELECT * FROM ledger_lines ORDER BY trajectory_id, number",
        ):
            found = connection.execution_options(stream_results=True).execute(text(question))
            for some in found.partitions(AT_A_TIME):
                count += len(some)
    return count


def check() -> None:
    """Every chain is whole, and there are as many entries as there are."""
    entries = 0
    with one_moment(db.session):
        for checked in check_ledgers(db.session):
            assert not checked.faults, checked
            entries += checked.entries
        assert entries == db.session.scalar(select(func.count()).select_from(HoursEntry))
