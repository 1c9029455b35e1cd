"""The catalogues of words: `update` brings them in line with the code, `compile` makes them quick.

A catalogue holds what newcomers see and nothing else; which sources those are says
`meedoen.web.audience`. Work areas stay in Dutch, so their words are in no catalogue.
"""

import io
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "platform"))

from meedoen.web.audience import SOURCES  # noqa: E402  (the path must be set first)
from meedoen.web.languages import DUTCH, LANGUAGES  # noqa: E402

FOLDER = ROOT / "platform" / "translations"
CODES = tuple(code for code in LANGUAGES if code != DUTCH)
CALLS = {"_": None, "_l": None, "ngettext": (1, 2)}

SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)
HEADER = """\
# Meedoen: {name}.
# What newcomers see. The Dutch text leads; docs/translating.md says how to translate.
#"""

PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);",
    "tr": "nplurals=2; plural=(n != 1);",
    "uk": SLAVIC,
    "fa": "nplurals=2; plural=(n > 1);",
    "ps": "nplurals=2; plural=(n != 1);",
    "ru": SLAVIC,
    "es": "nplurals=2; plural=(n != 1);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "ro": "nplurals=3; plural=(n==1 ? 0 : n==0 || (n!=1 && n%100>=1 && n%100<=19) ? 1 : 2);",
    "ti": "nplurals=2; plural=(n > 1);",
}
"""The plural forms of CLDR for whole numbers, in the notation of gettext."""


def catalogue_of(code: str) -> Path:
    """The file with the words of one language."""
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


def sources() -> Iterator[Path]:
    """The files whose words newcomers see."""
    for part in SOURCES:
        there = ROOT / part
        yield from sorted(f for f in there.rglob("*") if f.is_file()) if there.is_dir() else [there]


@cache
def messages_in_code() -> Catalog:
    """All messages that newcomers see, in Dutch, each with the files that say it."""
    found = Catalog(charset="utf-8")
    for file in sources():
        method = {".py": "python", ".html": "jinja2", ".txt": "jinja2"}.get(file.suffix)
        if method is None:
            continue
        for _line, message, _notes, _context in extract_from_file(method, file, keywords=CALLS):
            where = [(file.relative_to(ROOT).as_posix(), 0)]
            found.add(message, None, locations=where)
    return found


def read(code: str) -> Catalog:
    """The catalogue of one language as it stands in its file; empty when there is none."""
    file = catalogue_of(code)
    if not file.exists():
        return Catalog(locale=code)
    with file.open("rb") as text:
        return read_po(text, locale=code)


def update(code: str, template: Catalog) -> None:
    """Bring one catalogue in line with the code: new messages are empty, old ones are dropped."""
    before = read(code)
    catalogue = Catalog(
        locale=code,
        header_comment=HEADER.format(name=LANGUAGES[code].name),
        project="Meedoen",
        version="1",
        charset="utf-8",
        creation_date=before.creation_date,
        revision_date=before.creation_date,
        last_translator="",
        language_team=code,
        fuzzy=False,
    )
    catalogue.mime_headers = [("Plural-Forms", PLURALS[code])]
    for message in template:
        if message.id:
            there = before.get(message.id)
            said = there.string if there else ("",) * catalogue.num_plurals
            flags = there.flags if there else ()
            catalogue.add(
                message.id,
                said if message.pluralizable == isinstance(said, tuple) else "",
                locations=message.locations,
                flags=flags,
            )
    text = io.BytesIO()
    write_po(text, catalogue, width=100, sort_by_file=True, include_lineno=False)
    catalogue_of(code).parent.mkdir(parents=True, exist_ok=True)
    catalogue_of(code).write_bytes(text.getvalue())


def compile_all() -> None:
    """Write the .mo beside each catalogue that is newer; whole or not at all."""
    for code in CODES:
        source, target = catalogue_of(code), catalogue_of(code).with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        made = target.with_suffix(f".{os.getpid()}")
        with made.open("wb") as binary:
            write_mo(binary, read(code))
        made.replace(target)


def main() -> None:
    """Do what the first argument says: update or compile."""
    if sys.argv[1:] == ["update"]:
        template = messages_in_code()
        for code in CODES:
            update(code, template)
        print(f"{len(template)} messages in {len(CODES)} catalogues")
    compile_all()


if __name__ == "__main__":
    main()
