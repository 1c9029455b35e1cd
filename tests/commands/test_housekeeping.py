"""`flask housekeeping`: what must happen daily, and nothing the second time."""

import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import SignIn
from meedoen.messages.models import OutgoingMessage
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus
from meedoen.participation.models import Interest
from meedoen.trajectories.sheets.keeping import place_of
from meedoen.web.clock import now, today
from meedoen.web.session import db
from tests import examples
from tests.commands.conftest import Flask, rows
from tests.trajectories.lives import EMAIL, NAME, PHOTO_FILE, whole_life


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
    stray = place_of(app.config["SETTINGS"].photos_dir, PHOTO_FILE)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_text("of a form that was not finished")
    os.utime(stray, (long_ago.timestamp(), long_ago.timestamp()))

    first = flask("housekeeping")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.startswith("offers expired: 1, ")
    assert "photos of nothing removed: 1" in first.stdout
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
        "files of proofs made: 0, exports forgotten: 0, people told: 0, people erased: 0, "
        "accounts erased: 0, photos of nothing removed: 0, reminders given: 0, "
        "moves that came: 0, looks forgotten: 0, shares forgotten: 0, "
        "mail that could not be sent: none\n"
    )
    assert rows(session) == before | {"forgetting_runs": before["forgetting_runs"] + 1}


def test_an_erased_person_is_in_no_file_any_more(
    flask: Flask, app: APIFlask, session: Session
) -> None:
    made = whole_life(session)
    made.ended_at = now() - timedelta(days=3 * 366)
    made.newcomer.told_on = today() - timedelta(days=31)
    session.commit()
    settings = app.config["SETTINGS"]
    (settings.data_dir / "outbox").mkdir(exist_ok=True)
    keys = session.scalars(select(OutgoingMessage.key)).all()
    session.commit()
    with app.app_context():
        app.extensions["delivery"].deliver()
    lying = settings.data_dir / "outbox" / f"{sha256(keys[0].encode()).hexdigest()[:32]}.eml"
    lying.write_text(NAME)
    photo = place_of(settings.photos_dir, PHOTO_FILE)
    photo.parent.mkdir(parents=True, exist_ok=True)
    photo.write_text(NAME)
    strange = settings.data_dir / "outbox" / "notes.eml"
    strange.write_text("not ours")

    done = flask("housekeeping")
    assert done.exit_code == 0
    assert "people erased: 1" in done.stdout
    assert flask("trajectories", "verify").exit_code == 0
    assert list(settings.data_dir.rglob("*.eml")) == [strange]
    assert not photo.exists()
    url = db.engine.url
    if url.get_backend_name() == "sqlite":
        kept = Path(str(url.database))
        files = list(kept.parent.glob(f"{kept.name}*"))
        assert kept in files
        for file in files:
            raw = file.read_bytes()
            assert EMAIL.encode() not in raw, file.name
            assert NAME.encode() not in raw, file.name
