"""Mails leave as files, or over SMTP to a real server; a slow server holds nobody up."""

import ssl
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from apiflask import APIFlask
from sqlalchemy.orm import Session

from meedoen.messages.actions import QUEUED, queue_message
from meedoen.messages.delivery import Delivery
from meedoen.messages.documents import Letter, host_of
from meedoen.messages.queries import count_waiting
from meedoen.messages.transport import Folder, MailServer, open_transport
from meedoen.settings import SettingsError
from meedoen.web.clock import now
from meedoen.web.session import db


def a_mail(body: str = "Dag Sara,\n.\nEen punt alleen op een regel.\n") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Meedoen <niet-antwoorden@meedoen.test>"
    mail["To"] = "sara@voorbeeld.be"
    mail["Subject"] = "Nieuws"
    mail["Message-ID"] = "<naam@meedoen.test>"
    mail.set_content(body)
    return mail


class Mailbox:
    """What a mail server received; it may wait, or refuse."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.answer = "250 OK"
        self.open = threading.Event()
        self.open.set()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        import asyncio

        await asyncio.get_running_loop().run_in_executor(None, self.open.wait)
        if self.answer.startswith("250"):
            self.mails.append(envelope)
        return self.answer


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Controller]:
    """A real mail server on a free port."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=0)
    controller.port = free_port()
    controller.start()
    yield controller
    mailbox.open.set()
    controller.stop()


def free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_file_is_whole_private_and_overwritten_by_a_repeat(tmp_path: Path) -> None:
    transport = open_transport(f"file://{tmp_path}/uit%20bak", own_host="meedoen.test")
    transport.send(a_mail(), name="naam")
    transport.send(a_mail("Opnieuw\n"), name="naam")
    (file,) = (tmp_path / "uit bak").iterdir()
    assert file.name == "naam.eml"
    assert file.stat().st_mode & 0o077 == 0
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert mail.get_content() == "Opnieuw\n"


def test_a_server_receives_the_mail_as_it_was(server: Controller, mailbox: Mailbox) -> None:
    transport = open_transport(f"smtp://127.0.0.1:{server.port}", own_host="meedoen.test")
    assert transport.slow
    transport.send(a_mail(), name="naam")
    (envelope,) = mailbox.mails
    assert envelope.rcpt_tos == ["sara@voorbeeld.be"]
    assert envelope.mail_from == "niet-antwoorden@meedoen.test"
    mail = message_from_bytes(envelope.content, policy=default)
    assert mail["Message-ID"] == "<naam@meedoen.test>"
    assert mail.get_content().splitlines() == a_mail().get_content().splitlines()


def test_a_refusal_of_the_server_is_an_error(server: Controller, mailbox: Mailbox) -> None:
    mailbox.answer = "451 Later"
    transport = open_transport(f"smtp://127.0.0.1:{server.port}", own_host="meedoen.test")
    with pytest.raises(OSError, match="Later"):
        transport.send(a_mail(), name="naam")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_password_is_never_said_in_the_clear_unasked(mailbox: Mailbox) -> None:
    said: list[bytes] = []

    def look(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        said.append(data.password)
        return AuthResult(success=data.password == b"ge:heim")

    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=look,
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    try:
        address = f"smtp://sara:ge%3Aheim@127.0.0.1:{controller.port}"
        with pytest.raises(OSError, match="STARTTLS"):
            open_transport(address, own_host="meedoen.test").send(a_mail(), name="naam")
        assert not said
        open_transport(f"{address}?tls=no", own_host="meedoen.test").send(a_mail(), name="naam")
    finally:
        controller.stop()
    assert said == [b"ge:heim"]
    assert len(mailbox.mails) == 1


def test_a_server_that_is_away_is_an_error() -> None:
    transport = open_transport(f"smtp://127.0.0.1:{free_port()}", own_host="meedoen.test")
    with pytest.raises(OSError):  # noqa: PT011
        transport.send(a_mail(), name="naam")


@pytest.mark.parametrize(
    ("address", "host", "port", "tls", "at_once"),
    [
        ("smtp://mail.test", "mail.test", 25, "offered", False),
        ("smtp://a:b@mail.test:587", "mail.test", 587, "required", False),
        ("smtp://a:b@mail.test:587?tls=no", "mail.test", 587, "no", False),
        ("smtp://mail.test?tls=required", "mail.test", 25, "required", False),
        ("smtps://a:b@mail.test", "mail.test", 465, "required", True),
        ("smtp://[::1]:2525", "::1", 2525, "offered", False),
    ],
)
def test_an_address_of_a_server_is_read(
    address: str, host: str, port: int, tls: str, at_once: bool
) -> None:
    server = open_transport(address, own_host="meedoen.test")
    assert isinstance(server, MailServer)
    assert (server.host, server.port, server.tls, server.tls_at_once) == (host, port, tls, at_once)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "http://mail.test",
        "smtp://",
        "smtp://mail.test:x",
        "smtp://m.test?tls=maybe",
        "file:",
    ],
)
def test_an_address_that_makes_no_sense_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="MAIL_URL"):
        open_transport(address, own_host="meedoen.test")


def test_certificates_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ssl.SSLContext] = []
    monkeypatch.setattr(
        "smtplib.SMTP_SSL", lambda *args, context, **more: made.append(context) or _Nobody()
    )
    with pytest.raises(ConnectionError):
        open_transport("smtps://mail.test", own_host="meedoen.test").send(a_mail(), name="naam")
    assert made[0].verify_mode is ssl.CERT_REQUIRED
    assert made[0].check_hostname


class _Nobody:
    def __enter__(self) -> "_Nobody":
        raise ConnectionError

    def __exit__(self, *rest: object) -> None:
        return None


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("https://meedoen.example", "meedoen.example"),
        ("http://127.0.0.1:8000", "localhost"),
        ("http://[::1]:8000", "localhost"),
    ],
)
def test_our_own_addresses_stand_at_the_host_of_the_product(base_url: str, host: str) -> None:
    assert host_of(base_url) == host


def put_in(session: Session) -> None:
    queue_message(
        session,
        key="nieuws:1",
        recipient="sara@voorbeeld.be",
        letter=Letter("Nieuws", "Er is nieuws.\n", "nl"),
        at=now(),
    )
    session.commit()


def test_files_are_written_right_after_the_commit(
    app: APIFlask, session: Session, tmp_path: Path
) -> None:
    delivery = Delivery(app, Folder(tmp_path, own_host="meedoen.test"))
    put_in(db.session)  # type: ignore[arg-type]
    assert QUEUED in db.session.info
    delivery.after_commit()
    assert len(list(tmp_path.glob("*.eml"))) == 1
    assert count_waiting(session) == 0


def test_a_request_that_queued_nothing_does_not_look(
    app: APIFlask, session: Session, tmp_path: Path
) -> None:
    put_in(session)
    Delivery(app, Folder(tmp_path, own_host="meedoen.test")).after_commit()
    assert count_waiting(session) == 1


def test_a_slow_server_holds_no_page_up_and_gets_the_mail_in_the_end(
    app: APIFlask, session: Session, server: Controller, mailbox: Mailbox
) -> None:
    mailbox.open.clear()
    transport = open_transport(f"smtp://127.0.0.1:{server.port}", own_host="meedoen.test")
    delivery = Delivery(app, transport)
    put_in(db.session)  # type: ignore[arg-type]
    delivery.begin()
    thread = delivery.thread
    delivery.after_commit()
    assert not mailbox.mails
    delivery.begin()
    assert delivery.thread is thread
    mailbox.open.set()
    delivery.stop()
    assert len(mailbox.mails) == 1
    assert count_waiting(session) == 0


def test_a_broken_database_is_told_and_nothing_is_lost(
    app: APIFlask,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    put_in(session)
    delivery = Delivery(app, Folder(tmp_path, own_host="meedoen.test"))

    def broken(*args: object, **more: object) -> Callable[..., Any]:
        raise RuntimeError("no database")

    monkeypatch.setattr("meedoen.messages.delivery.deliver_waiting", broken)
    assert delivery.deliver() is False
    assert "its mails wait" in caplog.text
    monkeypatch.undo()
    assert delivery.deliver() is True
    assert count_waiting(session) == 0
