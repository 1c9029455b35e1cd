"""The pages of the signed sheet: who may see a photo, what is kept when something else is wrong."""

import re
from io import BytesIO
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.terms import Role
from meedoen.trajectories.links import sheet_token
from meedoen.trajectories.models import Activity, HoursEntry
from meedoen.trajectories.sheets.models import SheetPhoto
from meedoen.trajectories.sheets.rules import MOST_BYTES
from meedoen.trajectories.terms import HoursState
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, hours, page_of, trajectory
from tests.trajectories.test_pictures import sent
from tests.trajectories.test_reporting import typed

KEY = "a" * 32
PARTS = "multipart/form-data; boundary=x"


def photo(name: str = "IMG_1.jpg", content: bytes | None = None) -> tuple[BytesIO, str]:
    return BytesIO(sent() if content is None else content), name


def sheet_of(joined: Activity) -> str:
    return f"{page_of(joined)}/activiteiten/{joined.id}/blad"


def attach(client: PageClient, to: Activity, *photos: Any, key: str = KEY, **more: Any) -> Any:
    data = {"request_key": key, "photos": list(photos) or [photo()], **more}
    return client.post(sheet_of(to), data=data, content_type="multipart/form-data")


def count(session: Session, model: type) -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(model)) or 0
    session.rollback()
    return found


def only_photo(session: Session) -> SheetPhoto:
    session.expire_all()
    found = session.scalars(select(SheetPhoto)).one()
    assert found.entries is not None
    session.commit()  # Pages write next; the lock of this reading must not be in their way.
    return found


@pytest.fixture
def own(session: Session, client: PageClient, joined: Activity, sign_in: SignIn) -> PageClient:
    """A browser in which the newcomer of `joined` is signed in."""
    sign_in(client, joined.trajectory.newcomer)
    return client


@pytest.fixture
def hosted(session: Session) -> Activity:
    """An approved activity that came from an offer of an organisation."""
    host = examples.organisation(session)
    offer = examples.offer(session, host, "Kooktafel")
    made = activity(session, trajectory(session), offer_id=offer.id, title=offer.title)
    session.commit()
    return made


def test_hours_are_reported_with_a_photo_in_one_form(
    session: Session, own: PageClient, joined: Activity
) -> None:
    address = f"{page_of(joined)}/uren/melden"
    assert 'capture="environment"' in own.get(address).text
    for _ in range(2):
        data = typed(joined) | {"photos": photo()}
        answer = own.post(address, data=data, content_type="multipart/form-data")
        assert answer.status_code == 303
    [entry] = session.scalars(select(HoursEntry))
    found = only_photo(session)
    assert [one.id for one in found.entries] == [entry.id]
    folder = own.application.config["SETTINGS"].photos_dir
    kept = {path.name for path in folder.glob("*/*.jpg")}
    assert found.file_name in kept
    page = own.get(f"{page_of(joined)}/uren/{entry.id}").text
    assert f"/fotos/{found.id}.jpg" in page


def test_a_good_photo_is_not_lost_when_the_hours_are_wrong(
    session: Session, own: PageClient, joined: Activity
) -> None:
    address = f"{page_of(joined)}/uren/melden"
    data = typed(joined, ends_at="13:00", note="Fijn") | {"photos": photo()}
    answer = own.post(address, data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Foto 1 staat al klaar" in answer.text
    assert "Fijn" in answer.text
    [token] = re.findall(r'name="kept"\s+value="([^"]+)"', answer.text)
    again = typed(joined) | {"kept": token}
    assert own.post(address, data=again, content_type="multipart/form-data").status_code == 303
    assert len(only_photo(session).entries) == 1


def test_nobody_attaches_a_photo_that_another_person_sent(
    session: Session, own: PageClient, joined: Activity, sign_in: SignIn
) -> None:
    address = f"{page_of(joined)}/uren/melden"
    data = typed(joined, ends_at="13:00") | {"photos": photo()}
    answer = own.post(address, data=data, content_type="multipart/form-data")
    [token] = re.findall(r'name="kept"\s+value="([^"]+)"', answer.text)
    other = activity(session, trajectory(session))
    sign_in(own, other.trajectory.newcomer)
    answer = own.post(
        sheet_of(other),
        data={"request_key": KEY, "kept": token},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "Kies eerst een foto." in answer.text
    assert count(session, SheetPhoto) == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "Kies een JPEG, PNG of WebP."),
        (b"", "Deze foto is leeg."),
        (b"\xff\xd8\xff", "Deze foto is beschadigd."),
        (b"\x00\x00\x00\x18ftypheic" + b"x" * 9, "HEIC"),
    ],
)
def test_what_is_no_photo_is_refused_in_words_and_what_was_typed_stays(
    session: Session, own: PageClient, joined: Activity, content: bytes, words: str
) -> None:
    data = typed(joined, note="Fijn") | {"photos": photo("foto.jpg", content)}
    answer = own.post(
        f"{page_of(joined)}/uren/melden", data=data, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert "Fijn" in answer.text
    assert count(session, HoursEntry) == count(session, SheetPhoto) == 0


def test_five_photos_are_too_many_and_four_are_not(
    session: Session, own: PageClient, joined: Activity
) -> None:
    answer = attach(own, joined, *(photo() for _ in range(5)))
    assert answer.status_code == 422
    assert "Kies hoogstens 4 foto’s tegelijk." in answer.text
    assert attach(own, joined, *(photo() for _ in range(4))).status_code == 303
    assert count(session, SheetPhoto) == 4


def test_more_than_may_be_sent_is_answered_in_words(
    session: Session, own: PageClient, joined: Activity
) -> None:
    answer = own.post(sheet_of(joined), data=b"x" * (5 * MOST_BYTES), content_type=PARTS)
    assert answer.status_code == 413
    assert "kies minder of kleinere foto’s" in answer.text
    assert count(session, SheetPhoto) == 0


def test_who_is_not_signed_in_may_not_send_so_much(
    client: PageClient, joined: Activity, session: Session, csrf: None
) -> None:
    session.commit()
    answer = client.post(sheet_of(joined), data=b"x" * 2_000_000, content_type=PARTS)
    assert answer.status_code == 413


def test_a_form_without_its_token_keeps_no_photo(
    session: Session, own: PageClient, joined: Activity, csrf: None
) -> None:
    folder = own.application.config["SETTINGS"].photos_dir
    before = set(folder.glob("*/*")) if folder.exists() else set()
    answer = attach(own, joined)
    assert answer.status_code == 400
    assert "Kies je foto opnieuw." in answer.text
    assert set(folder.glob("*/*")) == before if folder.exists() else not before


def test_a_photo_is_served_to_who_may_see_the_hours_alone_and_with_care(
    session: Session, own: PageClient, joined: Activity, sign_in: SignIn
) -> None:
    attach(own, joined)
    address = f"{page_of(joined)}/fotos/{only_photo(session).id}.jpg"
    answer = own.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("inline; filename=")
    sign_in(own, joined.trajectory.counsellor)
    assert own.get(address).status_code == 200
    for stranger in (
        trajectory(session).newcomer,
        examples.counsellor(session),
        examples.officer(session),
    ):
        sign_in(own, stranger)
        assert own.get(address).status_code == 404
        assert own.get(sheet_of(joined)).status_code == 404
        assert attach(own, joined).status_code == 404


def test_another_trajectory_in_the_address_opens_nothing(
    session: Session, own: PageClient, joined: Activity, sign_in: SignIn
) -> None:
    attach(own, joined)
    key = only_photo(session).id
    mine = trajectory(session)
    sign_in(own, mine.newcomer)
    for path in (f"fotos/{key}.jpg", f"fotos/{key}/verwijderen", f"activiteiten/{joined.id}/blad"):
        assert own.get(f"{page_of(mine)}/{path}").status_code == 404


def test_the_organisation_of_the_offer_attaches_too_and_another_does_not(
    session: Session, client: PageClient, hosted: Activity, sign_in: SignIn
) -> None:
    assert hosted.organisation_id is not None
    member = examples.person_with(
        session, Role.ORGANISATION_MEMBER, organisation_id=hosted.organisation_id
    )
    other = examples.organisation(session, "Elders")
    stranger = examples.person_with(session, Role.ORGANISATION_MEMBER, organisation_id=other.id)
    own_page, name = page_of(hosted), hosted.trajectory.newcomer.name
    sheet = sheet_of(hosted)
    sign_in(client, member)
    assert attach(client, hosted).status_code == 303
    assert only_photo(session).acted_as == "organisation"
    page = client.get(sheet).text
    assert name in page
    assert "Mijn uren" not in page
    assert client.get(own_page).status_code == 404
    sign_in(client, stranger)
    assert client.get(sheet).status_code == 404


def test_the_counsellor_sees_the_photo_beside_the_hours_and_accepts_with_one_press(
    session: Session, own: PageClient, joined: Activity, sign_in: SignIn
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    session.commit()
    attach(own, joined, hours=str(entry.id))
    sign_in(own, joined.trajectory.counsellor)
    address = f"{page_of(joined)}/uren/{entry.id}"
    page = own.get(address).text
    assert "Ik zag de handtekening: aanvaard" in page
    assert 'value="Els Wouters"' in page
    data = {"photo-name": "", "photo-seen_version": str(entry.version)}
    assert own.post(f"{address}/aanvaard-blad", data=data).status_code == 422
    data["photo-name"] = "Els Wouters"
    assert own.post(f"{address}/aanvaard-blad", data=data).status_code == 303
    session.expire_all()
    assert entry.state is HoursState.ACCEPTED
    assert entry.paper_seen_by_id == joined.trajectory.counsellor_id


def test_hours_that_changed_since_they_were_seen_are_not_accepted_by_their_photo(
    session: Session, own: PageClient, joined: Activity, sign_in: SignIn
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    session.commit()
    attach(own, joined, hours=str(entry.id))
    sign_in(own, joined.trajectory.counsellor)
    data = {"photo-name": "Els Wouters", "photo-seen_version": "999"}
    answer = own.post(f"{page_of(joined)}/uren/{entry.id}/aanvaard-blad", data=data)
    assert answer.status_code == 422
    assert "intussen veranderd" in answer.text


def test_a_photo_is_removed_after_a_question_and_its_file_with_it(
    session: Session, own: PageClient, joined: Activity
) -> None:
    attach(own, joined)
    found = only_photo(session)
    address = f"/trajecten/{found.trajectory_id}/fotos/{found.id}"
    assert "Verwijder deze foto" in own.get(f"{address}/verwijderen").text
    assert own.post(f"{address}/verwijderen").status_code == 303
    assert own.get(f"{address}.jpg").status_code == 404
    assert own.post(f"{address}/verwijderen").status_code == 404
    folder = own.application.config["SETTINGS"].photos_dir
    assert not list(folder.glob(f"*/{found.file_name}"))


def test_the_code_leads_who_may_to_the_page_and_tells_a_stranger_nothing(
    app: APIFlask, session: Session, client: PageClient, joined: Activity, sign_in: SignIn
) -> None:
    with app.app_context():
        address = f"/blad/{sheet_token(joined.id)}"
    of = joined.trajectory
    session.commit()
    page = client.get(address)
    assert page.status_code == 200
    for secret in (of.newcomer.name, joined.title, joined.host, joined.contact_name):
        assert secret not in page.text
    assert f"/aanmelden?volgende={address}" in page.text
    sign_in(client, of.newcomer)
    assert client.get(address).location.endswith(sheet_of(joined))
    sign_in(client, trajectory(session).newcomer)
    stranger = client.get(address)
    assert stranger.status_code == 200
    assert joined.title not in stranger.text
    assert client.get("/blad/nergens").status_code == 404


def test_the_form_to_print_is_a_pdf_in_two_languages_with_the_code(
    session: Session, own: PageClient, joined: Activity
) -> None:
    from pypdf import PdfReader

    joined.trajectory.newcomer.language = "fr"
    session.commit()
    answer = own.get(f"{sheet_of(joined)}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    read = PdfReader(BytesIO(answer.data))
    assert len(read.pages) == 1
    text = read.pages[0].extract_text()
    for word in ("Blad voor je uren", joined.trajectory.newcomer.name, joined.title, "/fr/blad/"):
        assert word in text


@pytest.mark.parametrize("language", ["ar", "ti", "uk"])
@pytest.mark.parametrize("signs", [32, 120])
def test_the_longest_words_still_fit_one_page(
    session: Session, own: PageClient, joined: Activity, language: str, signs: int
) -> None:
    from pypdf import PdfReader

    joined.trajectory.newcomer.language = language
    joined.title = "Praattafel met koffie en taart " * 4
    joined.host = "W" * 120 if signs == 120 else "Buurthuis De Zevende Stoel"
    joined.title = joined.title[:signs]
    session.commit()
    answer = own.get(f"{sheet_of(joined)}.pdf")
    assert len(PdfReader(BytesIO(answer.data)).pages) == 1
