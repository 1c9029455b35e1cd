"""A form and its twin, sent at the same moment: one acts, the other finds what it did."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pkgutil import resolve_name
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.accounts.visits.actions import count_attempt
from meedoen.accounts.visits.rules import LIMITS
from meedoen.accounts.visits.terms import Attempt
from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferType
from meedoen.offers.writing.actions import draft_offer
from meedoen.organisations.members.actions import register_by_account
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationKind
from meedoen.trajectories.exporting.actions import make_export
from meedoen.trajectories.exporting.queries import Scope
from meedoen.trajectories.exporting.terms import ExportScope
from meedoen.trajectories.forgetting.actions import place_legal_hold
from meedoen.trajectories.forgetting.queries import find_file_of
from meedoen.trajectories.rule_sets.actions import add_rule_set
from meedoen.trajectories.rule_sets.queries import find_last
from meedoen.trajectories.rule_sets.terms import AppliesTo
from meedoen.web.session import db
from tests import examples
from tests.dashboards.test_protocols import record
from tests.examples import MECHELEN, NOW
from tests.organisations.test_actions import NUMBER, visitor
from tests.participation.test_actions import ask
from tests.trajectories.examples import trajectory
from tests.trajectories.test_actions import opening
from tests.trajectories.test_rule_sets import draft

Act = Callable[[Session], Any]
"""What the form does, for whoever has this session."""

HERE = "192.0.2.1"
KEY = "a" * 32


@pytest.fixture(autouse=True)
def letters(app: APIFlask) -> Iterator[None]:
    """Letters are written inside the application."""
    with app.test_request_context():
        yield


def administrator(session: Session) -> int:
    return examples.person_with(session, Role.AGENCY_ADMINISTRATOR, agency_code="agii").id


def one_try_left(session: Session, kind: Attempt, who: str) -> None:
    for _ in range(LIMITS[kind].per_account - 1):
        count_attempt(session, kind, who=who, address=HERE, at=NOW)


def register_a_number(session: Session) -> Act:
    facts = {"kind": OrganisationKind.NON_PROFIT, "enterprise_number": NUMBER}
    return lambda own: visitor(own, KEY, "sara@brug.test", **facts)


def register_with_the_last_try(session: Session) -> Act:
    by_id = examples.person(session).id
    one_try_left(session, Attempt.REGISTER, f"account {by_id}")
    return lambda own: register_by_account(
        own,
        request_key=KEY,
        by=own.get_one(Account, by_id),
        address=HERE,
        at=NOW,
        name="De Brug",
        kind=OrganisationKind.DE_FACTO,
        nis=MECHELEN,
    )


def ask_with_the_last_try(session: Session) -> Act:
    offer_id = examples.offer(session, examples.organisation(session), "Praattafel").id
    one_try_left(session, Attempt.JOIN, "amina@voorbeeld.be")
    return lambda own: ask(own, own.get_one(Offer, offer_id))


def draft_an_offer(session: Session) -> Act:
    host_id, by_id = examples.organisation(session).id, examples.person(session).id
    return lambda own: draft_offer(
        own,
        own.get_one(Organisation, host_id),
        type=OfferType.BUDDY,
        title="Buddy",
        request_key=KEY,
        by=own.get_one(Account, by_id),
        at=NOW,
    )


def write_a_protocol_down(session: Session) -> Act:
    by_id = administrator(session)
    return lambda own: record(own, own.get_one(Account, by_id))


def open_for_a_new_address(session: Session) -> Act:
    counsellor_id = examples.counsellor(session).id
    opening(session)  # Loads the rules.
    return lambda own: opening(
        own,
        counsellor=own.get_one(Account, counsellor_id),
        email="amina@post.test",
        request_key=KEY,
    )


def add_rules(session: Session) -> Act:
    trajectory(session)
    by_id = administrator(session)
    new = draft(find_last(session), applies_to=AppliesTo.MOVE, target_minutes=600)
    return lambda own: add_rule_set(
        own, new, by=own.get_one(Account, by_id), at=NOW, request_key=KEY
    )


def export(session: Session) -> Act:
    trajectory(session)
    by_id = administrator(session)
    return lambda own: make_export(
        own,
        Scope(ExportScope.AGENCY, "agii"),
        by=own.get_one(Account, by_id),
        at=NOW,
        request_key=KEY,
    )


def hold_a_file(session: Session) -> Act:
    whose, by_id = trajectory(session).newcomer_id, administrator(session)

    def act(own: Session) -> Any:
        file = find_file_of(own, whose, on=NOW.date())
        assert file is not None
        return place_legal_hold(
            own,
            file,
            reason="Er loopt een klacht.",
            until=date(2026, 4, 1),
            by=own.get_one(Account, by_id),
            at=NOW,
            request_key=KEY,
        )

    return act


FORMS: list[tuple[Callable[[Session], Act], str]] = [
    (register_a_number, "organisations.queries.find_by_request"),
    (register_with_the_last_try, "organisations.members.actions.find_by_request"),
    (ask_with_the_last_try, "participation.actions.find_by_request"),
    (draft_an_offer, "offers.writing.actions.find_by_request"),
    (write_a_protocol_down, "dashboards.protocols.actions.find_by_request"),
    (open_for_a_new_address, "trajectories.queries.find_by_request"),
    (add_rules, "trajectories.rule_sets.queries.find_by_request"),
    (export, "trajectories.exporting.actions.find_by_request"),
    (hold_a_file, "trajectories.forgetting.actions.find_hold_by_request"),
]
"""Forms that act on no trajectory that they could hold, and by which look they know their twin."""


@contextmanager
def impatient() -> Iterator[Session]:
    """A session that gives up where it would have to wait for another one."""
    with db.engine.connect() as connection:
        waits = {"sqlite": "PRAGMA busy_timeout = 0", "postgresql": "SET lock_timeout = 1"}
        connection.connection.cursor().execute(waits[connection.dialect.name])
        with Session(connection) as own:
            yield own
        connection.invalidate()


def twin_after(monkeypatch: pytest.MonkeyPatch, look: str, act: Act) -> None:
    """Let a twin act, if nothing keeps it, as soon as the form looked for it in vain."""
    real = resolve_name(f"meedoen.{look}")

    def look_in_vain(*args: Any, **facts: Any) -> Any:
        found = real(*args, **facts)
        monkeypatch.setattr(f"meedoen.{look}", real)
        with impatient() as twin:
            try:
                act(twin)
                twin.commit()
            except OperationalError:
                twin.rollback()
        return found

    monkeypatch.setattr(f"meedoen.{look}", look_in_vain)


def how_many_acts(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditRow)) or 0


@pytest.mark.parametrize(("form", "look"), FORMS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_form_and_its_twin_are_one_act_and_neither_is_refused(
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    form: Callable[[Session], Act],
    look: str,
) -> None:
    act = form(session)
    session.commit()
    twin_after(monkeypatch, look, act)
    made = act(session).id
    session.commit()
    acts = how_many_acts(session)
    session.rollback()
    with Session(db.engine) as twin:
        assert act(twin).id == made
        assert how_many_acts(twin) == acts


@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgresql"),
    reason="on SQLite a writer is alone",
)
def test_where_the_form_is_not_held_its_twin_makes_a_rule_refuse_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = write_a_protocol_down(session)
    session.commit()
    module = "meedoen.dashboards.protocols.actions"
    monkeypatch.setattr(f"{module}.hold_form", lambda *_: None)
    twin_after(monkeypatch, "dashboards.protocols.actions.find_by_request", act)
    with pytest.raises(RuleBroken, match="protocol_known"):
        act(session)
