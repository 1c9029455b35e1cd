"""Two people at work over HTTP until the product dies, and what was answered to them."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.audit import AuditRow
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus
from meedoen.seeding.demo.people import PASSWORD
from meedoen.trajectories.models import Activity, HoursEntry
from meedoen.web.clock import today
from tests.safety.product import Browser, Product

DAYS = 170
"""How long the trajectory runs already: a day for each write of hours."""

TURNS = (("pauzeren", OfferStatus.PAUSED), ("hervatten", OfferStatus.PUBLISHED))


@dataclass
class Work:
    """A counsellor logs a day at a time; a member pauses an offer and shows it again."""

    product: Product
    activity: Activity
    offer_id: int
    first_version: int
    days: Iterator[int] = field(default_factory=lambda: iter(range(1, DAYS - 1)))
    turns: Iterator[tuple[str, OfferStatus]] = field(default_factory=lambda: cycle(TURNS))
    answered_days: list[date] = field(default_factory=list)
    possible: list[OfferStatus] = field(default_factory=lambda: [OfferStatus.PUBLISHED])
    """What the last answer made of the offer, and what was asked after it."""
    moved: threading.Condition = field(default_factory=threading.Condition)
    turned: int = 0
    answered: int = 0

    def __post_init__(self) -> None:
        self.counsellor = Browser(self.product)
        self.member = Browser(self.product)

    def sign_in(self) -> None:
        """Both sign in; their visits outlive a restart."""
        self.counsellor.sign_in("counsellor@demo.test", PASSWORD)
        self.member.sign_in("organisation@demo.test", PASSWORD)

    def log_hours(self) -> bool:
        """Log two hours on the next day; whether an answer came."""
        day = today() - timedelta(days=next(self.days))
        status, page = self.counsellor.open(
            f"/trajecten/{self.activity.trajectory_id}/uren",
            {
                "log-request_key": uuid4().hex,
                "log-activity": str(self.activity.id),
                "log-on_date": day.isoformat(),
                "log-begins_at": "09:30",
                "log-ends_at": "11:30",
            },
        )
        assert status in {0, 302, 303}, (status, page)
        if status:
            self.answered_days.append(day)
        return status != 0

    def turn(self) -> bool:
        """Pause the offer when it is shown, show it again when not; whether an answer came."""
        act, after = next(self.turns)
        self.possible.append(after)
        status, page = self.member.open(f"/beheer/aanbod/{self.offer_id}/{act}", {})
        assert status in {0, 302, 303}, (status, page)
        if status:
            self.possible = [after]
            self.turned += 1
        return status != 0

    def catch_up(self) -> None:
        """Look how the offer stands, and go on from there."""
        with self.product.session() as session:
            stands = session.get_one(Offer, self.offer_id).status
        self.possible = [stands]
        shown = stands is OfferStatus.PUBLISHED
        self.turns = cycle(TURNS if shown else TURNS[::-1])

    def until_killed(self, writes: int) -> None:
        """Both write, each as fast as they are answered; kill -9 after so many answers."""
        self.answered = 0
        threads = [
            threading.Thread(target=self.keep_on, args=(act,))
            for act in (self.log_hours, self.turn)
        ]
        for thread in threads:
            thread.start()
        with self.moved:
            assert self.moved.wait_for(lambda: self.answered >= writes, timeout=60)
        self.product.kill()
        for thread in threads:
            thread.join()

    def write(self, number: int) -> None:
        """Write so many times, one after the other."""
        for _ in range(number):
            assert self.log_hours()
            assert self.turn()

    def write_until(self, done: threading.Event) -> None:
        """Write until somebody says that it is enough."""
        while not done.is_set():
            self.write(1)

    def keep_on(self, act: Callable[[], bool]) -> None:
        """Write until no answer comes."""
        while act():
            with self.moved:
                self.answered += 1
                self.moved.notify()


def work_at(product: Product) -> Work:
    """The work that waits at a product made by the fixture."""
    with product.session() as session:
        activity = session.scalars(select(Activity)).one()
        offer = session.get_one(Offer, activity.offer_id)
    return Work(product, activity, offer.id, offer.version)


def audited(session: Session, act: str) -> list[int]:
    """The things on which an act stands in the trail, in order."""
    question = select(AuditRow.thing_id).where(AuditRow.act == act).order_by(AuditRow.id)
    return list(session.scalars(question))


def check_whole(work: Work) -> None:
    """All that was answered is there, and nothing is half: every change has its audit row."""
    check_hours(work)
    with work.product.session() as session:
        offer = session.get_one(Offer, work.offer_id)
        assert offer.status in work.possible
        assert count_turns(session, work) == offer.version - work.first_version >= work.turned


def check_hours(work: Work) -> None:
    """Every entry that was answered is there, and each has its one audit row."""
    with work.product.session() as session:
        entries = {row.id: row.on_date for row in session.scalars(select(HoursEntry))}
        assert set(work.answered_days) <= set(entries.values())
        assert sorted(audited(session, "log_hours")) == sorted(entries)


def count_turns(session: Session, work: Work) -> int:
    """How often the trail says that the offer was paused or shown again."""
    acts = audited(session, "pause_offer") + audited(session, "resume_offer")
    return acts.count(work.offer_id)
