"""Mails are queued once, leave once, and wait when they cannot leave."""

from datetime import timedelta
from email.message import EmailMessage
from threading import Barrier, Lock, Thread

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.errors import RuleBroken
from meedoen.messages.actions import deliver_waiting, forget_sent_messages, queue_message
from meedoen.messages.documents import Letter, compose
from meedoen.messages.models import OutgoingMessage
from meedoen.messages.queries import count_waiting
from meedoen.web.session import db
from tests.examples import NOW


class Noting:
    """A transport that notes what it was given, and refuses while it is down."""

    slow = False
    own_host = "meedoen.test"

    def __init__(self, *, down: bool = False) -> None:
        self.down = down
        self.lock = Lock()
        self.names: list[str] = []
        self.mails: list[EmailMessage] = []

    def send(self, mail: EmailMessage, *, name: str) -> None:
        if self.down:
            raise ConnectionRefusedError("the server\r\nis away")
        with self.lock:
            self.names.append(name)
            self.mails.append(mail)


NEWS = Letter("Nieuws", "Dag Sara,\n\nEr is nieuws.\n", "nl")


def queued(
    session: Session,
    key: str = "nieuws:1",
    *,
    recipient: str = "sara@voorbeeld.be",
    **more: str,
) -> OutgoingMessage:
    letter = NEWS._replace(**more)
    message = queue_message(session, key=key, recipient=recipient, letter=letter, at=NOW)
    session.commit()
    return message


def test_the_same_key_is_one_mail(session: Session) -> None:
    first = queued(session)
    assert queued(session, subject="Anders") is first
    assert first.subject == "Nieuws"
    assert count_waiting(session) == 1


def test_the_same_key_from_many_threads_is_one_mail(app: APIFlask, session: Session) -> None:
    together = Barrier(6)
    seen: list[int] = []

    def queue() -> None:
        with app.app_context(), Session(db.engine) as own:
            together.wait()
            seen.append(queued(own).id)

    threads = [Thread(target=queue) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 6
    assert len(set(seen)) == 1


def test_a_mail_that_is_taken_back_never_leaves(session: Session) -> None:
    queue_message(
        session,
        key="nieuws:1",
        recipient="sara@voorbeeld.be",
        letter=NEWS,
        at=NOW,
    )
    session.rollback()
    transport = Noting()
    assert deliver_waiting(session, transport, at=NOW) == (0, 0)
    assert not transport.mails


@pytest.mark.parametrize("recipient", ["", "x", "a@b.be\nBcc: c@d.be", "a@b.be,c@d.be"])
def test_what_is_no_address_is_refused(session: Session, recipient: str) -> None:
    with pytest.raises(RuleBroken, match="bad_address"):
        queued(session, recipient=recipient)
    assert count_waiting(session) == 0


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """What a mail says, as `plain` text or as `html`."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_mail_says_the_same_as_a_page_in_the_direction_of_its_language(session: Session) -> None:
    link = "http://localhost/ar/wachtwoord/x?a=1&b=2"
    queued(session, body=f"مرحبا <b>,\n\nمن هنا:\n{link}\n", language="ar")
    transport = Noting()
    deliver_waiting(session, transport, at=NOW)
    page = text_of(transport.mails[0], "html")
    assert '<html lang="ar" dir="rtl">' in page
    assert "مرحبا &lt;b&gt;," in page
    assert page.count('href="http://localhost/ar/wachtwoord/x?a=1&amp;b=2"') == 2
    assert "http" not in page.replace(link.replace("&", "&amp;"), "")


def test_a_mail_that_is_composed_again_is_the_same(session: Session) -> None:
    message = queued(session)
    assert compose(message, host="x.test").as_bytes() == compose(message, host="x.test").as_bytes()


def test_a_subject_cannot_add_a_header(session: Session) -> None:
    queued(session, subject="Nieuws\r\nBcc: x@y.be")
    transport = Noting()
    deliver_waiting(session, transport, at=NOW)
    (mail,) = transport.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Nieuws Bcc: x@y.be"


def test_a_mail_leaves_once_with_the_same_name_as_ever(session: Session) -> None:
    message = queued(session)
    transport = Noting()
    assert deliver_waiting(session, transport, at=NOW) == (1, 0)
    assert deliver_waiting(session, transport, at=NOW + timedelta(days=9)) == (0, 0)
    (mail,) = transport.mails
    assert mail["Message-ID"] == f"<{transport.names[0]}@meedoen.test>"
    assert mail["To"] == "sara@voorbeeld.be"
    assert text_of(mail) == "Dag Sara,\n\nEr is nieuws.\n"
    session.refresh(message)
    assert (message.sent_at, message.tries, message.last_error) == (NOW, 1, None)


def test_letters_of_every_language_arrive_whole(session: Session) -> None:
    queued(session, subject="مرحبا Amina", body="ሰላም\n" + "é" * 3000 + "\n")
    transport = Noting()
    deliver_waiting(session, transport, at=NOW)
    (mail,) = transport.mails
    assert mail["Subject"] == "مرحبا Amina"
    assert text_of(mail) == "ሰላም\n" + "é" * 3000 + "\n"
    assert max(len(line) for line in mail.as_bytes().splitlines()) < 998


def test_a_mail_that_cannot_leave_waits_longer_each_time_and_leaves_in_the_end(
    session: Session,
) -> None:
    message = queued(session)
    transport = Noting(down=True)
    at = NOW
    for minutes in (1, 5, 30, 120, 360, 1440, 1440):
        assert deliver_waiting(session, transport, at=at) == (0, 1)
        session.refresh(message)
        assert message.next_try_at == at + timedelta(minutes=minutes)
        assert message.last_error == "ConnectionRefusedError: the server is away"
        early = message.next_try_at - timedelta(seconds=1)
        assert deliver_waiting(session, transport, at=early) == (0, 0)
        at = message.next_try_at
    transport.down = False
    assert deliver_waiting(session, transport, at=at) == (1, 0)
    assert count_waiting(session) == 0


def test_one_bad_mail_does_not_hold_up_the_others(session: Session) -> None:
    queued(session, "een")
    queued(session, "twee")
    transport = Noting()
    send, transport.down = transport.send, True

    def first_fails(mail: EmailMessage, *, name: str) -> None:
        try:
            send(mail, name=name)
        finally:
            transport.down = False

    transport.send = first_fails  # type: ignore[method-assign]
    assert deliver_waiting(session, transport, at=NOW) == (1, 1)


def test_many_who_deliver_at_once_send_each_mail_once(app: APIFlask, session: Session) -> None:
    for number in range(15):
        queued(session, f"nieuws:{number}")
    session.commit()
    transport = Noting()
    together = Barrier(4)
    counts: list[int] = []

    def deliver() -> None:
        with app.app_context(), Session(db.engine) as own:
            together.wait()
            counts.append(deliver_waiting(own, transport, at=NOW)[0])

    threads = [Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == len(transport.names) == len(set(transport.names)) == 15


def test_who_dies_after_sending_leaves_a_repeat_that_can_be_recognised(session: Session) -> None:
    message = queued(session)
    transport = Noting()
    send = transport.send

    def send_and_die(mail: EmailMessage, *, name: str) -> None:
        send(mail, name=name)
        raise KeyboardInterrupt

    transport.send = send_and_die  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        deliver_waiting(session, transport, at=NOW)
    transport.send = send  # type: ignore[method-assign]
    assert deliver_waiting(session, transport, at=NOW + timedelta(minutes=29)) == (0, 0)
    assert deliver_waiting(session, transport, at=NOW + timedelta(minutes=30)) == (1, 0)
    first, again = transport.mails
    assert first.as_bytes() == again.as_bytes()
    session.refresh(message)
    assert message.sent_at is not None


def test_a_sent_mail_is_emptied_after_a_week_and_its_news_not_sent_again(session: Session) -> None:
    queued(session)
    queued(session, "wacht nog", recipient="jan@voorbeeld.be")
    session.execute(
        OutgoingMessage.__table__.update()
        .where(OutgoingMessage.key == "wacht nog")
        .values(next_try_at=NOW + timedelta(days=30))
    )
    transport = Noting()
    deliver_waiting(session, transport, at=NOW)
    assert forget_sent_messages(session, at=NOW + timedelta(days=7)) == 0
    later = NOW + timedelta(days=7, seconds=1)
    assert forget_sent_messages(session, at=later) == 1
    assert forget_sent_messages(session, at=later) == 0
    session.commit()
    kept = {m.key: m for m in session.scalars(select(OutgoingMessage))}
    assert (kept["nieuws:1"].recipient, kept["nieuws:1"].body) == ("", "")
    assert kept["wacht nog"].recipient == "jan@voorbeeld.be"
    queued(session)
    deliver_waiting(session, transport, at=later)
    assert len(transport.mails) == 1
