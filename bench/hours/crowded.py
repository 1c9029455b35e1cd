"""Fifty clients log, confirm and accept on the same trajectories at once: is any minute lost?"""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random
from urllib.parse import urlencode
from urllib.request import HTTPErrorProcessor, ProxyHandler, Request, build_opener
from uuid import uuid4

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.hours.crowd import ACTIVITIES
from bench.hours.product import KEY, ROOT, Product
from meedoen.trajectories.ledger.models import LedgerLine
from meedoen.trajectories.ledger.queries import check_ledgers, one_moment
from meedoen.trajectories.ledger.terms import Act
from meedoen.trajectories.links import CONFIRM_HOURS, make_token
from meedoen.trajectories.models import HoursEntry
from meedoen.web.clock import now, today
from meedoen.web.session import db

CLIENTS = 50
SECONDS = 60
HOURS = (8, 9, 10, 11, 16, 17)
TOKEN = re.compile(r'name="csrf_token"[^>]*? value="([^"]+)"')
ENTRY = re.compile(r'name="entries"[^>]*? value="(\d+:\d+)"')


@dataclass
class Minute:
    """What was asked and answered."""

    answered: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    waited: list[float] = field(default_factory=list)
    logged: set[str] = field(default_factory=set)
    """The keys of the forms that were answered as done."""
    tried: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


Slots = Iterator[int]
"""The hours of one trajectory that nobody logged yet, by number."""


class EveryAnswer(HTTPErrorProcessor):
    """A redirect or a refusal is an answer like any other."""

    def http_response(self, request: Request, response: object) -> object:
        return response


class Client:
    """One browser."""

    def __init__(self, address: str, cookie: str = "") -> None:
        self.address, self.token = address, ""
        self.opener = build_opener(ProxyHandler({}), EveryAnswer())
        self.cookie = cookie

    def open(self, path: str, data: list[tuple[str, str]] | None = None) -> tuple[int, str]:
        """Fetch, or send a form with its token; cookies that come with an answer are kept."""
        body = urlencode([*data, ("csrf_token", self.token)]).encode() if data is not None else None
        request = Request(self.address + path, body, {"Cookie": self.cookie})
        with self.opener.open(request, timeout=60) as answer:
            for line in answer.headers.get_all("Set-Cookie") or ():
                name = line.split("=")[0]
                others = [
                    one for one in self.cookie.split("; ") if one and not one.startswith(f"{name}=")
                ]
                self.cookie = "; ".join([*others, line.split(";")[0]])
            text = answer.read().decode()
        if found := TOKEN.search(text):
            self.token = found[1]
        return answer.status, text


def crowd_at_once(product: Product) -> Minute:
    """Serve the product as operators do, let fifty clients act for a minute, and look."""
    minute, port = Minute(), free_port()
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "DATA_DIR": str(product.folder),
        "DATABASE_URL": product.url,
        "SECRET_KEY": KEY,
        "BASE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "SEED": "none",
    }
    serving = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "start"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert serving.stdout
        for line in serving.stdout:
            if "Meedoen: http" in line:
                break
        run(product, f"http://127.0.0.1:{port}", minute)
    finally:
        serving.terminate()
        serving.wait()
        if serving.stdout:
            serving.stdout.close()
    with product.app.app_context():
        minute.wrong += look(minute)
    return minute


def run(product: Product, address: str, minute: Minute) -> None:
    """All clients at once; whoever fails says so in `wrong`."""
    people = range(1, product.size.counsellors + 1)
    cookies = {number: cookie_of(product, number) for number in people}
    slots = {number: count() for number in range(1, product.size.trajectories + 1)}
    until, lock = time.monotonic() + SECONDS, threading.Lock()

    def keep_on(number: int) -> None:
        random = Random(number)
        act = (log, confirm, accept)[number % 3]
        try:
            clients = {}
            while time.monotonic() < until:
                trajectory = random.randint(1, product.size.trajectories)
                if trajectory not in clients:
                    guide = (trajectory - 1) % product.size.counsellors + 1
                    cookie = "" if act is confirm else cookies[guide]
                    clients[trajectory] = Client(address, cookie)
                began = time.monotonic()
                status = act(product, clients[trajectory], trajectory, slots[trajectory], minute)
                with lock:
                    if status:
                        kind = minute.answered if status == 303 else minute.refused
                        kind[act.__name__] += 1
                        minute.waited.append(time.monotonic() - began)
                        if status >= 500 and status != 503:
                            minute.wrong.append(f"{act.__name__} answered {status}")
        except Exception as error:  # A thread that ends in silence would look like success.
            minute.wrong.append(f"{act.__name__}: {error!r}")

    threads = [threading.Thread(target=keep_on, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def cookie_of(product: Product, account_id: int) -> str:
    """The cookie of somebody who has signed in."""
    token = product.visit(account_id)
    sessions = product.app.session_interface
    assert isinstance(sessions, SecureCookieSessionInterface)
    sealed = sessions.get_signing_serializer(product.app)
    assert sealed is not None
    cookie = sealed.dumps({"_user_id": token, "_fresh": True})
    return f"{product.app.config['SESSION_COOKIE_NAME']}={cookie}"


def log(product: Product, client: Client, trajectory: int, slots: Slots, minute: Minute) -> int:
    """One hour that nobody else logs."""
    if not client.token:
        client.open(f"/trajecten/{trajectory}")
    days, place = divmod(next(slots), len(HOURS))
    key, hour = uuid4().hex, HOURS[place]
    minute.tried.add(key)
    form = {
        "log-request_key": key,
        "log-activity": str((trajectory - 1) * ACTIVITIES + 1),
        "log-on_date": (today() - timedelta(days=days + 1)).isoformat(),
        "log-begins_at": f"{hour:02}:00",
        "log-ends_at": f"{hour + 1:02}:00",
    }
    status, _page = client.open(f"/trajecten/{trajectory}/uren", list(form.items()))
    if status == 303:
        minute.logged.add(key)
    return status


def confirm(product: Product, client: Client, trajectory: int, slots: Slots, minute: Minute) -> int:
    """All that waits for the contact person, through the link."""
    activity = (trajectory - 1) * ACTIVITIES + 1
    with product.app.app_context():
        path = f"/bevestigen/{make_token(CONFIRM_HOURS, activity, 'els@bench.test', at=now())}"
    _status, page = client.open(path)
    waiting = [("entries", one) for one in ENTRY.findall(page)]
    return client.open(path, [*waiting, ("name", "Els Wouters")])[0] if waiting else 0


def accept(product: Product, client: Client, trajectory: int, slots: Slots, minute: Minute) -> int:
    """All that waits for the counsellor."""
    _status, page = client.open(f"/trajecten/{trajectory}")
    waiting = [("entries", one) for one in ENTRY.findall(page)]
    return client.open(f"/trajecten/{trajectory}/uren/aanvaarden", waiting)[0] if waiting else 0


def look(minute: Minute) -> list[str]:
    """What was lost, doubled or broken; nothing when all is well."""
    wrong: list[str] = []
    with one_moment(db.session):
        wrong += [str(one) for one in check_ledgers(db.session) if one.faults]
    with Session(db.engine) as session:
        keys = session.scalars(
            select(HoursEntry.request_key).where(HoursEntry.request_key.is_not(None))
        )
        found = Counter(keys.all())
        wrong += [f"{key} was answered and is not there" for key in minute.logged - set(found)]
        wrong += [f"{key} was never asked" for key in set(found) - minute.tried]
        wrong += [f"{key} is there {times} times" for key, times in found.items() if times > 1]
        twice = session.scalars(
            select(LedgerLine.entry_id)
            .where(LedgerLine.act == Act.ACCEPT_HOURS)
            .group_by(LedgerLine.entry_id)
            .having(func.count() > 1)
        )
        wrong += [f"entry {entry} was accepted twice" for entry in twice]
    return wrong


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
