"""A full disk and a locked database: reads go on, writes are answered in words, nothing changes."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.audit import AuditRow
from meedoen.web.session import db
from tests import examples

pytestmark = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgresql"),
    reason="SQLite's own ways of being locked and full",
)


@pytest.fixture
def at_each_connection(session: Session) -> Iterator[Callable[[str], None]]:
    """`at_each_connection("PRAGMA …")` from now on, for this test."""
    engine = db.engine
    heard: list[Callable[..., None]] = []

    def add(statement: str) -> None:
        def run(connection: Any, record: Any) -> None:
            connection.execute(statement)

        engine.dispose()
        event.listen(engine, "connect", run)
        heard.append(run)

    yield add
    for run in heard:
        event.remove(engine, "connect", run)
    engine.dispose()


@pytest.fixture
def own_page(
    session: Session, client: FlaskClient, sign_in: Callable[[FlaskClient, Account], None]
) -> Account:
    """Somebody who is signed in and can change their name."""
    account = examples.newcomer(session)
    sign_in(client, account)
    return account


def change_name(client: FlaskClient, name: str) -> Any:
    """Send the form of one's own name."""
    return client.post("/account", data={"name": name, "phone": ""})


def names_and_rows(engine: Engine) -> tuple[str | None, int | None]:
    """What a change would change: the name, and the audit trail."""
    with Session(engine) as session:
        name = session.scalar(select(Account.name))
        count = session.scalar(select(func.count(AuditRow.id)))
        session.rollback()
        return name, count


def test_a_locked_database_answers_503_with_a_time_to_try_again(
    client: FlaskClient,
    session: Session,
    own_page: Account,
    at_each_connection: Callable[[str], None],
) -> None:
    before = names_and_rows(db.engine)
    at_each_connection("PRAGMA busy_timeout = 20")
    with db.engine.connect() as holder:  # begins with BEGIN IMMEDIATE
        holder.execute(text("SELECT 1"))
        refused = change_name(client, "Amina Nieuw")
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) > 0
        assert "<h1" in refused.get_data(as_text=True)
        assert client.get("/account").status_code == 200
    assert names_and_rows(db.engine) == before
    assert change_name(client, "Amina Nieuw").status_code == 303
    assert names_and_rows(db.engine)[0] == "Amina Nieuw"


def test_a_full_disk_answers_507_while_reads_go_on(
    client: FlaskClient,
    session: Session,
    own_page: Account,
    at_each_connection: Callable[[str], None],
) -> None:
    with db.engine.connect() as reader:
        pages = reader.execute(text("PRAGMA page_count")).scalar_one()
    at_each_connection(f"PRAGMA max_page_count = {pages}")
    answers = []
    while 507 not in answers:
        before = names_and_rows(db.engine)
        refused = change_name(client, f"Amina {'a' * (len(answers) % 100)}")
        answers.append(refused.status_code)
        assert len(answers) < 500, "the disk never filled"
    assert set(answers) <= {303, 507}
    assert "<h1" in refused.get_data(as_text=True)
    assert names_and_rows(db.engine) == before
    for page in ("/account", "/aanbod", "/"):
        assert client.get(page).status_code == 200
