"""The nightly run, a transaction a person: whoever is killed in it loses nothing, the next goes on.

Unlike other actions these commit by themselves, after each person, so that what is done is done.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.core.errors import RuleBroken
from meedoen.messages.actions import queue_message
from meedoen.messages.documents import Letter
from meedoen.trajectories.forgetting import documents
from meedoen.trajectories.forgetting.actions import (
    erase_person,
    erase_unused_account,
    held_file,
)
from meedoen.trajectories.forgetting.models import ForgettingRun
from meedoen.trajectories.forgetting.queries import (
    PersonFile,
    Scope,
    list_due_ids,
    list_files,
    notice_days,
)
from meedoen.trajectories.forgetting.rules import tells_on, told_since
from meedoen.trajectories.forgetting.running.queries import list_unused
from meedoen.trajectories.forgetting.terms import Because
from meedoen.trajectories.rules import local

EVERYBODY = Scope(everything=True)

AT_ONCE = 200

TOLD = "told"
"""Under this name a run counts to whom it wrote."""


def run_clock(
    session: Session, *, clock: Callable[[], datetime], base_url: str, counts: Mapping[str, int]
) -> Counter[str]:
    """Tell who will be erased, then erase who is due; gives how many of each. Commits as it goes.

    `counts` is what was forgotten beside people, for the log. Two runs at once erase nobody twice:
    each looks again at a person whom it holds.
    """
    at = clock()
    on = local(at).date()
    run = ForgettingRun(began_at=at, counts=dict(counts))
    session.add(run)
    session.commit()
    key, done = run.id, Counter[str]()
    for what in work(session, key, on=on, at=at, base_url=base_url):
        done[what] += 1
    run = session.get_one(ForgettingRun, key)
    run.done_at = clock()
    run.counts = {**run.counts, TOLD: done[TOLD]}
    session.commit()
    return done


def work(session: Session, run_id: int, *, on: date, at: datetime, base_url: str) -> Iterator[str]:
    """All that is to be done, one thing after the other; says what each was, once it is kept."""
    ahead = on + timedelta(days=notice_days(session, on))
    for number in list_wanted(session, is_to_be_told, until=ahead, on=on):
        if tell_person(session, number, on=on, at=at, base_url=base_url):
            session.commit()
            yield TOLD
        session.rollback()
    for number in list_wanted(session, is_to_be_erased, until=on, on=on):
        if erase_due(session, number, at=at, run_id=run_id):
            session.commit()
            yield Because.KEPT_LONG_ENOUGH
        session.rollback()
    for number in [one.account.id for one in list_unused(session, until=ahead, on=on)]:
        if what := look_at_account(session, number, run_id, on=on, at=at, base_url=base_url):
            session.commit()
            yield what
        session.rollback()


def list_wanted(
    session: Session, wanted: Callable[[PersonFile, date], bool], *, until: date, on: date
) -> list[int]:
    """The people who are due until a day and of whose files something is wanted, by number.

    Files are read a piece at a time, and nobody waits for them; whoever acts looks again.
    """
    ids, found = list_due_ids(session, EVERYBODY, until=until), list[int]()
    for start in range(0, len(ids), AT_ONCE):
        files = list_files(session, ids[start : start + AT_ONCE], on=on)
        found += [file.account.id for file in files if wanted(file, on)]
        session.rollback()
    return found


def is_to_be_erased(file: PersonFile, on: date) -> bool:
    """Whether nothing keeps the clock from erasing this file today."""
    return not file.reasons_not_yet(on)


def is_to_be_told(file: PersonFile, on: date) -> bool:
    """Whether the person of this file is to be told today that it will be erased."""
    due, notice = file.due_on, file.notice
    if due is None or not notice.reachable or file.reasons_not_erased(on):
        return False
    return on >= tells_on(due, notice) and told_since(notice, due) is None


def tell_person(
    session: Session, account_id: int, *, on: date, at: datetime, base_url: str
) -> bool:
    """Tell somebody, once, from so many days before their file is due; whether it was done."""
    file = held_file(session, account_id, on=on)
    day = file.erased_on(on) if file else None
    if file is None or day is None or not is_to_be_told(file, on):
        return False
    letter = documents.file_letter(file.account, day=day, base_url=base_url)
    return write(session, file.account, letter, on, at)


def write(session: Session, account: Account, letter: Letter, on: date, at: datetime) -> bool:
    """Put a letter to this person in the outbox; the same day writes once."""
    account.told_on = on
    key = f"erasure/{account.id}/{on.isoformat()}"
    queue_message(session, key=key, recipient=account.email or "", letter=letter, at=at)
    audit.record(
        session, "announce_erasure", "account", account.id, by=None, at=at, through="command"
    )
    session.flush()
    return True


def erase_due(session: Session, account_id: int, *, at: datetime, run_id: int) -> bool:
    """Erase somebody unless something stands in the way; whether it was done."""
    try:
        erased = erase_person(
            session,
            account_id,
            because=Because.KEPT_LONG_ENOUGH,
            by=None,
            at=at,
            run_id=run_id,
        )
    except RuleBroken:
        return False
    return erased is not None


def look_at_account(
    session: Session, account_id: int, run_id: int, *, on: date, at: datetime, base_url: str
) -> str | None:
    """Tell the owner of an account that nobody uses, or erase it; what was done."""
    session.scalar(select(Account.id).where(Account.id == account_id).with_for_update())
    ahead = on + timedelta(days=notice_days(session, on))
    found = list_unused(session, until=ahead, on=on, only=account_id)
    if not found:
        return None
    one = found[0]
    due = one.unused.kept_until
    if one.notice.reachable and not told_since(one.notice, due):
        day = one.erased_on(on)
        letter = documents.account_letter(one.account, day=day, base_url=base_url)
        write(session, one.account, letter, on, at)
        return TOLD
    if one.erased_on(on) > on:
        return None
    erased = erase_unused_account(session, account_id, due=due, at=at, run_id=run_id)
    return Because.UNUSED if erased else None
