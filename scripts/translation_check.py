"""What is wrong with the catalogues, in words; nothing is changed. `make check` runs this."""

import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from gettext import c2py

from babel.messages.catalog import Catalog, Message

from scripts.translations import CODES, PLURALS, ROOT, messages_in_code, read

NOT_YET: frozenset[str] = frozenset()
"""Languages that are still being translated: a text that is missing is no fault in them yet."""

GLOSSARIES = ROOT / "docs" / "glossary"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TAG = re.compile(r"</?\w[^>]*>|&\w+;")
MANY = 1000
"""Up to this number plural forms are tried; none changes beyond it."""


def faults(code: str) -> Iterator[str]:
    """Everything that is wrong with the catalogue of one language."""
    catalogue, template = read(code), messages_in_code()
    yield from faults_of_file(code, catalogue, template)
    for message in catalogue:
        if message.id:
            yield from (f"{name_of(message)}: {why}" for why in faults_of(code, message))


def faults_of_file(code: str, catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue as a whole: its language, its plurals, what it lacks.

    A message that nobody says any more harms nobody; `make translations` drops it.
    """
    if str(catalogue.locale_identifier) != code:
        yield f"the header says that this is {catalogue.locale_identifier}"
    if f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};" != PLURALS[code]:
        yield f"Plural-Forms must be: {PLURALS[code]}"
    here, there = ({str(one.id) for one in held if one.id} for held in (catalogue, template))
    yield from (f"{text}: not in the catalogue; run make translations" for text in there - here)


def name_of(message: Message) -> str:
    """A message by its Dutch text."""
    return message.id if isinstance(message.id, str) else message.id[0]


def faults_of(code: str, message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    forms = list(message.string) if message.pluralizable else [message.string]
    if message.fuzzy:
        yield "marked as fuzzy"
    if not all(forms):
        if code not in NOT_YET or any(forms):
            yield "no translation"
        return
    if message.pluralizable and len(forms) != len(readings(code)):
        yield f"{len(forms)} plural forms in place of {len(readings(code))}"
        return
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    for number, form in enumerate(forms):
        once = message.pluralizable and readings(code)[number] == 1
        yield from faults_of_form(code, originals, form, says_number=not once)


def faults_of_form(
    code: str, originals: list[str], form: str, *, says_number: bool
) -> Iterator[str]:
    """What is wrong with one form, beside its Dutch; a form for one number need not say it."""
    wanted = {part for text in originals for part in PLACEHOLDER.findall(text)}
    found = set(PLACEHOLDER.findall(form))
    lost = wanted - found - (set() if says_number else {"%(num)s"})
    yield from (f"{part} is lost in {form!r}" for part in sorted(lost))
    yield from (f"{part} is too much in {form!r}" for part in sorted(found - wanted))
    if wanted and "%" in PLACEHOLDER.sub("", form).replace("%%", ""):
        yield f"a sign % that stands for nothing in {form!r}"
    if all(Counter(TAG.findall(form)) != Counter(TAG.findall(text)) for text in originals):
        yield f"other tags in {form!r}"
    if form != form.strip() and all(text == text.strip() for text in originals):
        yield f"space around {form!r}"
    for term, stems in glossary(code).items():
        if all(says(text, term) for text in originals) and not any(
            plain(stem) in plain(form) for stem in stems
        ):
            yield f"‘{term}’ is {' or '.join(stems)} in the glossary, not {form!r}"


@cache
def readings(code: str) -> tuple[int, ...]:
    """For how many numbers each plural form of a language stands, of those that are tried."""
    count, rule = PLURALS[code].removeprefix("nplurals=").rstrip(";").split("; plural=")
    form_of = c2py(rule)
    stands = Counter(form_of(number) for number in range(MANY))
    return tuple(stands[form] for form in range(int(count)))


@cache
def glossary(code: str) -> dict[str, list[str]]:
    """The terms of one language: the forms of the Dutch term, and the stems that say it."""
    return tomllib.loads((GLOSSARIES / f"{code}.toml").read_text(encoding="utf-8"))


def says(text: str, term: str) -> bool:
    """Whether a Dutch text holds a term in one of its forms, also with a capital.

    A name, which begins with a capital, is never taken for the word that it comes from.
    """
    names = {one for one in glossary(CODES[0]) if one[0].isupper()}
    if term in names:
        return re.search(rf"\b{term}\b", text) is not None
    found = re.findall(rf"\b(?:{term})\b", text, re.IGNORECASE)
    return any(one not in names for one in found)


def plain(text: str) -> str:
    """A text without capitals, accents and vowel signs, so that they decide nothing."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def main() -> int:
    """Say all that is wrong; the outcome is 1 when something is."""
    wrong = [f"{code}: {why}" for code in CODES for why in faults(code)]
    print("\n".join(wrong) if wrong else f"{len(CODES)} catalogues are as they should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
