"""The proof as a file, and the page on which anyone checks it."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from apiflask import APIFlask
from pypdf import PdfReader
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.trajectories.actions import complete_trajectory
from meedoen.trajectories.models import Activity
from meedoen.trajectories.proving.documents import PdfUnavailable
from meedoen.trajectories.terms import HoursState
from meedoen.web.clock import now
from tests.conftest import PageClient
from tests.trajectories.examples import hours, page_of

SignIn = Callable[[PageClient, Account], None]


def full(session: Session, joined: Activity) -> None:
    for day in range(1, 5):
        hours(session, joined, HoursState.ACCEPTED, minutes=600, on_date=date(2026, 2, day))
    session.commit()


def test_completing_gives_a_proof_that_reads_as_text_and_can_be_checked(
    guided: PageClient, session: Session, joined: Activity, app: APIFlask
) -> None:
    assert guided.post(f"{page_of(joined)}/voltooien").status_code == 422
    assert guided.get(f"{page_of(joined)}/bewijs.pdf").status_code == 404
    full(session, joined)
    assert "Voltooi het traject" in guided.get(page_of(joined)).get_data(as_text=True)
    for _ in range(2):
        assert guided.post(f"{page_of(joined)}/voltooien").status_code == 303
    answer = guided.get(f"{page_of(joined)}/bewijs.pdf")
    assert answer.mimetype == "application/pdf"
    reader = PdfReader(BytesIO(answer.data))
    text = " ".join(reader.pages[0].extract_text().split())
    for words in ("Bewijs van deelname", "Amina Haddad", "40 u", "Praattafel in de bib"):
        assert words in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "nl"
    code = re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", text)
    assert code
    session.expire_all()
    for typed in (code[0], code[0].lower(), code[0].replace("-", "")):
        page = guided.get(f"/bewijs/{typed}").get_data(as_text=True)
        assert "Dit bewijs is echt" in page
        assert "A.H." in page
        assert "Haddad" not in page
        assert "Praattafel" not in page
    spaced = guided.get("/bewijs", query_string={"code": code[0].replace("-", " ")})
    assert spaced.headers["Location"] == f"/bewijs/{code[0]}"
    done = guided.get(page_of(joined)).get_data(as_text=True)
    assert "bewijs.pdf" in done
    assert "Schrijf uren op" not in done


def test_without_the_libraries_of_a_pdf_the_page_can_be_printed(
    guided: PageClient, session: Session, joined: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(session, joined)
    complete_trajectory(session, joined.trajectory, by=joined.trajectory.counsellor, at=now())
    session.commit()

    def unavailable(*_: object, **__: object) -> bytes:
        raise PdfUnavailable

    monkeypatch.setattr("meedoen.trajectories.proving.views.proof_pdf", unavailable)
    answer = guided.get(f"{page_of(joined)}/bewijs.pdf")
    assert answer.status_code == 200
    assert "Druk deze pagina af" in answer.get_data(as_text=True)
    assert "Amina Haddad" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "typed", ["0000-0000-0000-0000", "x", "é" * 16, "%00", "%ED%A0%80", "a" * 3000, "²" * 16]
)
def test_a_code_that_was_never_issued_is_not_known(client: PageClient, typed: str) -> None:
    assert client.get(f"/bewijs/{typed}").status_code == 404


def test_the_form_for_a_code_says_when_it_is_too_short(client: PageClient) -> None:
    assert client.get("/bewijs").status_code == 200
    answer = client.get("/bewijs?code=abc")
    assert answer.status_code == 422
    assert "niet volledig" in answer.get_data(as_text=True)
