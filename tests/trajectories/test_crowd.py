"""The crowd that the bench measures is one that the product could have written itself."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.hours.crowd import Crowd, Size
from meedoen.accounts.models import Account
from meedoen.trajectories.caseload.inbox.queries import list_inbox
from meedoen.trajectories.caseload.queries import list_caseload
from meedoen.trajectories.ledger.queries import check_ledgers
from meedoen.trajectories.models import HoursEntry
from meedoen.trajectories.rule_sets.actions import load_rule_sets
from meedoen.trajectories.terms import HoursState
from meedoen.web.clock import now
from tests.trajectories.examples import RULES


def test_its_ledger_is_whole_and_its_counsellors_have_work(session: Session) -> None:
    load_rule_sets(session, RULES)
    Crowd(session.connection(), Size(counsellors=2, trajectories=5, entries=53), now()).write()
    checked = list(check_ledgers(session))
    assert [one.entries for one in checked] == [11, 11, 11, 10, 10]
    assert not [fault for one in checked for fault in one.faults]
    states = Counter(session.scalars(select(HoursEntry.state)))
    assert states[HoursState.CONFIRMED] == 10
    first = session.get_one(Account, 1)
    assert len(list_caseload(session, first, at=now())) == 3
    assert all(len(pile.to_accept) == 2 for pile in list_inbox(session, first, at=now()))
