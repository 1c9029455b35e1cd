"""When waiting mails are delivered: after the commit that queued them, never before it.

Files are written by the request itself. A mail server is talked to by one thread a process, which
begins with the first request, delivers what waits, and then sleeps until a commit wakes it or a
minute has passed; so no page waits for a slow server, and a mail that failed is tried again.
"""

import threading
from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from meedoen.messages.actions import AT_A_TIME, QUEUED, deliver_waiting
from meedoen.messages.documents import host_of, name_of
from meedoen.messages.queries import list_readable
from meedoen.messages.transport import Folder, Transport, open_transport
from meedoen.settings import Settings
from meedoen.web.clock import now
from meedoen.web.session import after_commit, db

NAP = timedelta(minutes=1)

LAST_WAIT = timedelta(seconds=10)
"""How long the end of a process waits for a mail that is under way; it leaves again later."""


class Delivery:
    """Delivers the outbox of one application."""

    def __init__(self, app: Flask, transport: Transport) -> None:
        self.app = app
        self.transport = transport
        self.wake = threading.Event()
        self.ending = threading.Event()
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None

    def after_commit(self) -> None:
        """Deliver when this request queued something; other requests pay nothing."""
        if not db.session.info.pop(QUEUED, False):
            return
        if self.transport.slow:
            self.wake.set()
        else:
            self.deliver()

    def begin(self) -> None:
        """Start the thread of this process, once; a process that forks later starts its own."""
        if self.thread is None:
            with self.starting:
                if self.thread is None:
                    self.thread = threading.Thread(target=self.keep_going, daemon=True)
                    self.thread.start()

    def keep_going(self) -> None:
        """Deliver, sleep, deliver again, until the process ends or `stop` asks."""
        while True:
            ending = self.ending.is_set()
            self.wake.clear()
            with self.app.app_context():
                self.deliver()
            if ending:
                return
            if not self.ending.is_set():
                self.wake.wait(NAP.total_seconds())

    def stop(self) -> None:
        """Deliver once more, then end the thread of this process; never waits long."""
        self.ending.set()
        self.wake.set()
        if self.thread is not None:
            self.thread.join(LAST_WAIT.total_seconds())

    def sweep(self) -> int:
        """Remove the files of mails that were emptied or taken back; gives how many.

        What was not removed after its commit, because somebody pulled the plug, goes the next time.
        """
        if not isinstance(self.transport, Folder):
            return 0
        lying = self.transport.names()  # Before the rows: a file is never there before its row.
        with Session(db.engine) as session:
            kept = {name_of(message) for message in list_readable(session)}
        for name in lying - kept:
            self.transport.remove(name)
        return len(lying - kept)

    def deliver(self) -> bool:
        """Deliver all that is due; whether all left. Never raises: what failed waits, and is told.

        It works in a session of its own, so that it cannot spoil the one of a request.
        """
        tried, refused = AT_A_TIME, 0
        try:
            with Session(db.engine) as session:
                while tried >= AT_A_TIME:
                    sent, failed = deliver_waiting(session, self.transport, at=now())
                    tried, refused = sent + failed, refused + failed
        except Exception:
            self.app.logger.exception("the outbox could not be read; its mails wait")
            return False
        if refused:
            self.app.logger.warning("%d mails could not be sent; they wait", refused)
        return not refused


def init_delivery(app: Flask, settings: Settings) -> None:
    """Deliver the mails of `app` as MAIL_URL says. Raises SettingsError when it makes no sense."""
    transport = open_transport(settings.mail_url, own_host=host_of(settings.base_url))
    delivery = Delivery(app, transport)
    app.extensions["delivery"] = delivery
    after_commit(app, delivery.after_commit)
    if transport.slow:
        app.before_request(delivery.begin)
