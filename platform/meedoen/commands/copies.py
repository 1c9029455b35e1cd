"""Copies of the database by its own means, and back; what stands beside it is in `backup`."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Engine, inspect

from meedoen.commands.refused import Refused, Trouble


def is_empty(engine: Engine) -> bool:
    """Whether the database holds no table; one of SQLite that is not there is not made."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
        return True
    return not inspect(engine).get_table_names()


def copy_database(url: URL, target: Path) -> None:
    """Write a consistent copy to `target` while others write. Raises Trouble, Refused."""
    if url.get_backend_name() != "sqlite":
        run_postgres(url, "pg_dump", "--format=custom", f"--file={target}")
        return
    try:
        with (
            closing(sqlite3.connect(str(url.database))) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise Trouble(f"The database cannot be copied: {error}") from error
    if said != "ok":
        raise Trouble(f"The database is damaged: {said}")


def bring_back_database(url: URL, source: Path) -> None:
    """Make the empty database of `url` what `copy_database` kept. Raises Refused."""
    if url.get_backend_name() != "sqlite":
        run_postgres(
            url, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(source)
        )
        return
    try:
        with closing(sqlite3.connect(source)) as copy:
            copy.execute("PRAGMA schema_version").fetchone()
    except sqlite3.Error as error:
        raise Refused(f"The backup holds no database: {error}") from error
    database = Path(str(url.database))
    for leftover in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
        leftover.unlink(missing_ok=True)
    source.chmod(0o600)
    shutil.move(source, database)


def run_postgres(url: URL, *command: str) -> None:
    """Run one of PostgreSQL's tools on the database of `url`; its last complaint becomes ours.

    The password goes through the environment, since everybody can read a command line. The tool
    does not hear Ctrl-C itself: who runs it decides what becomes of it.
    """
    address = url.set(drivername="postgresql", password=None)
    named = (
        command[0],
        "--no-password",
        f"--dbname={address.render_as_string()}",
        *command[1:],
    )
    environment = {**os.environ, **({"PGPASSWORD": url.password} if url.password else {})}
    try:
        subprocess.run(
            named, check=True, capture_output=True, text=True, env=environment, process_group=0
        )
    except FileNotFoundError as error:
        raise Refused(f"{command[0]} is not installed (Debian: postgresql-client).") from error
    except subprocess.CalledProcessError as error:
        complaint = (error.stderr.strip().splitlines() or ["it failed and said nothing"])[-1]
        raise Refused(f"{command[0]}: {complaint}") from error
