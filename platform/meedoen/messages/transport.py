"""The ways a mail leaves: files in a folder, or a mail server; nothing here knows the database."""

import os
import re
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from meedoen.settings import SettingsError

SECONDS_TO_ANSWER = 20
"""How long a mail server may take over one step."""

TLS = ("required", "offered", "no")


OWN_NAME = re.compile("[0-9a-f]{32}")
"""What the files of our mails are called."""


class Transport(Protocol):
    """A way to send; `send` raises when the mail was not taken."""

    slow: bool
    """Whether sending may take long, so that no page should wait for it."""
    own_host: str
    """The name behind the @ of our own addresses."""

    def send(self, mail: EmailMessage, *, name: str) -> None:
        """Let `mail` leave; `name` is its own, the same at each repeat."""


class Folder:
    """Each mail is a file `<name>.eml`; a repeat overwrites it, a crash leaves no half one."""

    slow = False

    def __init__(self, folder: Path, *, own_host: str) -> None:
        self.folder = folder
        self.own_host = own_host

    def send(self, mail: EmailMessage, *, name: str) -> None:
        """Write the file beside its place, then move it there. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self.folder / f".{name}.{os.getpid()}"
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(mail.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder / f"{name}.eml")

    def names(self) -> set[str]:
        """The names of the mails that lie here; other files are none of ours."""
        found = {path.stem for path in self.folder.glob("*.eml")}
        return {name for name in found if OWN_NAME.fullmatch(name)}

    def remove(self, name: str) -> None:
        """Take the file of a mail away; one that is gone is gone."""
        (self.folder / f"{name}.eml").unlink(missing_ok=True)


class MailServer:
    """A mail server that takes mails over SMTP; one connection a mail."""

    slow = True

    def __init__(
        self,
        host: str,
        port: int,
        *,
        own_host: str,
        user: str | None = None,
        password: str | None = None,
        tls: str = "offered",
        tls_at_once: bool = False,
    ) -> None:
        self.host = host
        self.port = port
        self.own_host = own_host
        self.user = user
        self.password = password
        self.tls = tls
        self.tls_at_once = tls_at_once

    def send(self, mail: EmailMessage, *, name: str) -> None:
        """Hand `mail` to the server. Raises smtplib.SMTPException or OSError."""
        with self.connection() as server:
            if self.user is not None:
                server.login(self.user, self.password or "")
            server.send_message(mail)

    def connection(self) -> smtplib.SMTP:
        """A greeted connection, encrypted as `tls` asks; certificates are always checked."""
        if self.tls_at_once:
            return smtplib.SMTP_SSL(
                self.host,
                self.port,
                self.own_host,
                timeout=SECONDS_TO_ANSWER,
                context=ssl.create_default_context(),
            )
        server = smtplib.SMTP(self.host, self.port, self.own_host, timeout=SECONDS_TO_ANSWER)
        try:
            server.ehlo_or_helo_if_needed()
            if self.tls == "required" or (self.tls == "offered" and server.has_extn("starttls")):
                server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
        return server


def open_transport(url: str, *, own_host: str) -> Transport:
    """The transport that MAIL_URL names; nothing is opened before the first mail.

    `file:///folder` · `smtp://user:password@host:port?tls=required|offered|no` · `smtps://…`.
    With a password TLS is required unless the address says otherwise. Raises SettingsError.
    """
    wrong = SettingsError("MAIL_URL must be file:///folder, smtp://host:port or smtps://host")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise wrong from error
    if parts.scheme == "file" and parts.netloc in {"", "localhost"} and parts.path:
        return Folder(Path(unquote(parts.path)), own_host=own_host)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise wrong
    try:
        port = parts.port
    except ValueError as error:
        raise SettingsError("MAIL_URL names a port that is none") from error
    user = unquote(parts.username) if parts.username else None
    tls = parse_qs(parts.query).get("tls", ["required" if user else "offered"])[-1]
    if tls not in TLS:
        raise SettingsError(f"tls in MAIL_URL must be one of {', '.join(TLS)}, not {tls!r}")
    at_once = parts.scheme == "smtps"
    return MailServer(
        parts.hostname,
        port or (465 if at_once else 25),
        own_host=own_host,
        user=user,
        password=unquote(parts.password) if parts.password else None,
        tls=tls,
        tls_at_once=at_once,
    )
