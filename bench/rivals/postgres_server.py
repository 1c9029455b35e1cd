"""A throw-away PostgreSQL server for the bench, when Debian's packages are there."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = 54330
ADDRESS = "address"
"""The file in the folder of the engine that says where its database is."""
_SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "1GB",
    "work_mem": "64MB",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_wal_size": "4GB",
    "autovacuum": "off",
}
"""Durable as it comes: fsync and synchronous_commit stay on, since all engines sync."""


def missing() -> str | None:
    """What keeps the server from being started, None when nothing does."""
    binaries = _binaries()
    if binaries is None:
        return "PostgreSQL is not installed (scripts/system-packages.sh bench)"
    share = Path("/usr/share/postgresql") / binaries.parent.name / "extension"
    if not (share / "postgis.control").exists():
        return "PostGIS is not installed (scripts/system-packages.sh bench)"
    if os.geteuid() == 0 and not _has_user("postgres"):
        return "root may not run PostgreSQL, and there is no user postgres"
    return None


@contextmanager
def server() -> Iterator[Path]:
    """The folder of the socket of a running server; all of it is gone afterwards."""
    binaries = _binaries()
    assert binaries is not None
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if user:
        shutil.chown(folder, user)
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), "-D", str(data), *arguments]
        subprocess.run(
            command, check=True, user=user, extra_groups=[] if user else None, cwd=folder,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    try:
        run("initdb", "--username=bench", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        settings = "".join(f" -c {name}={value}" for name, value in _SETTINGS.items())
        options = f"-p {PORT} -k {folder}{settings}"
        run("pg_ctl", "-w", "-l", str(log), "-o", options, "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(socket: Path, name: str) -> str:
    """The address of a new, empty database."""
    import psycopg

    with psycopg.connect(_address(socket, "postgres"), autocommit=True) as db:
        db.execute(f'CREATE DATABASE "{name}"')
    return _address(socket, name)


def _address(socket: Path, database: str) -> str:
    return f"host={socket} port={PORT} user=bench dbname={database}"


def _binaries() -> Path | None:
    found = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return max(found, key=lambda path: float(path.parts[-3])).parent if found else None


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
