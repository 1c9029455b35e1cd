"""The whole file: everything that is kept of one newcomer, and nothing of anybody else."""

import io
import json
import re
from zipfile import ZipFile

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meedoen.core.audit import AuditRow
from meedoen.trajectories.caseload.notes.actions import write_note
from meedoen.trajectories.disputing.actions import dispute_hours
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.looking.actions import keep_looks
from meedoen.trajectories.looking.rules import Seen
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.models import Activity
from meedoen.trajectories.own_file.documents import Outlet, zipped
from meedoen.trajectories.own_file.rules import VERSION
from meedoen.trajectories.proving.issuing.actions import ask_activity_proof
from meedoen.trajectories.proving.models import ProofDocument
from meedoen.trajectories.sheets.keeping import write
from meedoen.trajectories.sheets.models import SheetPhoto
from meedoen.trajectories.terms import HoursState
from tests import examples
from tests.conftest import ROOT, PageClient
from tests.examples import NOW
from tests.pages import faults
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, hours, trajectory

OWN = "/mijn-traject/dossier"


def opened(answer: TestResponse) -> tuple[dict[str, object], str, ZipFile]:
    """The data, the page and the archive of a download."""
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    archive = ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    data = json.loads(archive.read("mijn-dossier.json"))
    return data, archive.read("mijn-dossier.html").decode(), archive


def test_the_file_holds_everything(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn, app: APIFlask
) -> None:
    course = joined.trajectory
    newcomer, counsellor = course.newcomer, course.counsellor
    entry = hours(session, joined, HoursState.ACCEPTED)
    with app.app_context():
        dispute_hours(session, entry, reason="Het was langer.", by=newcomer, at=NOW)
    write_note(
        session, course, text="Belt liever 's avonds.", by=counsellor, at=NOW, request_key="n" * 32
    )
    proof = ask_activity_proof(session, joined, by=counsellor, at=NOW)
    session.add(
        ProofDocument(
            proof_id=proof.id, pdf=b"%PDF-1.7 x", sha256="s", certificate_sha256="c", made_at=NOW
        )
    )
    name = write(app.config["SETTINGS"].photos_dir, b"a picture")
    session.add(
        SheetPhoto(
            trajectory_id=course.id,
            activity_id=joined.id,
            file_name=name,
            sha256="d" * 64,
            width=60,
            height=40,
            attached_at=NOW,
            attached_by_id=newcomer.id,
            acted_as=ActedAs.NEWCOMER,
            request_key="f" * 32,
            position=0,
            entries=[entry],
        )
    )
    seen = Seen(
        newcomer_id=newcomer.id,
        trajectory_id=course.id,
        kind=LookKind.CASE,
        looked_as=LookedAs.COUNSELLOR,
        by_name="Karim Begeleider",
    )
    session.commit()
    keep_looks(session, [seen], at=NOW)
    sign_in(client, newcomer)
    data, page, archive = opened(client.post(OWN))
    (case,) = data["trajectories"]  # type: ignore[misc]
    assert case["notes"][0]["text"] == "Belt liever 's avonds."
    assert case["hours"][0]["disputes"][0]["reason"] == "Het was langer."
    assert case["proofs"][0]["file"] == f"bewijzen/{proof.code}.pdf"
    assert archive.read(f"bewijzen/{proof.code}.pdf") == b"%PDF-1.7 x"
    (photo,) = case["photos"]
    assert photo["entries"] == [entry.id]
    assert archive.read(photo["file"]) == b"a picture"
    assert [home["opening"] for home in case["homes"]] == [True]
    assert data["looks"][0]["by_name"] == "Karim Begeleider"  # type: ignore[index]
    for words in ("Praattafel in de bib", "Belt liever", "Het was langer.", "Karim Begeleider"):
        assert words in page
    assert not faults(page)


def test_the_shape_is_the_one_that_is_written_down(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    hours(session, joined, HoursState.REPORTED)
    sign_in(client, joined.trajectory.newcomer)
    data, _, _ = opened(client.post(OWN))
    written = (ROOT / "docs" / "own-file.md").read_text()
    assert f"version {VERSION}" in written
    known = set(re.findall(r"`(\w+)`", written))
    (case,) = data["trajectories"]  # type: ignore[misc]
    assert set(data) <= known
    assert set(case) <= known
    assert set(case["hours"][0]) <= known


def test_one_without_a_trajectory_has_a_file_too(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    newcomer = examples.newcomer(session, "Rana <Al> Khatib")
    sign_in(client, newcomer)
    assert client.get(OWN).status_code == 200
    data, page, _ = opened(client.post(OWN))
    assert data["trajectories"] == []
    assert "Rana &lt;Al&gt; Khatib" in page


def test_nothing_of_somebody_else_is_in_it(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    other = trajectory(session, counsellor_id=joined.trajectory.counsellor_id)
    elsewhere = activity(session, other, title="Geheime naaiclub")
    hours(session, elsewhere, HoursState.ACCEPTED)
    counsellor = joined.trajectory.counsellor
    write_note(session, other, text="Canarie", by=counsellor, at=NOW, request_key="n" * 32)
    sign_in(client, joined.trajectory.newcomer)
    answer = client.post(OWN)
    data, page, _ = opened(answer)
    assert "naaiclub" not in json.dumps(data) + page
    assert "Canarie" not in json.dumps(data) + page


def test_each_download_is_in_the_trail(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    sign_in(client, joined.trajectory.newcomer)
    for _again in range(2):
        client.post(OWN)
    rows = session.scalars(select(AuditRow).where(AuditRow.act == "download_own_file")).all()
    assert [row.account_id for row in rows] == [joined.newcomer_id] * 2


def test_it_is_in_the_language_of_the_page_with_the_dutch_beside_it(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    sign_in(client, joined.trajectory.newcomer)
    data, page, _ = opened(client.post(f"/ar{OWN}"))
    assert data["language"] == "ar"
    assert 'lang="ar" dir="rtl"' in page
    assert '<span class="dutch" lang="nl" dir="ltr">Mijn gegevens</span>' in page


@pytest.mark.parametrize("who", ["counsellor", "stranger"])
def test_only_newcomers_have_one(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn, who: str
) -> None:
    stranger = examples.person(session)
    sign_in(client, joined.trajectory.counsellor if who == "counsellor" else stranger)
    assert client.get(OWN).status_code == 403
    assert client.post(OWN).status_code == 403


def test_a_form_without_its_token_gives_nothing(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn, csrf: None
) -> None:
    sign_in(client, joined.trajectory.newcomer)
    assert client.post(OWN).mimetype == "text/html"
    assert not session.scalars(select(AuditRow).where(AuditRow.act == "download_own_file")).all()


def test_a_large_file_is_sent_in_parts() -> None:
    chunk = bytes(range(256)) * 1024

    def members():  # type: ignore[no-untyped-def]
        for number in range(8):
            yield f"{number}.bin", 0, (chunk for _ in range(2))

    parts = list(zipped(members(), at=NOW))
    assert len(parts) > 8
    assert max(map(len, parts)) < 2 * len(chunk) + 1024
    archive = ZipFile(io.BytesIO(b"".join(parts)))
    assert archive.testzip() is None
    assert archive.read("7.bin") == chunk * 2


def test_what_was_taken_is_not_held() -> None:
    outlet = Outlet()
    outlet.write(b"abc")
    assert outlet.take() == b"abc"
    assert outlet.take() == b""
