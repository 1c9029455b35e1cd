"""Writes of the outbox: put a mail in, deliver what waits; who hears what is decided elsewhere."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meedoen.core.errors import Reason, RuleBroken
from meedoen.messages.documents import Letter, compose, name_of
from meedoen.messages.models import OutgoingMessage
from meedoen.messages.queries import find_message, find_next_waiting
from meedoen.messages.rules import clean_header, mail_address, pause_after
from meedoen.messages.transport import Transport

QUEUED = "messages_queued"
"""Mark in `session.info` that this session put a mail in the outbox."""

CLAIMED_FOR = timedelta(minutes=30)
"""How long a mail is left to the process that took it, before another may try."""

AT_A_TIME = 20
"""Mails in one run; with the time limits of a transport a run ends before its claims do."""

KEPT_FOR = timedelta(days=7)
"""How long a sent mail can be read back; links in it have died by then."""


def queue_message(
    session: Session,
    *,
    key: str,
    recipient: str,
    letter: Letter,
    at: datetime,
) -> OutgoingMessage:
    """Put one mail in the outbox, in the transaction of the act that causes it.

    `key` (at most 120 signs, no personal data) says what the mail is about: with a key that was
    used before, the first mail is given back and nothing is added, also when two requests do so at
    once. Line breaks in its subject become spaces. Raises RuleBroken("bad_address").
    """
    address = mail_address(recipient)
    if address is None:
        raise RuleBroken(Reason("bad_address", field="email"))
    if there := find_message(session, key):
        return there
    message = OutgoingMessage(
        key=key,
        recipient=address,
        subject=clean_header(letter.subject),
        body=letter.body,
        language=letter.language,
        created_at=at,
        next_try_at=at,
    )
    try:
        with session.begin_nested():
            session.add(message)
    except IntegrityError:
        there = find_message(session, key)
        if there is None:
            raise
        return there
    session.info[QUEUED] = True
    return message


def deliver_waiting(session: Session, transport: Transport, *, at: datetime) -> tuple[int, int]:
    """Send what waits and is due at `at`, at most 20 mails; give how many left and how many failed.

    This action commits after every step, unlike the others: a mail that left cannot be taken back,
    and no transaction stays open while a server is slow. `session` must hold nothing else.

    Each mail is claimed by moving its next try ahead *if it is still where it was seen*, which one
    process alone can do. A process that dies between sending and noting so leaves the claim; the
    mail then leaves again after 30 minutes under the same Message-ID.
    """
    sent = failed = 0
    while sent + failed < AT_A_TIME and (waiting := find_next_waiting(session, at=at)):
        if not claimed(session, waiting, at=at):
            continue
        message = session.get_one(OutgoingMessage, waiting.id, populate_existing=True)
        try:
            mail, name = compose(message, host=transport.own_host), name_of(message)
            session.commit()
            transport.send(mail, name=name)
        except Exception as error:
            note_failure(session, message, error, at=at)
            failed += 1
        else:
            note_sent(session, message, at=at)
            sent += 1
    session.commit()
    return sent, failed


def claimed(session: Session, message: OutgoingMessage, *, at: datetime) -> bool:
    """Take one mail for this process; False when another was first. Commits."""
    taken = session.execute(
        update(OutgoingMessage)
        .where(
            OutgoingMessage.id == message.id,
            OutgoingMessage.sent_at.is_(None),
            OutgoingMessage.next_try_at == message.next_try_at,
        )
        .values(next_try_at=at + CLAIMED_FOR, tries=OutgoingMessage.tries + 1)
        .returning(OutgoingMessage.id),
        execution_options={"synchronize_session": False},
    ).first()
    session.commit()
    return taken is not None


def note_sent(session: Session, message: OutgoingMessage, *, at: datetime) -> None:
    """Write down that a mail left. Commits."""
    session.execute(
        update(OutgoingMessage)
        .where(OutgoingMessage.id == message.id)
        .values(sent_at=at, last_error=None)
    )
    session.commit()


def note_failure(
    session: Session, message: OutgoingMessage, error: Exception, *, at: datetime
) -> None:
    """Let a mail wait longer after each failure; it is never dropped. Commits."""
    session.execute(
        update(OutgoingMessage)
        .where(OutgoingMessage.id == message.id, OutgoingMessage.sent_at.is_(None))
        .values(
            next_try_at=at + pause_after(message.tries),
            last_error=clean_header(f"{type(error).__name__}: {error}"),
        )
    )
    session.commit()


def forget_sent_messages(session: Session, *, at: datetime) -> int:
    """Empty mails that were sent a week ago; the key stays, so that none is sent again."""
    old = session.scalars(
        select(OutgoingMessage).where(
            OutgoingMessage.sent_at < at - KEPT_FOR, OutgoingMessage.recipient != ""
        )
    ).all()
    for message in old:
        message.recipient = message.subject = message.body = ""
    session.flush()
    return len(old)


def forget_messages_about(
    session: Session, *, addresses: Collection[str], words: Collection[str], keys: Collection[str]
) -> None:
    """Empty the mails to these addresses, under these keys, or that hold one of the words.

    A key also means those that begin with it and a slash.

    `words` are names and telephone numbers, each as a whole. One that waits is taken back; but not
    for a name of a single word, which is that of many.
    """
    addresses, words = {one for one in addresses if one}, {one for one in words if one}
    texts = (OutgoingMessage.subject, OutgoingMessage.body)
    about = (
        OutgoingMessage.recipient.in_(addresses),
        OutgoingMessage.key.in_(keys),
        *(OutgoingMessage.key.startswith(f"{key}/", autoescape=True) for key in keys),
        *(text.icontains(word, autoescape=True) for text in texts for word in words | addresses),
    )
    found = session.scalars(
        select(OutgoingMessage).where(OutgoingMessage.recipient != "", or_(*about))
    ).all()
    for message in found:
        under = message.key in keys or message.key.startswith(tuple(f"{key}/" for key in keys))
        theirs = under or message.recipient in addresses
        said = f"{message.subject}\n{message.body}"
        named = [one for one in words | addresses if names_in(said, one)]
        if message.sent_at is None:
            if theirs or any(tells_apart(one) for one in named):
                session.delete(message)
        elif theirs or named:
            message.recipient = message.subject = message.body = ""
            message.last_error = None
    session.flush()


def tells_apart(word: str) -> bool:
    """Whether a word is of one person: an address, a number, a name of more than one word."""
    return len(word.split()) > 1 or not word.isalpha()


def names_in(text: str, word: str) -> bool:
    """Whether a text holds a word, not within a longer one."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
