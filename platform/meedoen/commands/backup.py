"""`flask backup …`: one file that holds all state; how a database is copied is in `copies`."""

import gzip
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from datetime import datetime
from pathlib import Path, PurePosixPath

import click
from flask import current_app

from meedoen.commands.copies import bring_back_database, copy_database, is_empty
from meedoen.commands.migrations import bring_up_to_date
from meedoen.commands.refused import PlainGroup, Refused
from meedoen.commands.search import INDEX_LACKS, rebuild_index
from meedoen.commands.stopped import keep, unbroken, when_stopped
from meedoen.settings import Settings
from meedoen.web.clock import now
from meedoen.web.session import db

backup = PlainGroup("backup", help="Keep and bring back everything.")

FORMAT = 1
KEPT = ("secret_key", "signing.pem", "uploads", "outbox", "boundaries.json")
"""What stands beside the database in DATA_DIR; the search index is rebuilt, so not kept."""

ELSEWHERE = "restore in an empty DATA_DIR and an empty database"

MEBIBYTE = 1024 * 1024


@backup.command("create")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def create(file: Path) -> None:
    """Write everything to FILE while people go on working; a half one never bears the name."""
    if is_empty(db.engine):
        raise Refused("The database is empty; there is nothing to keep.")
    settings: Settings = current_app.config["SETTINGS"]
    when_stopped("no backup was made, and nothing is left of it.")
    try:
        if not file.name or file.exists():
            raise Refused(f"{file} exists; a backup never overwrites another. Take a new name.")
        with tempfile.TemporaryDirectory(
            dir=file.absolute().parent, prefix=f".{file.name}."
        ) as scratch:
            click.echo("Copying the database")
            copy_database(db.engine.url, Path(scratch) / "database")
            click.echo("Packing")
            packed = pack(settings, Path(scratch), now())
            keep(lambda: packed.rename(file), f"{file} is whole.")
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror or error}") from error
    click.echo(f"{file}: {file.stat().st_size / 1_000_000:.1f} MB")


def pack(settings: Settings, folder: Path, at: datetime) -> Path:
    """Put the copy in `folder` and what stands beside the database in one file, safe on disk."""
    about = {
        "format": FORMAT,
        "database": db.engine.url.get_backend_name(),
        "at": at.isoformat(timespec="seconds"),
    }
    (folder / "about.json").write_text(json.dumps(about))
    whole = folder / "backup.tar.gz"
    with open(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as archive:
            archive.add(folder / "about.json", "about.json")
            archive.add(folder / "database", "database")
            for name in KEPT:
                add(archive, settings.data_dir / name, name)
        stream.flush()
        os.fsync(stream.fileno())
    return whole


def add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    """Add a file, or a folder with all in it; one that goes away meanwhile is left out."""
    try:
        archive.add(path, name, recursive=False)
    except FileNotFoundError:
        return
    if path.is_dir():
        for part in sorted(path.iterdir()):
            # What begins with a dot is being written; it gets its name when it is whole.
            if not part.name.startswith("."):
                add(archive, part, f"{name}/{part.name}")


@backup.command("restore")
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
def restore(file: Path) -> None:
    """Bring FILE back in an empty DATA_DIR and an empty database."""
    settings: Settings = current_app.config["SETTINGS"]
    require_empty(settings)
    db.engine.dispose()
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".restore.") as scratch:
        folder = Path(scratch)
        click.echo("Unpacking")
        known = unpack(file, folder)
        kind = db.engine.url.get_backend_name()
        if known.get("format") != FORMAT or known.get("database") != kind:
            raise Refused(f"{file} is of another kind ({known}); this database is {kind}.")
        bring_back(settings, folder)
    click.echo(f"Restored what was kept on {known['at']}.")
    bring_up_to_date()
    when_stopped(f"all is restored; {INDEX_LACKS}")
    made = rebuild_index()
    click.echo(f"{made} offers in the index")


def require_empty(settings: Settings) -> None:
    """Raises Refused when a restore would overwrite something."""
    if not is_empty(db.engine):
        raise Refused(f"The database is not empty; {ELSEWHERE}.")
    for name in KEPT:
        target = settings.data_dir / name
        if target.is_dir() and any(target.iterdir()):
            raise Refused(f"{target} is not empty; {ELSEWHERE}.")


def bring_back(settings: Settings, folder: Path) -> None:
    """Put what was unpacked in `folder` where it belongs; Ctrl-C waits until all of it is there."""
    with unbroken():
        shutil.rmtree(settings.index_dir, ignore_errors=True)
        bring_back_database(db.engine.url, folder / "database")
        for name in KEPT:
            if (folder / name).exists():
                put_in_place(folder / name, settings.data_dir / name)
        when_stopped("all is restored, but not up to date; do that: flask --app app start")


def unpack(file: Path, folder: Path) -> dict[str, object]:
    """Unpack a whole and undamaged backup in `folder`; gives what it says of itself."""
    try:
        check_sum(file)
        with tarfile.open(file, "r:gz") as archive:
            for member in archive:
                unpack_member(archive, member, folder)
        known = json.loads((folder / "about.json").read_text())
        if not isinstance(known, dict) or "at" not in known or not (folder / "database").is_file():
            raise ValueError("it holds something else")
    except (tarfile.TarError, zlib.error, OSError, EOFError, ValueError) as error:
        raise Refused(f"{file} is no whole backup of Meedoen: {error}") from error
    return known


def unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Unpack one file or folder of a backup, for its owner alone; raises ValueError for others.

    By hand, since Python before 3.11.4 has no filter that keeps a hostile archive in its folder.
    """
    parts = PurePosixPath(member.name).parts
    if not parts or parts[0] not in {"about.json", "database", *KEPT} or ".." in parts:
        raise ValueError(f"{member.name!r} does not belong in it")
    target = folder.joinpath(*parts)
    content = archive.extractfile(member) if member.isfile() else None
    if member.isdir():
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
    elif content is not None:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with target.open("xb") as file:
            target.chmod(0o600)
            shutil.copyfileobj(content, file)
    else:
        raise ValueError(f"{member.name!r} is neither a file nor a folder")


def check_sum(file: Path) -> None:
    """Read all of a compressed file, since its checksum stands at the end. Raises OSError."""
    with gzip.open(file) as stream:
        while stream.read(MEBIBYTE):
            pass


def put_in_place(source: Path, target: Path) -> None:
    """Move a kept file or folder to where it belongs; a fresh one that stands there goes."""
    if target.is_dir():
        target.rmdir()
    source.replace(target)
