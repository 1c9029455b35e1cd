"""`flask housekeeping`: what must happen daily, and nothing the second time."""

from datetime import timedelta

from apiflask import APIFlask
from sqlalchemy.orm import Session

from meedoen.accounts.models import SignIn
from meedoen.messages.models import OutgoingMessage
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus
from meedoen.participation.models import Interest
from meedoen.web.clock import now, today
from tests import examples
from tests.commands.conftest import Flask, rows


def message(number: int, **facts: object) -> OutgoingMessage:
    """A mail in the outbox."""
    at = now()
    return OutgoingMessage(
        key=f"test:{number}",
        recipient="sara@stad.test",
        subject="Dag",
        body="Dag Sara",
        language="nl",
        **{"created_at": at, "next_try_at": at, **facts},
    )


def test_it_does_all_there_is_to_do_and_nothing_the_second_time(
    flask: Flask, app: APIFlask, session: Session
) -> None:
    host = examples.organisation(session)
    past = examples.offer(session, host, "Feest", ends_on=today() - timedelta(days=1))
    examples.offer(session, host, "Praattafel")
    account = examples.person(session)
    long_ago = now() - timedelta(days=60)
    session.add(
        SignIn(account_id=account.id, token_hash="x" * 64, started_at=long_ago, expires_at=long_ago)
    )
    session.add(message(0, sent_at=long_ago))
    session.add(
        Interest(
            offer=past,
            name="Amina",
            phone="0470 00 00 00",
            asked_at=now() - timedelta(days=181),
            request_key="a" * 32,
        )
    )
    session.add_all(message(number) for number in range(1, 46))
    session.commit()

    first = flask("housekeeping")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.startswith("offers expired: 1, ")
    assert "visits forgotten: 1, interests forgotten: 1, mails emptied: 1" in first.stdout
    session.expire_all()
    assert session.get_one(Offer, past.id).status is OfferStatus.EXPIRED
    session.rollback()
    outbox = app.config["SETTINGS"].data_dir / "outbox"
    assert len(list(outbox.glob("*.eml"))) == 45
    assert flask("search", "status").stdout == "index 1, database 1, waiting notes 0\n"

    before = rows(session)
    second = flask("housekeeping")
    assert second.exit_code == 0
    assert second.stdout == (
        "offers expired: 0, attempts forgotten: 0, visits forgotten: 0, "
        "interests forgotten: 0, mails emptied: 0, "
        "files of proofs made: 0, exports forgotten: 0, moves that came: 0, "
        "mail that could not be sent: none\n"
    )
    assert rows(session) == before
