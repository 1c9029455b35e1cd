"""Pages of rule sets: who reads them, who adds one, and that nothing is added unseen."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.roles.actions import give_role
from meedoen.accounts.terms import Role
from meedoen.trajectories.models import Activity
from meedoen.trajectories.rule_sets.forms import RuleSetForm
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.rule_sets.queries import find_last
from meedoen.trajectories.rule_sets.rules import VALUES
from meedoen.trajectories.terms import Obligation
from meedoen.web.clock import today
from tests import examples
from tests.conftest import PageClient

SignIn = Callable[[PageClient, Account], None]
KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def administrator(session: Session) -> Account:
    person = examples.person(session)
    give_role(
        session,
        person,
        Role.AGENCY_ADMINISTRATOR,
        agency_code="agii",
        by=None,
        at=examples.NOW,
    )
    session.commit()
    return person


@pytest.fixture
def managed(
    client: PageClient, joined: Activity, administrator: Account, sign_in: SignIn
) -> PageClient:
    """A browser in which an administrator is signed in, with one trajectory that runs."""
    sign_in(client, administrator)
    return client


def typed(session: Session, **changes: str) -> dict[str, str]:
    """The form as a copy of the last rule set, changed."""
    last = find_last(session)
    assert last is not None
    sent = {"request_key": KEY, "valid_from": today().isoformat(), "applies_to": "move"}
    for name in VALUES:
        value = getattr(last, name)
        if value is True or (value is not False and value is not None):
            said = " ".join(map(str, value)) if name == "reminder_days" else str(value)
            sent[name] = "y" if value is True else said
        sent[f"{name}_source"] = last.sources[name]["source"]
        if last.sources[name]["assumed"]:
            sent[f"{name}_assumed"] = "y"
    session.rollback()
    return sent | changes


NEW = {"target_minutes": "600", "target_minutes_source": "Nieuw decreet"}


def count(session: Session) -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(RuleSet)) or 0
    session.rollback()
    return found


def test_rule_sets_are_read_with_their_sources_and_marks(
    guided: PageClient, session: Session
) -> None:
    page = guided.get("/regels").get_data(as_text=True)
    for words in ("Vanaf 1 januari 2025", "geldt nu", "€\xa041,48", "Aanname", "melle.be"):
        assert words in page
    assert "Voeg regels toe" not in page
    assert guided.get("/regels/nieuw").status_code == 403
    assert guided.post("/regels/nieuw", data=typed(session)).status_code == 403


def test_who_does_not_guide_or_manage_does_not_read_them(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, examples.newcomer(session))
    assert client.get("/regels").status_code == 403


def test_a_new_rule_set_is_looked_at_and_added_once(
    managed: PageClient, session: Session, joined: Activity
) -> None:
    before = count(session)
    assert "Nieuw decreet" not in managed.get("/regels/nieuw").get_data(as_text=True)
    form = typed(session, **NEW, deadline_months="12", deadline_months_source="Wet")
    looked = managed.post("/regels/nieuw", data=form | {"act": "look"})
    page = looked.get_data(as_text=True)
    number, name = joined.trajectory_id, joined.trajectory.newcomer.name
    session.rollback()
    assert looked.status_code == 200
    assert "1 lopend traject gaat over naar deze regels." in page
    assert f"Traject {number}" in page
    assert name not in page
    assert count(session) == before
    seen = re.search(r'name="looked_at"\s+value="(\w+)"', page)
    assert seen
    do = form | {"act": "do", "looked_at": seen[1]}
    unseen = managed.post("/regels/nieuw", data=do | {"target_minutes": "900"})
    assert unseen.status_code == 200
    assert count(session) == before
    for _ in range(2):
        assert managed.post("/regels/nieuw", data=do).status_code == 303
    assert count(session) == before + 1
    session.expire_all()
    assert joined.trajectory.rule_set.target_minutes == 600
    session.rollback()
    assert "Nieuw decreet" in managed.get("/regels").get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_from": ""}, "Kies een dag."),
        ({"valid_from": "2024-06-01"}, "De laatste regels beginnen op"),
        ({"target_minutes": "veel"}, "heel getal"),
        ({"target_minutes": "9" * 30}, "heel getal"),
        ({"target_minutes": "0"}, "Kies een getal van 60 tot en met 60000."),
        ({"target_minutes": "600"}, "De waarde is anders."),
        ({"target_minutes_source": ""}, "Vul dit in."),
        ({"reminder_days": "vaak"}, "Schrijf getallen"),
        ({"reminder_days": "30 90"}, "het grootste eerst"),
        ({"applies_to": "everyone"}, "Kies"),
        ({"valid_from": (today() + timedelta(days=30)).isoformat()}, "Lopende trajecten gaan pas"),
    ],
)
def test_a_rule_set_that_cannot_be_is_refused_beside_its_box(
    managed: PageClient, session: Session, changes: dict[str, str], words: str
) -> None:
    sent = managed.post("/regels/nieuw", data=typed(session, **changes) | {"act": "look"})
    assert sent.status_code == 422
    assert words in sent.get_data(as_text=True)


def test_rules_for_later_move_nobody(
    managed: PageClient, session: Session, joined: Activity
) -> None:
    day = (today() + timedelta(days=30)).isoformat()
    form = typed(session, **NEW, valid_from=day, applies_to="keep")
    page = managed.post("/regels/nieuw", data=form | {"act": "look"}).get_data(as_text=True)
    assert "Geen enkel lopend traject" in page
    assert joined.trajectory.obligation is Obligation.REQUIRED


def test_each_value_has_its_three_boxes() -> None:
    for name in VALUES:
        assert all(hasattr(RuleSetForm, f"{name}{part}") for part in ("", "_source", "_assumed"))
