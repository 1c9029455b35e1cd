"""The product as an operator has it, a process on a folder of its own, and a browser for it."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode
from urllib.request import (
    HTTPCookieProcessor,
    HTTPErrorProcessor,
    ProxyHandler,
    build_opener,
)

import pytest
from apiflask import APIFlask
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from meedoen.core.engine import prepare
from meedoen.offers.indexing import SearchIndex, status
from meedoen.web.clock import today
from tests.databases import Databases, PostgresDatabases, SqliteFiles

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def own_database(databases: Databases, folder: Path, *, empty: bool = False) -> Iterator[str]:
    """The address of a database of its own: a copy of the template of this run, or an empty one."""
    if isinstance(databases, PostgresDatabases):
        name = f"{databases.name}_{re.sub('[^a-z0-9]', '_', folder.name.lower())}"
        template = "template1" if empty else f"{databases.name}_template"
        databases.run(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{template}"',
        )
        yield databases.url.replace(databases.name, name)
        databases.run(f'DROP DATABASE "{name}" WITH (FORCE)')
        return
    assert isinstance(databases, SqliteFiles)
    if not empty:
        shutil.copyfile(databases.template, folder / "meedoen.db")
    yield f"sqlite:///{folder / 'meedoen.db'}"


@dataclass
class Product:
    """One DATA_DIR with its database; started, killed and commanded at will."""

    folder: Path
    database_url: str
    seed: str = "reference"
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[str] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        """What the process sees."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "PORT": str(self.port),
            "SEED": self.seed,
        }

    def begin(self, *command: str) -> "subprocess.Popen[str]":
        """Start a command; its output can be read line by line."""
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        running = self.begin(*command)
        out, err = running.communicate(timeout=120)
        return subprocess.CompletedProcess(command, running.returncode, out, err)

    def start(self) -> None:
        """Serve; ready when this returns."""
        self.process = self.begin("start")
        wait_for(self.process, "Meedoen: http")

    def kill(self) -> None:
        """kill -9."""
        assert self.process
        end(self.process)
        self.process = None

    def index_is_equal(self) -> bool:
        """What `search status` says, asked from here."""
        with self.session() as session:
            index = SearchIndex.open(self.folder / "search")
            return status(session, index, on=today()).equal

    @property
    def engine(self) -> Engine:
        """A door of the test's own to the database, which keeps no connection."""
        engine = create_engine(self.database_url, poolclass=NullPool)
        prepare(engine)
        return engine

    def session(self) -> Session:
        """A session on that door."""
        return Session(self.engine, expire_on_commit=False)


@pytest.fixture
def make_product(
    whole_app: APIFlask, databases: Databases, tmp_path: Path
) -> Iterator[Callable[..., Product]]:
    """`make_product("name")`: a folder and database of its own; what runs is ended after."""
    made: list[Product] = []
    with ExitStack() as stack:

        def make(name: str, *, empty: bool = False, seed: str = "reference") -> Product:
            folder = tmp_path / name
            folder.mkdir()
            url = stack.enter_context(own_database(databases, folder, empty=empty))
            made.append(Product(folder, url, seed))
            return made[-1]

        yield make
        for product in made:
            if product.process:
                product.kill()


def wait_for(process: "subprocess.Popen[str]", line: str) -> str:
    """Read what a process says until it says this; fails with all it said when it ends first."""
    said: list[str] = []
    assert process.stdout
    for heard in process.stdout:
        said.append(heard)
        if line in heard:
            return heard
    assert process.stderr
    raise AssertionError(f"never said {line!r}: {said} {process.stderr.read()}")


def end(process: "subprocess.Popen[str]") -> int:
    """kill -9, and the exit status: -9 unless it had ended by itself."""
    process.kill()
    status = process.wait()
    for stream in (process.stdout, process.stderr):
        close(stream)
    return status


def close(stream: IO[str] | None) -> None:
    """Close a pipe."""
    if stream:
        stream.close()


class EveryAnswer(HTTPErrorProcessor):
    """A redirect or a refusal is an answer like any other."""

    def http_response(self, request: Any, response: Any) -> Any:
        return response


class Browser:
    """Cookies and forms of one person; an answer is a status, 0 when the connection broke."""

    def __init__(self, product: Product) -> None:
        self.address = f"http://127.0.0.1:{product.port}"
        self.opener = build_opener(
            ProxyHandler({}), HTTPCookieProcessor(CookieJar()), EveryAnswer()
        )
        self.token = ""

    def open(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        """Fetch, or send a form with its token."""
        body = urlencode(data | {"csrf_token": self.token}).encode() if data is not None else None
        try:
            with self.opener.open(self.address + path, body, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except (HTTPException, OSError):
            return 0, ""

    def get(self, path: str) -> str:
        """A page that must be there; its form token is kept."""
        status, page = self.open(path)
        assert status == 200, (path, status)
        if found := re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page):
            self.token = found[1]
        return page

    def sign_in(self, email: str, password: str) -> None:
        """Sign in, and take the token of the new visit."""
        self.get("/aanmelden")
        status, page = self.open("/aanmelden", {"email": email, "password": password})
        assert status in {302, 303}, (status, page[-2000:])
        self.get("/account")
