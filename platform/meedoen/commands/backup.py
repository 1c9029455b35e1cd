"""`flask backup …`: one file that holds all state, made by the database's own means."""

import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import URL, inspect, make_url

from meedoen.commands.refused import Refused
from meedoen.settings import Settings
from meedoen.web.clock import now
from meedoen.web.session import db

backup = AppGroup("backup", help="Keep and bring back everything.")

FORMAT = 1
KEPT = ("secret_key", "uploads", "outbox")
"""What stands beside the database in DATA_DIR; the search index is rebuilt, so not kept."""


@backup.command("create")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def create(file: Path) -> None:
    """Write everything to FILE while people go on working."""
    if file.exists():
        raise Refused(f"{file} exists; a backup never overwrites another.")
    settings: Settings = current_app.config["SETTINGS"]
    with tempfile.TemporaryDirectory(dir=file.absolute().parent) as scratch:
        folder = Path(scratch)
        copy_database(settings, folder / "database")
        (folder / "about.json").write_text(json.dumps(about(settings, now())))
        whole = folder / "backup.tar.gz"
        with tarfile.open(whole, "w:gz") as archive:
            archive.add(folder / "about.json", "about.json")
            archive.add(folder / "database", "database")
            for name in KEPT:
                if (settings.data_dir / name).exists():
                    archive.add(settings.data_dir / name, name)
        whole.chmod(0o600)
        whole.rename(file)
    click.echo(f"{file}: {file.stat().st_size / 1_000_000:.1f} MB")


@backup.command("restore")
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
def restore(file: Path) -> None:
    """Bring FILE back in an empty DATA_DIR and an empty database."""
    settings: Settings = current_app.config["SETTINGS"]
    if inspect(db.engine).get_table_names():
        raise Refused("The database is not empty; restore in an empty one.")
    db.engine.dispose()
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as scratch:
        folder = Path(scratch)
        try:
            with tarfile.open(file) as archive:
                archive.extractall(folder, filter="data")
            known = json.loads((folder / "about.json").read_text())
        except (tarfile.TarError, OSError, EOFError, ValueError) as error:
            raise Refused(f"{file} is no backup of Meedoen: {error}") from error
        if known.get("format") != FORMAT or known.get("database") != kind(settings):
            raise Refused(f"{file} is of another kind: {known}")
        bring_back_database(settings, folder / "database")
        for name in KEPT:
            if (folder / name).exists():
                put_in_place(folder / name, settings.data_dir / name)
    click.echo(f"Restored what was kept on {known['at']}.")


def put_in_place(source: Path, target: Path) -> None:
    """Move a kept file or folder to where it belongs; a fresh one that stands there goes."""
    if target.is_file():
        target.unlink()
    elif target.is_dir() and not any(target.iterdir()):
        target.rmdir()
    source.rename(target)


def kind(settings: Settings) -> str:
    """`sqlite` or `postgresql`."""
    return make_url(settings.database_url).get_backend_name()


def about(settings: Settings, at: datetime) -> dict[str, object]:
    """What a backup says of itself."""
    return {"format": FORMAT, "database": kind(settings), "at": at.isoformat(timespec="seconds")}


def copy_database(settings: Settings, target: Path) -> None:
    """A consistent copy: SQLite's backup, or PostgreSQL's pg_dump."""
    url = make_url(settings.database_url)
    if kind(settings) == "sqlite":
        source = sqlite3.connect(str(url.database))
        copy = sqlite3.connect(target)
        with source, copy:
            source.backup(copy)
        source.close()
        copy.close()
        return
    run_postgres(url, "pg_dump", "--format=custom", f"--file={target}")


def bring_back_database(settings: Settings, source: Path) -> None:
    """The reverse of `copy_database`."""
    url = make_url(settings.database_url)
    if kind(settings) == "sqlite":
        database = Path(str(url.database))
        for leftover in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
            leftover.unlink(missing_ok=True)
        source.rename(database)
        return
    run_postgres(url, "pg_restore", "--no-owner", "--exit-on-error", str(source))


def run_postgres(url: URL, *command: str) -> None:
    """Run one of PostgreSQL's tools on the database of `url`; its last complaint becomes ours.

    The password goes through the environment, since everybody can read a command line.
    """
    address = URL.create("postgresql", url.username, None, url.host, url.port, url.database)
    named = (command[0], f"--dbname={address.render_as_string()}", *command[1:])
    environment = {**os.environ, "PGPASSWORD": url.password or ""}
    try:
        subprocess.run(named, check=True, capture_output=True, text=True, env=environment)
    except FileNotFoundError as error:
        raise Refused(f"{command[0]} is not installed (Debian: postgresql-client).") from error
    except subprocess.CalledProcessError as error:
        raise Refused(f"{command[0]}: {error.stderr.strip().splitlines()[-1]}") from error
