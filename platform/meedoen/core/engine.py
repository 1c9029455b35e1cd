"""How a connection to the database behaves: SQLite made safe, and who may wait for whom."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event

WRITES: ContextVar[bool] = ContextVar("writes", default=True)
"""Whether what runs now may write. A page that only reads sets it to False."""

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "foreign_keys = ON",
    "busy_timeout = 5000",
)


def prepare(engine: Engine) -> None:
    """Make every connection of `engine` behave; PostgreSQL needs nothing.

    SQLite: WAL with FULL sync loses no answered write in a power cut; a writer takes its lock at
    BEGIN, so that it waits for another writer (5 s) in place of failing halfway.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if WRITES.get() else "BEGIN")
