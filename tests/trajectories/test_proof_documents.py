"""The file of a proof: PDF/A and PDF/UA, in two languages, as tools of others see it."""

import re
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from pypdf import PdfReader
from sqlalchemy.orm import Session

from meedoen.trajectories.models import Activity, Proof
from meedoen.trajectories.proving import keeping
from meedoen.trajectories.proving.actions import issue_activity_proof
from meedoen.trajectories.proving.documents import PdfUnavailable, paper_facts, proof_pdf
from meedoen.trajectories.proving.keeping import keep_waiting
from meedoen.trajectories.proving.queries import find_document
from meedoen.trajectories.proving.signing.keys import KeyUnusable, signing_key
from meedoen.trajectories.terms import HoursState, ProofKind
from meedoen.web.clock import now
from meedoen.web.languages import LANGUAGES
from tests.trajectories.examples import hours

AT = datetime(2026, 3, 9, 10, 30, tzinfo=UTC)
HERE = "https://meedoen.example.be"


def proof(language: str, *, dates: int = 3, name: str = "Amina Haddad") -> Proof:
    first = date(2026, 1, 14)
    days = [first + timedelta(days=7 * number) for number in range(dates)]
    return Proof(
        id=1,
        kind=ProofKind.ACTIVITY,
        activity_id=1,
        code="7K3MZ0QX94TBWE2H",
        issued_at=AT,
        minutes=120 * dates,
        content={
            "name": name,
            "initials": "A.H.",
            "language": language,
            "first_on": days[0].isoformat(),
            "last_on": days[-1].isoformat(),
            "issued_on": "2026-03-09",
            "agency": "Agentschap Integratie en Inburgering",
            "title": "Praattafel in de bib",
            "host": "Bibliotheek Mechelen",
            "minutes": 120 * dates,
            "paper_minutes": 120,
            "days": [{"on": day.isoformat(), "minutes": 120} for day in days],
            "confirmed_by": ["Els Wouters"],
            "accepted_by": ["Karim Begeleider"],
        },
    )


def drawn(app: APIFlask, one: Proof) -> bytes:
    with app.test_request_context():
        key = signing_key(app.config["SETTINGS"], at=now())
        return proof_pdf(one, base_url=HERE, key=key)


def root_of(pdf: bytes) -> tuple[PdfReader, Any]:
    reader = PdfReader(BytesIO(pdf))
    return reader, reader.trailer["/Root"].get_object()


def fonts_of(reader: PdfReader) -> dict[str, Any]:
    """All fonts of all pages by name, those that others are made of among them."""
    found = {}
    for page in reader.pages:
        fonts: Any = page["/Resources"]["/Font"].get_object()  # type: ignore[index]
        for font in fonts.values():
            found[str(font["/BaseFont"])] = font.get_object()
    return found


def elements(node: Any, depth: int = 0) -> list[Any]:
    """All parts of a tree of tags."""
    assert depth < 60
    node = node.get_object()
    if isinstance(node, list):
        return [part for kid in node for part in elements(kid, depth + 1)]
    if not isinstance(node, dict):
        return []
    return [node, *(elements(node["/K"], depth + 1) if "/K" in node else [])]


@pytest.fixture(scope="module")
def arabic(whole_app: APIFlask) -> bytes:
    """A proof in Dutch and Arabic, signed."""
    return drawn(whole_app, proof("ar"))


def test_it_says_that_it_is_pdf_a_2a_and_pdf_ua_1_also_after_it_was_signed(arabic: bytes) -> None:
    _, root = root_of(arabic)
    words = root["/Metadata"].get_data().decode()
    said = dict(re.findall(r"(pdfaid:part|pdfaid:conformance|pdfuaid:part)[=>]\"?(\w)", words))
    assert said == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    assert "http://www.aiim.org/pdfua/ns/id/" in words
    assert "pdfaSchema" in words
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_its_metadata_say_the_same_in_both_places(arabic: bytes) -> None:
    reader, root = root_of(arabic)
    words = root["/Metadata"].get_data().decode()
    assert reader.metadata is not None
    assert reader.metadata.title == "Bewijs per activiteit · Amina Haddad"
    assert str(reader.metadata.title) in words
    assert reader.metadata.author == "Agentschap Integratie en Inburgering"
    assert reader.metadata.creation_date == AT
    assert re.search(r'CreateDate="2026-03-09T10:30:00Z"', words)
    changed = re.search(r'ModifyDate="([^"]+)"', words)
    assert changed
    assert reader.metadata.modification_date == datetime.fromisoformat(changed[1])


def test_nothing_in_it_is_forbidden_in_an_archive(arabic: bytes) -> None:
    reader, root = root_of(arabic)
    assert not reader.is_encrypted
    assert not {"/OpenAction", "/AA"} & set(root)
    assert "/NeedAppearances" not in root["/AcroForm"]
    for part in (b"/JavaScript", b"/Launch", b"/EmbeddedFile"):
        assert part not in arabic
    (field,) = root["/AcroForm"]["/Fields"]
    widget = field.get_object()
    flags = int(widget["/F"])
    assert flags & 4, "printed"
    assert not flags & (1 | 2 | 32 | 256), "neither hidden nor without a view"
    assert [float(edge) for edge in widget["/Rect"]][2] < 0, "outside the page"
    assert widget["/TU"]
    assert reader.pages[0]["/Tabs"] == "/S"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_is_drawn_with_embedded_fonts_of_its_own(
    whole_app: APIFlask, code: str
) -> None:
    reader, _ = root_of(drawn(whole_app, proof(code)))
    fonts = fonts_of(reader)
    assert all("Noto-Sans" in name for name in fonts), fonts
    for font in fonts.values():
        assert "/ToUnicode" in font
        (kin,) = font["/DescendantFonts"]
        assert "/FontFile2" in kin.get_object()["/FontDescriptor"]
    expected = {"ar": "Arabic", "fa": "Arabic", "ps": "Arabic", "ti": "Ethiopic"}.get(code, "Sans")
    assert any(expected in name for name in fonts)


@pytest.mark.parametrize("code", ["nl", "ar", "uk", "ti"])
def test_every_part_is_tagged_with_its_language(whole_app: APIFlask, code: str) -> None:
    _, root = root_of(drawn(whole_app, proof(code)))
    assert root["/Lang"] == "nl"
    found = {str(part["/Lang"]) for part in elements(root["/StructTreeRoot"]) if "/Lang" in part}
    assert found == {"nl", code}


def test_table_heads_and_pictures_are_tagged(arabic: bytes) -> None:
    _, root = root_of(arabic)
    parts = elements(root["/StructTreeRoot"])
    kinds = [str(part.get("/S")) for part in parts]
    assert kinds.count("/H1") == 1
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == 3
    (figure,) = [part for part in parts if part.get("/S") == "/Figure"]
    assert "7K3M-Z0QX-94TB-WE2H" in figure["/Alt"]


def test_many_dates_go_over_pages_with_the_head_repeated_and_the_name_on_top(
    whole_app: APIFlask,
) -> None:
    reader, _ = root_of(drawn(whole_app, proof("uk", dates=90, name="Olena Kovalenko")))
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert len(texts) > 2
    assert all("Olena Kovalenko" in text for text in texts)
    assert sum("Datum" in text for text in texts) > 1
    assert sum("woensdag" in text for text in texts) > 1
    whole = " ".join(texts)
    assert whole.count("7K3M-Z0QX-94TB-WE2H") >= 1
    assert "180 uur" in whole


def test_a_reader_of_dutch_gets_no_second_column(whole_app: APIFlask) -> None:
    with whole_app.test_request_context():
        assert paper_facts(proof("nl"), HERE)["own"] is None
        assert paper_facts(proof("xx"), HERE)["own"] is None
        facts = paper_facts(proof("fr"), HERE)
        assert facts["own"].keys() == facts["words"].keys()
        assert facts["words"]["total"] == "6 uur"
        assert facts["own"]["total"] == "6 heures"


def outside(tool: str, *arguments: str, pdf: bytes, folder: Path) -> str:
    """What a tool of somebody else says of a PDF; skipped where it is not installed."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not here; scripts/system-packages.sh test installs it on Debian")
    file = folder / "proof.pdf"
    file.write_bytes(pdf)
    ran = subprocess.run(
        [tool, *arguments, str(file)], capture_output=True, text=True, check=False, timeout=60
    )
    return ran.stdout + ran.stderr


def test_qpdf_finds_nothing_wrong(arabic: bytes, tmp_path: Path) -> None:
    assert "No syntax or stream encoding errors found" in outside(
        "qpdf", "--check", pdf=arabic, folder=tmp_path
    )


def test_poppler_finds_the_signature_valid_and_a_changed_byte_invalid(
    arabic: bytes, tmp_path: Path
) -> None:
    said = outside("pdfsig", pdf=arabic, folder=tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    changed = bytearray(arabic)
    changed[len(arabic) // 3] ^= 1
    assert "Signature is Valid" not in outside("pdfsig", pdf=bytes(changed), folder=tmp_path)


def test_poppler_reads_every_font_as_embedded_and_with_unicode(
    arabic: bytes, tmp_path: Path
) -> None:
    lines = outside("pdffonts", pdf=arabic, folder=tmp_path).splitlines()[2:]
    assert lines
    assert all(re.search(r" yes yes yes ", line) for line in lines)


def test_files_that_wait_are_made_once_and_kept(session: Session, joined: Activity) -> None:
    hours(session, joined, HoursState.ACCEPTED)
    one = issue_activity_proof(session, joined, by=joined.trajectory.counsellor, at=AT)
    session.commit()
    assert keep_waiting(session, at=AT) == 1
    assert keep_waiting(session, at=AT) == 0
    kept = find_document(session, one.id)
    assert kept is not None
    assert kept.pdf.startswith(b"%PDF-1.7")


@pytest.mark.parametrize("trouble", [PdfUnavailable(), KeyUnusable("no key")])
def test_where_no_file_can_be_made_it_waits(
    session: Session, joined: Activity, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    hours(session, joined, HoursState.ACCEPTED)
    one = issue_activity_proof(session, joined, by=joined.trajectory.counsellor, at=AT)
    session.commit()

    def fails(*_: object, **__: object) -> bytes:
        raise trouble

    monkeypatch.setattr(keeping, "proof_pdf", fails)
    assert keep_waiting(session, at=AT) == 0
    assert find_document(session, one.id) is None
    session.rollback()
    monkeypatch.undo()
    assert keep_waiting(session, at=AT) == 1
