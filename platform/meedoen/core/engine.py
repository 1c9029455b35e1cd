"""How a connection to the database behaves: SQLite made safe, and who may wait for whom."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

WRITES: ContextVar[bool] = ContextVar("writes", default=True)
"""Whether what runs now may write. A page that only reads sets it to False."""

PATIENCE_MS = 5000
"""How long a writer waits for another one, in milliseconds, before the person is told to retry."""

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "foreign_keys = ON",
    f"busy_timeout = {PATIENCE_MS}",
)


def engine_options(url: str) -> dict[str, Any]:
    """What SQLAlchemy must know to make the engine for the database of `url`.

    Parameters stay out of errors, so that no name or token lands in a log.
    """
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("postgresql"):
        options["connect_args"] = {"options": f"-c lock_timeout={PATIENCE_MS}"}
    return options


def prepare(engine: Engine) -> None:
    """Make every connection of `engine` behave; PostgreSQL is told by `engine_options`.

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


def hold_form(session: Session, request_key: str | None) -> None:
    """Keep a form from its twin, sent at the same moment, until this transaction ends.

    Call it before asking what the form did: whoever waited here sees all that the twin did, and is
    not refused for it by a rule. On SQLite the twin waits already: a writer is alone there.
    """
    if request_key and session.get_bind().dialect.name == "postgresql":
        number = func.hashtextextended(request_key, 0)
        session.execute(select(func.pg_advisory_xact_lock(number)))


def drop_old_pages(engine: Engine) -> None:
    """Let SQLite empty its log, in which pages lie as they were before something was erased.

    While somebody reads, it empties as much as it can; the next time does the rest.
    """
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
