"""Fresh test databases: a template made once by the migrations, copied for each test."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import URL, make_url


class Databases(Protocol):
    """A way to make the database as it was when the template was kept."""

    url: str

    def keep(self) -> None:
        """Keep the present content as the template. Nobody may be connected."""

    def restore(self) -> None:
        """Bring the template back. Nobody may be connected."""


class SqliteFiles:
    """One file, copied from a template file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "meedoen.db"
        self.template = folder / "template.db"
        self.url = f"sqlite:///{self.file}"

    def keep(self) -> None:
        shutil.copyfile(self.file, self.template)

    def restore(self) -> None:
        for leftover in (self.file, Path(f"{self.file}-wal"), Path(f"{self.file}-shm")):
            leftover.unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)


class PostgresDatabases:
    """A database of its own beside the one that the address names.

    What changed is put back table by table, for a database anew costs a third of a second; where a
    migration ran, or a table or trigger was dropped, it is made anew from a template.
    """

    def __init__(self, address: str, name: str) -> None:
        url = make_url(address)
        self.name = f"{url.database}_{name}_{os.getpid()}"
        self.server = _connected(url)
        self.url = (url.set(database=self.name, drivername="postgresql+psycopg")).render_as_string(
            hide_password=False
        )
        self.run('DROP DATABASE IF EXISTS "{0}"', 'CREATE DATABASE "{0}"')

    def run(self, *statements: str) -> None:
        for statement in statements:
            self.server.execute(statement.format(self.name).encode())

    def keep(self) -> None:
        self.run(
            'DROP DATABASE IF EXISTS "{0}_template"',
            'CREATE DATABASE "{0}_template" TEMPLATE "{0}"',
        )
        self.watch()

    def watch(self) -> None:
        """Keep a copy of each table, and note from now on which of them are written."""
        self.inside = _connected(make_url(self.url))
        self.inside.execute(_WATCH)

    def restore(self) -> None:
        self.inside.execute(_DISCONNECT)
        touched = [name for (name,) in self.inside.execute(_TOUCHED)]
        if "alembic_version" in touched or self.inside.execute(_RESHAPED).rowcount:
            self.inside.close()
            self.run(
                'DROP DATABASE "{0}" WITH (FORCE)',
                'CREATE DATABASE "{0}" TEMPLATE "{0}_template"',
            )
            self.watch()
            return
        back = [
            f'DELETE FROM "{name}"; INSERT INTO "{name}" SELECT * FROM kept."{name}";'
            for name in touched
        ]
        # A replica asks no foreign key, so that tables may come in any order.
        with self.inside.transaction():
            self.inside.execute("SET LOCAL session_replication_role = replica")
            self.inside.execute("".join(back).encode())
            self.inside.execute("TRUNCATE kept.touched")
            self.inside.execute("SELECT setval(name, last, called) FROM kept.sequences")

    def remove(self) -> None:
        self.inside.close()
        self.run('DROP DATABASE IF EXISTS "{0}" WITH (FORCE)', 'DROP DATABASE "{0}_template"')
        self.server.close()


_DISCONNECT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_TOUCHED = "SELECT DISTINCT name FROM kept.touched"
_RESHAPED = """
SELECT FROM kept.triggers WHERE how_many <> (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal)
"""
_WATCH = """
CREATE SCHEMA kept;
CREATE TABLE kept.touched (name text);
CREATE TABLE kept.sequences AS
    SELECT format('%I', sequencename) AS name, coalesce(last_value, start_value) AS last,
        last_value IS NOT NULL AS called
    FROM pg_sequences WHERE schemaname = 'public';
CREATE FUNCTION kept.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO kept.touched VALUES (TG_TABLE_NAME);
    RETURN NULL;
END $$;
DO $$
DECLARE one text;
BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', one, one);
        EXECUTE format(
            'CREATE TRIGGER touch AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.%I'
            ' EXECUTE FUNCTION kept.touch()', one);
    END LOOP;
END $$;
CREATE TABLE kept.triggers AS
    SELECT count(*) AS how_many FROM pg_trigger WHERE NOT tgisinternal;
"""


def _connected(url: URL) -> "psycopg.Connection[tuple[str]]":
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


def open_databases(folder: Path, worker: str) -> tuple[Databases, Callable[[], None]]:
    """The databases of this run (DATABASE_URL decides which kind), and how to clear them away."""
    address = os.environ.get("DATABASE_URL", "")
    if address.startswith("postgresql"):
        databases = PostgresDatabases(address, worker)
        return databases, databases.remove
    return SqliteFiles(folder), lambda: None
