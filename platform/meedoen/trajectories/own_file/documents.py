"""The file as one ZIP in a stream: a page to read, the same as JSON, and the proofs as they are."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flask import current_app

from meedoen.trajectories.own_file.rules import Facts, listed
from meedoen.trajectories.own_file.wording import HEADINGS, WORDS_OF
from meedoen.trajectories.terms import Obligation
from meedoen.web.clock import BRUSSELS
from meedoen.web.languages import DUTCH, LANGUAGES, speaking
from meedoen.web.spoken import at_clock, in_full, on_date

PAGE, DATA = "mijn-dossier.html", "mijn-dossier.json"

AT_LEAST = 65_536
"""So many bytes are sent at once, but for the last."""

Member = tuple[str, int, Iterable[bytes]]
"""A file in the whole: its name, how it is packed, and its bytes as they come."""


class Outlet(io.RawIOBase):
    """Where a ZIP is written to that is sent while it is made: nothing of it is kept."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        """It can be written; it cannot be read, and one cannot go back in it."""
        return True

    def write(self, data: Any) -> int:
        """Hold bytes until they are taken."""
        self.held += data
        return len(data)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self.held)
        self.held.clear()
        return taken


def zipped(members: Iterable[Member], *, at: datetime) -> Iterator[bytes]:
    """A ZIP of these files, in parts; it holds one part of one file in memory."""
    outlet = Outlet()
    moment = at.astimezone(BRUSSELS).timetuple()[:6]
    with ZipFile(outlet, "w") as archive:
        for name, packing, chunks in members:
            about = ZipInfo(name, date_time=moment)
            about.compress_type = packing
            with archive.open(about, "w") as file:
                for chunk in chunks:
                    file.write(chunk)
                    if len(outlet.held) >= AT_LEAST:
                        yield outlet.take()
    yield outlet.take()


def members_of(
    facts: Facts,
    pdf_of: Callable[[str], bytes | None],
    photo_of: Callable[[int], bytes | None],
) -> Iterator[Member]:
    """The files of the whole; `pdf_of` gives the signed file of a proof by its code, `photo_of`
    that of a photo by its number; None where it is gone meanwhile."""
    yield PAGE, ZIP_DEFLATED, as_page(facts)
    yield DATA, ZIP_DEFLATED, as_data(facts)
    for proof in all_of(facts, "proofs"):
        pdf = pdf_of(str(proof["code"])) if proof["file"] else None
        if pdf is not None:
            yield str(proof["file"]), ZIP_STORED, (pdf,)
    for photo in all_of(facts, "photos"):
        picture = photo_of(int(str(photo["id"]))) if photo["file"] else None
        if picture is not None:
            yield str(photo["file"]), ZIP_STORED, (picture,)


def all_of(facts: Facts, name: str) -> Iterator[Facts]:
    """The proofs or photos of all trajectories."""
    for trajectory in listed(facts, "trajectories"):
        yield from listed(trajectory, name)


def as_data(facts: Facts) -> Iterator[bytes]:
    """The file for a machine; `docs/own-file.md` tells its shape."""
    for part in json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(facts):
        yield part.encode()


def as_page(facts: Facts) -> Iterator[bytes]:
    """The file to read, in the language of `facts`, with the Dutch headings beside it."""
    language = LANGUAGES[str(facts["language"])]
    template = current_app.jinja_env.get_template("trajectories/own_file/file.html")
    with speaking(DUTCH):
        dutch = {key: str(words) for key, words in HEADINGS.items()}
        in_dutch = {one.value: in_words("obligation", one.value) for one in Obligation}
    with speaking(language.code):
        own = {key: str(words) for key, words in HEADINGS.items()}
        page = template.render(
            file=facts,
            own=own,
            in_dutch=in_dutch,
            dutch=dutch if language.code != DUTCH else {},
            language=language,
            style=style(),
            day=day_in_words,
            moment=moment_in_words,
            word=in_words,
            length=lambda minutes: in_full(int(minutes)),
        )
    yield page.encode()


def day_in_words(text: str | None) -> str:
    """A day of the file as people write it; nothing for none."""
    return on_date(date.fromisoformat(text)) if text else ""


def moment_in_words(text: str | None) -> str:
    """A moment of the file as people write it, in Brussels, with its year; nothing for none."""
    if not text:
        return ""
    local = datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(BRUSSELS)
    return f"{on_date(local.date())}, {at_clock(local)}"


def in_words(kind: str, code: str | int | None) -> str:
    """A term of the file by its words; nothing for none."""
    if code is None:
        return ""
    term: Enum = WORDS_OF[kind](code)
    return str(current_app.extensions["dictionary"].say(term))


@cache
def style() -> str:
    """The styles of the page, which stand in it: it is opened without us."""
    return (Path(current_app.static_folder or "") / "css" / "own_file.css").read_text()
