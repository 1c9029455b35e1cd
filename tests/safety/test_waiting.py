"""On PostgreSQL a writer waits for another one as long as on SQLite, not for ever."""

import os

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from meedoen.web.session import db
from tests import examples

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgresql"),
    reason="SQLite is told by its busy timeout",
)


def test_a_writer_waits_five_seconds_at_most(session: Session) -> None:
    assert session.scalar(text("SHOW lock_timeout")) == "5s"


def test_a_writer_that_waited_too_long_is_told(session: Session) -> None:
    account = examples.newcomer(session)
    session.commit()
    held = text("SELECT id FROM accounts WHERE id = :id FOR UPDATE")
    session.execute(held, {"id": account.id})
    with Session(db.engine) as other:
        other.execute(text("SET lock_timeout = '20ms'"))
        with pytest.raises(OperationalError):
            other.execute(held, {"id": account.id})
