"""Fresh test databases: a template made once by the migrations, copied for each test."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import make_url


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
    """A database of its own beside the one that the address names, copied from a template."""

    def __init__(self, address: str, name: str) -> None:
        url = make_url(address)
        self.name = f"{url.database}_{name}_{os.getpid()}"
        self.server = psycopg.connect(
            url.set(drivername="postgresql").render_as_string(hide_password=False),
            autocommit=True,
        )
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

    def restore(self) -> None:
        self.run(
            'DROP DATABASE IF EXISTS "{0}" WITH (FORCE)',
            'CREATE DATABASE "{0}" TEMPLATE "{0}_template"',
        )

    def remove(self) -> None:
        self.run('DROP DATABASE IF EXISTS "{0}" WITH (FORCE)', 'DROP DATABASE "{0}_template"')
        self.server.close()


def open_databases(folder: Path, worker: str) -> tuple[Databases, Callable[[], None]]:
    """The databases of this run (DATABASE_URL decides which kind), and how to clear them away."""
    address = os.environ.get("DATABASE_URL", "")
    if address.startswith("postgresql"):
        databases = PostgresDatabases(address, worker)
        return databases, databases.remove
    return SqliteFiles(folder), lambda: None
