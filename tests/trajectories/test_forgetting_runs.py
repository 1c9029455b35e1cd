"""The nightly run: tells first, erases after, once, whoever runs beside it or is killed in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account, AccountRole, SignIn
from meedoen.accounts.terms import Role
from meedoen.core.audit import record
from meedoen.messages.models import OutgoingMessage
from meedoen.trajectories.forgetting.models import Erasure, ForgettingRun
from meedoen.trajectories.forgetting.queries import Scope, list_due_ids
from meedoen.trajectories.forgetting.running import actions
from meedoen.trajectories.forgetting.running.actions import TOLD, run_clock
from meedoen.trajectories.forgetting.running.queries import list_unused
from meedoen.trajectories.forgetting.terms import Because
from meedoen.trajectories.ledger.queries import check_ledgers
from meedoen.trajectories.models import Trajectory
from meedoen.web.session import db
from tests import examples
from tests.trajectories.lives import DUE, EMAIL, ended, person

NOTICE = timedelta(days=30)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


def run(session: Session, day: date) -> dict[str, int]:
    """A night; what it did, without what it did not."""
    done = run_clock(session, clock=lambda: at(day), base_url="http://here", counts={})
    session.expire_all()
    return {str(key): number for key, number in done.items()}


def mails(session: Session) -> list[OutgoingMessage]:
    return list(session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


def test_who_has_an_address_is_told_once_in_their_language_and_erased_on_the_day(
    session: Session,
) -> None:
    made = ended(session, person(session))
    assert run(session, DUE - NOTICE - timedelta(days=1)) == {}
    assert run(session, DUE - NOTICE) == {TOLD: 1}
    (mail,) = mails(session)
    assert (mail.recipient, mail.language) == (EMAIL, "ar")
    assert "http://here/ar/mijn-traject/dossier" in mail.body
    assert run(session, DUE - NOTICE) == {}
    assert run(session, DUE - timedelta(days=1)) == {}
    assert len(mails(session)) == 1
    assert run(session, DUE) == {Because.KEPT_LONG_ENOUGH: 1}
    assert session.get_one(Trajectory, made.id).erased_at == at(DUE)
    assert [one.recipient for one in mails(session)] in ([], [""])
    assert run(session, DUE + timedelta(days=1)) == {}


def test_when_nobody_looked_for_months_people_are_still_told_first(session: Session) -> None:
    ended(session, person(session))
    late = DUE + timedelta(days=100)
    assert run(session, late) == {TOLD: 1}
    assert run(session, late + NOTICE - timedelta(days=1)) == {}
    assert run(session, late + NOTICE) == {Because.KEPT_LONG_ENOUGH: 1}


def test_who_has_no_address_is_erased_on_the_day(session: Session) -> None:
    ended(session)
    assert run(session, DUE - timedelta(days=1)) == {}
    assert run(session, DUE) == {Because.KEPT_LONG_ENOUGH: 1}


def test_a_run_is_logged_with_what_it_did_and_under_which_rule(session: Session) -> None:
    made = ended(session)
    rule_set, agency = made.rule_set_id, made.agency_code
    run_clock(session, clock=lambda: at(DUE), base_url="http://here", counts={"visits": 3})
    logged = session.scalars(select(ForgettingRun)).one()
    assert (logged.began_at, logged.done_at) == (at(DUE), at(DUE))
    assert logged.counts == {"visits": 3, TOLD: 0}
    erased = session.scalars(select(Erasure)).one()
    assert (erased.run_id, erased.rule_set_id, erased.due_on) == (logged.id, rule_set, DUE)
    assert (erased.agency_code, erased.by_id, erased.trajectories) == (agency, None, 1)


def test_whoever_is_killed_halfway_has_erased_whole_people_and_the_next_run_goes_on(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [ended(session) for _ in range(3)]
    ids = [one.id for one in made]
    real, seen = actions.erase_person, []

    def dying(*args: object, **kwargs: object) -> object:
        seen.append(args)
        done = real(*args, **kwargs)  # type: ignore[arg-type]
        if len(seen) == 2:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(actions, "erase_person", dying)
    with pytest.raises(KeyboardInterrupt):
        run(session, DUE)
    session.rollback()
    monkeypatch.setattr(actions, "erase_person", real)

    def erased() -> list[bool]:
        session.expire_all()
        return [session.get_one(Trajectory, key).erased_at is not None for key in ids]

    assert erased() == [True, False, False]
    assert session.scalar(select(func.count()).select_from(Erasure)) == 1
    assert run(session, DUE) == {Because.KEPT_LONG_ENOUGH: 2}
    assert erased() == [True, True, True]
    assert [bool(one.done_at) for one in session.scalars(select(ForgettingRun))] == [False, True]
    assert not any(one.faults for one in check_ledgers(session))


def test_two_runs_at_once_erase_nobody_twice(
    app: APIFlask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        ended(session)
    session.commit()
    real, others = actions.erase_due, list[dict[str, int]]()

    def beside(*args: object, **kwargs: object) -> bool:
        if not others:
            others.append({})
            with Session(db.engine) as second:
                others[0] = run(second, DUE)
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "erase_due", beside)
    mine = run(session, DUE)
    assert others == [{Because.KEPT_LONG_ENOUGH: 3}]
    assert mine == {}
    assert session.scalar(select(func.count()).select_from(Erasure)) == 3


def test_an_account_that_nobody_uses_goes_and_its_owner_can_keep_it(session: Session) -> None:
    made = person(session)
    unused = date(2028, 3, 3)
    assert run(session, unused - NOTICE) == {TOLD: 1}
    assert "/ar/aanmelden" in mails(session)[0].body
    record(session, "sign_in", "account", made.id, by=made, at=at(unused - timedelta(days=9)))
    session.commit()
    assert run(session, unused) == {}
    later = date(2030, 2, 23)
    assert run(session, later - NOTICE) == {TOLD: 1}
    assert run(session, later) == {Because.UNUSED: 1}
    session.refresh(made)
    assert (made.name, made.email, made.erased_at) == ("(gewist)", None, at(later))
    assert not session.scalars(select(SignIn)).all()
    assert session.scalars(select(Erasure)).one().account_id == made.id


def kept(session: Session, account: Account) -> bool:
    session.flush()
    found = list_unused(session, until=date(2040, 1, 1), on=date(2028, 1, 1))
    return account.id not in {one.account.id for one in found}


def test_accounts_that_work_or_are_named_in_a_file_stay(session: Session) -> None:
    made = ended(session)
    counsellor, newcomer = made.counsellor, made.newcomer
    nobody, closed = examples.person(session), examples.person(session, "Weg")
    closed.roles.append(AccountRole(role=Role.COUNSELLOR, agency_code="agii"))
    assert kept(session, counsellor)
    assert kept(session, newcomer)
    assert kept(session, closed)
    assert not kept(session, nobody)
    closed.closed_at = examples.NOW
    assert not kept(session, closed)
    made.hours[0].accepted_by_id = closed.id
    assert kept(session, closed)


def test_a_list_of_who_is_due_asks_the_same_few_questions_whatever_its_length(
    session: Session,
) -> None:
    people = [ended(session).newcomer_id for _ in range(5)]
    found = list_due_ids(session, Scope(everything=True), until=DUE, offset=1, limit=3)
    assert found == people[1:4]
