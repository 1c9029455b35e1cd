"""Photos of the signed sheet: attached, seen, relied on, removed, and noticed when swapped."""

import os
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.errors import Conflict, RuleBroken
from meedoen.trajectories.ledger.queries import check_ledgers, list_lines
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.links import read_sheet_token, sheet_token
from meedoen.trajectories.models import Activity, HoursEntry
from meedoen.trajectories.sheets import keeping
from meedoen.trajectories.sheets.actions import (
    REMOVED,
    Ready,
    accept_by_photo,
    attach_photos,
    drop_removed,
    remove_photo,
    sweep,
)
from meedoen.trajectories.sheets.models import SheetPhoto
from meedoen.trajectories.sheets.pictures import made_fit
from meedoen.trajectories.sheets.queries import check_photos
from meedoen.trajectories.terms import ActivityDecision, ConfirmedHow, HoursState
from meedoen.web.clock import now
from tests.examples import NOW
from tests.trajectories.examples import activity, hours
from tests.trajectories.test_pictures import sent


@pytest.fixture
def folder(app: APIFlask) -> Path:
    """Where photos lie."""
    found = app.config["SETTINGS"].photos_dir
    assert isinstance(found, Path)
    return found


def ready(folder: Path, *, size: tuple[int, int] = (60, 40)) -> Ready:
    """A photo that is kept."""
    picture = made_fit(sent(size=size))
    name = keeping.write(folder, picture.content)
    return Ready(name, picture.sha256, picture.width, picture.height)


def attached(
    session: Session,
    to: Activity,
    entries: list[HoursEntry],
    photos: list[Ready],
    *,
    acted: ActedAs = ActedAs.NEWCOMER,
    key: str = "a" * 32,
) -> list[SheetPhoto]:
    by = to.trajectory.newcomer if acted is ActedAs.NEWCOMER else to.trajectory.counsellor
    return attach_photos(session, to, entries, photos, acted=acted, by=by, at=NOW, request_key=key)


def codes(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [reason.code for reason in broken.value.reasons]


def wrong(session: Session, folder: Path) -> list[str]:
    return [words for _, found in check_photos(session, folder) for words in found]


def test_each_photo_leaves_a_line_with_its_digest_on_each_of_its_hours(
    session: Session, joined: Activity, folder: Path
) -> None:
    one, two = (hours(session, joined, HoursState.REPORTED) for _ in range(2))
    photos = [ready(folder), ready(folder, size=(70, 40))]
    attached(session, joined, [one, two], photos)
    lines = [line for line in list_lines(session, joined.trajectory_id) if line.photo_sha256]
    assert [(line.act, line.entry_id, line.photo_sha256, line.acted_as) for line in lines] == [
        ("attach_photo", entry.id, photo.sha256, "newcomer")
        for photo in photos
        for entry in (one, two)
    ]
    assert not [fault for checked in check_ledgers(session) for fault in checked.faults]
    assert wrong(session, folder) == []


def test_the_same_form_again_attaches_nothing_and_that_of_another_activity_is_refused(
    session: Session, joined: Activity, folder: Path
) -> None:
    photo = ready(folder)
    [first] = attached(session, joined, [], [photo])
    assert attached(session, joined, [], [ready(folder)]) == [first]
    other = activity(session, joined.trajectory, title="Koken")
    with pytest.raises(Conflict):
        attached(session, other, [], [ready(folder)])


@pytest.mark.parametrize(
    "state", [HoursState.PLANNED, HoursState.ACCEPTED, HoursState.WITHDRAWN], ids=str
)
def test_only_hours_that_happened_and_were_not_accepted_take_a_photo(
    session: Session, joined: Activity, folder: Path, state: HoursState
) -> None:
    entry = hours(session, joined, state)
    with pytest.raises(RuleBroken) as broken:
        attached(session, joined, [entry], [ready(folder)])
    assert codes(broken) == ["photo_too_late"]


def test_nothing_too_many_and_an_activity_that_was_not_approved_are_refused(
    session: Session, joined: Activity, folder: Path
) -> None:
    with pytest.raises(RuleBroken) as broken:
        attached(session, joined, [], [])
    assert codes(broken) == ["photo_missing"]
    with pytest.raises(RuleBroken) as broken:
        attached(session, joined, [], [ready(folder)] * 5)
    assert codes(broken) == ["photo_too_many"]
    session.add_all(
        SheetPhoto(
            trajectory_id=joined.trajectory_id,
            activity_id=joined.id,
            file_name=f"{number:032x}.jpg",
            sha256="0" * 64,
            width=1,
            height=1,
            attached_at=NOW,
            attached_by_id=joined.trajectory.newcomer_id,
            acted_as=ActedAs.NEWCOMER,
            request_key="b" * 32,
            position=number,
        )
        for number in range(40)
    )
    session.flush()
    with pytest.raises(RuleBroken) as broken:
        attached(session, joined, [], [ready(folder)])
    assert codes(broken) == ["photo_too_many_of_activity"]
    refused = activity(session, joined.trajectory, decision=ActivityDecision.REFUSED)
    with pytest.raises(RuleBroken) as broken:
        attached(session, refused, [], [ready(folder)])
    assert codes(broken) == ["activity_not_approved"]


def test_the_counsellor_accepts_by_the_photo_in_one_act_of_two_lines(
    session: Session, joined: Activity, folder: Path
) -> None:
    entry, by = hours(session, joined, HoursState.REPORTED), joined.trajectory.counsellor
    with pytest.raises(RuleBroken) as broken:
        accept_by_photo(session, entry, name="Els Wouters", by=by, at=NOW)
    assert codes(broken) == ["photo_missing"]
    attached(session, joined, [entry], [ready(folder)])
    assert accept_by_photo(session, entry, name="Els Wouters", by=by, at=NOW) == 120
    assert (entry.state, entry.confirmed_how) == (HoursState.ACCEPTED, ConfirmedHow.PAPER)
    assert (entry.paper_seen_by_id, entry.accepted_by_id) == (by.id, by.id)
    acts = [line.act for line in list_lines(session, joined.trajectory_id)]
    assert acts[-3:] == ["attach_photo", "record_paper_confirmation", "accept_hours"]


def test_a_signature_of_the_newcomer_accepts_nothing_and_confirms_nothing(
    session: Session, joined: Activity, folder: Path
) -> None:
    entry, of = hours(session, joined, HoursState.REPORTED), joined.trajectory
    attached(session, joined, [entry], [ready(folder)])
    with pytest.raises(RuleBroken) as broken:
        accept_by_photo(session, entry, name=of.newcomer.name, by=of.counsellor, at=NOW)
    assert codes(broken) == ["contact_is_newcomer"]
    assert entry.state is HoursState.REPORTED


def test_before_acceptance_who_attached_a_photo_removes_it_and_its_digest_stays(
    session: Session, joined: Activity, folder: Path
) -> None:
    entry, of = hours(session, joined, HoursState.REPORTED), joined.trajectory
    [photo] = attached(session, joined, [entry], [ready(folder)])
    with pytest.raises(RuleBroken) as broken:
        remove_photo(session, photo, acted=ActedAs.ORGANISATION, by=of.counsellor, at=NOW)
    assert codes(broken) == ["photo_of_another"]
    for _ in range(2):
        remove_photo(session, photo, acted=ActedAs.NEWCOMER, by=of.newcomer, at=NOW)
    assert session.info[REMOVED] == [photo.file_name]
    assert keeping.read(folder, photo.file_name) is not None
    drop_removed(session, folder)
    assert keeping.read(folder, photo.file_name) is None
    last = list_lines(session, joined.trajectory_id)[-1]
    assert (last.act, last.photo_sha256) == ("remove_photo", photo.sha256)
    assert wrong(session, folder) == []


def test_after_acceptance_the_counsellor_alone_removes_it_and_says_why(
    session: Session, joined: Activity, folder: Path
) -> None:
    entry, of = hours(session, joined, HoursState.REPORTED), joined.trajectory
    [photo] = attached(session, joined, [entry], [ready(folder)])
    accept_by_photo(session, entry, name="Els Wouters", by=of.counsellor, at=NOW)
    with pytest.raises(RuleBroken) as broken:
        remove_photo(session, photo, acted=ActedAs.NEWCOMER, by=of.newcomer, at=NOW)
    assert codes(broken) == ["photo_was_relied_on"]
    with pytest.raises(RuleBroken) as broken:
        remove_photo(session, photo, acted=ActedAs.COUNSELLOR, by=of.counsellor, at=NOW)
    assert codes(broken) == ["text_missing"]
    words = "Er staat iemand anders op."
    remove_photo(session, photo, acted=ActedAs.COUNSELLOR, by=of.counsellor, at=NOW, reason=words)
    last = list_lines(session, joined.trajectory_id)[-1]
    assert (last.act, last.said, last.acted_as) == ("remove_photo", words, "counsellor")
    assert entry.state is HoursState.ACCEPTED


def test_a_swapped_a_missing_and_a_brought_back_file_are_noticed(
    session: Session, joined: Activity, folder: Path
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    [swapped, missing, back] = attached(
        session, joined, [entry], [ready(folder, size=(60 + n, 40)) for n in range(3)]
    )
    keeping.place_of(folder, swapped.file_name).write_bytes(made_fit(sent("PNG")).content[:-1])
    keeping.place_of(folder, missing.file_name).unlink()
    remove_photo(session, back, acted=ActedAs.NEWCOMER, by=joined.trajectory.newcomer, at=NOW)
    assert wrong(session, folder) == [
        f"photo {swapped.id}: its file is another than the one that was attached",
        f"photo {missing.id}: its file is missing",
        f"photo {back.id}: was removed, but its file is there",
    ]


def test_a_row_and_file_that_were_both_swapped_are_noticed_by_the_ledger(
    session: Session, joined: Activity, folder: Path
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    [photo] = attached(session, joined, [entry], [ready(folder)])
    other = ready(folder, size=(90, 40))
    photo.file_name, photo.sha256 = other.file_name, other.sha256
    session.flush()
    assert len(wrong(session, folder)) == 2
    assert all("the ledger and its row" in words for words in wrong(session, folder))


def test_files_that_belong_to_nothing_are_swept_after_a_day_and_no_others(
    session: Session, joined: Activity, folder: Path
) -> None:
    used, fresh, stray = (ready(folder) for _ in range(3))
    attached(session, joined, [], [used])
    half = keeping.place_of(folder, stray.file_name).with_name(".half.jpg")
    half.write_bytes(b"half")
    old = time.time() - timedelta(days=2).total_seconds()
    places = [keeping.place_of(folder, one.file_name) for one in (used, stray)]
    for place in (*places, half):
        os.utime(place, (old, old))
    assert sweep(session, folder, at=now()) >= 2
    assert keeping.read(folder, used.file_name) is not None
    assert keeping.read(folder, fresh.file_name) is not None
    assert keeping.read(folder, stray.file_name) is None
    assert not half.exists()
    assert sweep(session, folder, at=now()) == 0


def test_the_code_on_a_form_names_its_activity_and_nothing_else(app: APIFlask) -> None:
    with app.app_context():
        token = sheet_token(44)
        assert read_sheet_token(token) == 44
        for other in ("", "44", token[:-1], f"{token}x", "é" * 30):
            assert read_sheet_token(other) is None


def test_a_photo_of_nothing_reported_yet_is_kept_with_the_activity(
    session: Session, joined: Activity, folder: Path
) -> None:
    [photo] = attached(session, joined, [], [ready(folder)])
    assert session.scalars(select(SheetPhoto.id)).all() == [photo.id]
    assert list_lines(session, joined.trajectory_id) == []
    assert wrong(session, folder) == []
    assert BytesIO(keeping.read(folder, photo.file_name) or b"").getvalue()[:2] == b"\xff\xd8"
