"""Forgetting the mails about somebody: theirs all, others only where they name that very person."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.messages.actions import forget_messages_about, names_in
from meedoen.messages.models import OutgoingMessage
from tests.examples import NOW


def mail(
    session: Session, key: str, recipient: str, body: str, *, sent: bool = True
) -> OutgoingMessage:
    row = OutgoingMessage(
        key=key,
        recipient=recipient,
        subject="Dag",
        body=body,
        language="nl",
        created_at=NOW,
        next_try_at=NOW,
        sent_at=NOW if sent else None,
    )
    session.add(row)
    session.flush()
    return row


def forget(session: Session, *words: str, keys: tuple[str, ...] = ()) -> dict[str, str]:
    """What is left of each mail, by its key."""
    forget_messages_about(session, addresses={"lia@post.test", ""}, words=words, keys=keys)
    rows = session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id))
    return {row.key: row.body for row in rows}


def test_mails_to_an_address_go_and_those_that_wait_are_taken_back(session: Session) -> None:
    mail(session, "one", "lia@post.test", "Dag")
    mail(session, "two", "lia@post.test", "Dag", sent=False)
    mail(session, "three", "els@post.test", "Dag")
    assert forget(session) == {"one": "", "three": "Dag"}


def test_a_key_is_meant_whole(session: Session) -> None:
    for key in ("told/1", "told/12", "told/1/x"):
        mail(session, key, "els@post.test", "Dag", sent=False)
    assert forget(session, keys=("told/1",)) == {"told/12": "Dag"}


def test_a_name_is_meant_whole_and_one_of_many_takes_no_mail_from_another(
    session: Session,
) -> None:
    mail(session, "link", "els@post.test", "Link en Lia’s uren")
    mail(session, "long", "els@post.test", "Liana belde")
    mail(session, "waits", "els@post.test", "Lia belde", sent=False)
    assert forget(session, "Lia") == {"link": "", "long": "Liana belde", "waits": "Lia belde"}
    mail(session, "full", "els@post.test", "LIA PEETERS belde", sent=False)
    mail(session, "number", "els@post.test", "Bel 0470112233", sent=False)
    assert not {"full", "number"} & set(forget(session, "Lia Peeters", "0470112233"))


def test_signs_of_a_pattern_are_taken_as_they_are(session: Session) -> None:
    mail(session, "odd", "els@post.test", "100% zeker")
    assert forget(session, "%", "_", "a.c (x)") == {"odd": "100% zeker"}
    assert names_in("Dag a.c (x)!", "a.c (x)")
    assert not names_in("Dag abc (x)", "a.c (x)")
