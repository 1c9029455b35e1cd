"""The product on a database of its own, with a crowd in it and a client that has signed in."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from apiflask import APIFlask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import URL
from sqlalchemy.orm import Session

from bench.hours.crowd import Crowd, Size
from bench.rivals import postgres_server
from meedoen.accounts.models import SignIn
from meedoen.factory import create_app
from meedoen.seeding.reference import seed_reference
from meedoen.settings import read_settings
from meedoen.web.clock import now
from meedoen.web.session import db

ROOT = Path(__file__).resolve().parents[2]
KEY = "a key for measurements alone"


@dataclass(frozen=True, slots=True)
class Product:
    """An application, where its data is, and how large its crowd is."""

    app: APIFlask
    folder: Path
    url: str
    size: Size

    def visit(self, account_id: int) -> str:
        """Begin a visit of somebody; gives the token that the cookie holds."""
        token, at = secrets.token_urlsafe(), now()
        with self.app.app_context(), Session(db.engine) as session:
            session.add(
                SignIn(
                    account_id=account_id,
                    token_hash=hashlib.sha256(token.encode()).hexdigest(),
                    started_at=at,
                    expires_at=at + timedelta(hours=12),
                )
            )
            session.commit()
        return token

    def client(self, account_id: int) -> FlaskClient:
        """A browser without a face in which somebody has signed in."""
        client, token = self.app.test_client(), self.visit(account_id)
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        return client


@contextmanager
def product(folder: Path, url: str, size: Size) -> Iterator[Product]:
    """The product with a crowd of this size on the empty database at `url`."""
    folder.mkdir()
    environment = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "SECRET_KEY": KEY,
        "BASE_URL": "http://localhost",
        "DEVELOPMENT": "1",
    }
    app = create_app(ROOT, replace(read_settings(ROOT, environment), quick_passwords=True))
    app.testing, app.config["WTF_CSRF_ENABLED"] = True, False
    with app.app_context():
        upgrade()
        seed_reference(db.session)
        db.session.commit()
        fill(size, now())
    yield Product(app, folder, url, size)
    with app.app_context():
        db.engine.dispose()


def fill(size: Size, at: datetime) -> None:
    """Write the crowd, and let the database learn what it holds, as it does by itself in time."""
    with db.engine.connect() as connection:
        Crowd(connection, size, at).write()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def sqlite_url(folder: Path, name: str) -> str:
    """The address of a database in one file."""
    return f"sqlite:///{folder / name}.db"


def postgres_url(socket: Path, name: str) -> str:
    """The address of a new, empty database at the server of the bench."""
    postgres_server.new_database(socket, name)
    return URL.create(
        "postgresql+psycopg",
        username="bench",
        database=name,
        query={"host": str(socket), "port": str(postgres_server.PORT)},
    ).render_as_string(hide_password=False)
