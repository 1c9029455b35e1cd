"""The concepts are complete and clean: thirteen languages each, in its script, no name twice."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

CONCEPTS = Path(__file__).resolve().parents[2] / "seed_data" / "concepts"
FILES = sorted(file for file in CONCEPTS.glob("*.toml") if file.name != "ambiguous.toml")
LANGUAGES = ("nl", "en", "fr", "ar", "tr", "uk", "fa", "ps", "ru", "es", "pl", "ro", "ti")
SCRIPTS = {
    "ar": "ARABIC",
    "fa": "ARABIC",
    "ps": "ARABIC",
    "ru": "CYRILLIC",
    "uk": "CYRILLIC",
    "ti": "ETHIOPIC",
}
"""All other languages are written in Latin letters."""
NO_LETTER_OF = {
    "ar": "یکگپچ",
    "fa": "يكىة",
    "ru": "іїєґ",
    "uk": "ыэъё",
    "ro": "şţ",
    "tr": "șț",
}
"""Letters that look right, but are those of a language with the same script."""
TATWEEL = "\N{ARABIC TATWEEL}"
NON_JOINER = "\N{ZERO WIDTH NON-JOINER}"

Concepts = dict[str, dict[str, list[str]]]


def read(file: Path) -> Concepts:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def every_name() -> list[tuple[str, str, str]]:
    """The concept, the language and the name itself."""
    return [
        (concept, language, name)
        for file in FILES
        for concept, languages in read(file).items()
        for language, names in languages.items()
        for name in names
    ]


def folded(name: str) -> str:
    """The name as somebody in a hurry types it: no capitals, no accents, no vowel marks."""
    letters = unicodedata.normalize("NFD", name.replace(NON_JOINER, " ").casefold())
    kept = (one for one in letters if unicodedata.category(one) != "Mn" and one != TATWEEL)
    return unicodedata.normalize("NFC", "".join(kept))


def owners() -> dict[tuple[str, str], set[str]]:
    """Which concepts claim a name, by language and folded name."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for concept, language, name in every_name():
        found[language, folded(name)].add(concept)
    return found


def ambiguous() -> set[tuple[str, str]]:
    listed = tomllib.loads((CONCEPTS / "ambiguous.toml").read_text(encoding="utf-8"))
    return {(language, folded(name)) for language, names in listed.items() for name in names}


def test_there_are_enough_concepts_and_each_stands_once() -> None:
    slugs = [slug for file in FILES for slug in read(file)]
    assert len(slugs) >= 400
    assert len(slugs) == len(set(slugs))
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", slug) for slug in slugs)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_sorted_and_short(file: Path) -> None:
    slugs = list(read(file))
    assert slugs == sorted(slugs)
    assert file.read_text(encoding="utf-8").count("\n") <= 400


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_concept_has_one_to_eight_names_in_every_language(file: Path) -> None:
    for concept, languages in read(file).items():
        assert tuple(languages) == LANGUAGES, concept
        for language, names in languages.items():
            assert 1 <= len(names) <= 8, (concept, language)
            assert len({folded(name) for name in names}) == len(names), (concept, language)


def test_a_name_is_clean_text() -> None:
    for concept, language, name in every_name():
        assert name, (concept, language)
        assert name == " ".join(name.split()), (concept, language, name)
        assert unicodedata.is_normalized("NFC", name), (concept, language, name)


def test_a_name_is_written_in_the_letters_of_its_language() -> None:
    for concept, language, name in every_name():
        script = SCRIPTS.get(language, "LATIN")
        letters = [one for one in name if one.isalpha()]
        assert letters, (concept, language)
        assert all(unicodedata.name(one).startswith(script) for one in letters), (concept, name)
        assert not set(name.lower()) & set(NO_LETTER_OF.get(language, "")), (concept, name)


def test_a_name_belongs_to_one_concept_unless_it_is_listed_as_ambiguous() -> None:
    shared = {name for name, concepts in owners().items() if len(concepts) > 1}
    assert shared == ambiguous()
