"""The catalogues: complete, in line with the code and the glossaries; and the check itself."""

import tomllib
from gettext import c2py

import pytest
from babel import Locale
from babel.messages.catalog import Message

from meedoen.web.audience import PAGES, SOURCES
from scripts.translation_check import GLOSSARIES, faults, faults_of, glossary
from scripts.translations import CODES, PLURALS, ROOT

PLACES = ("%(num)s plaats", "%(num)s plaatsen")


def wrong_with(code: str, dutch: str | tuple[str, ...], said: str | tuple[str, ...]) -> str:
    return " · ".join(faults_of(code, Message(dutch, said)))


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_wrong_with_a_catalogue(code: str) -> None:
    assert list(faults(code)) == []


@pytest.mark.parametrize("code", CODES)
def test_plural_forms_are_those_of_cldr(code: str) -> None:
    rule = PLURALS[code].split("plural=")[1].rstrip(";")
    form_of, of_cldr = c2py(rule), Locale(code).plural_form
    pairs = {(form_of(n), of_cldr(n)) for n in range(1000)}
    assert len(pairs) == len({form for form, _ in pairs}) == len({tag for _, tag in pairs})
    order = ["zero", "one", "two", "few", "many", "other"]
    assert [tag for _, tag in sorted(pairs)] == sorted((t for _, t in pairs), key=order.index)


@pytest.mark.parametrize("code", CODES)
def test_every_glossary_has_every_term(code: str) -> None:
    english = tomllib.loads((GLOSSARIES / "en.toml").read_text())
    assert list(glossary(code)) == list(english)
    assert all(stems and all(stems) for stems in glossary(code).values())


def test_sources_and_pages_of_newcomers_are_there(whole_app) -> None:  # type: ignore[no-untyped-def]
    assert [part for part in SOURCES if not (ROOT / part).exists()] == []
    assert set(whole_app.view_functions) >= PAGES


@pytest.mark.parametrize(
    ("code", "dutch", "said", "why"),
    [
        ("en", "Hallo %(name)s", "Hello %(naam)s", "%(name)s is lost"),
        ("en", "Hallo %(name)s", "Hello %(name)s %(naam)s", "%(naam)s is too much"),
        ("en", "Hallo %(name)s", "Hello %(name)s, 100 %", "a sign % that stands for nothing"),
        ("en", "<b>Hallo</b>", "<b>Hello", "other tags"),
        ("en", "Hallo", " Hello", "space around"),
        ("en", "Zoek aanbod", "Find deals", "‘aanbod’ is offer"),
        ("en", "Doe mee", "Do it", "‘meedoen"),
        ("uk", PLACES, ("%(num)s місце", "%(num)s місця"), "2 plural forms in place of 3"),
        ("uk", PLACES, ("місце", "%(num)s місця", "%(num)s місць"), "%(num)s is lost"),
        ("en", PLACES, ("", "%(num)s places"), "no translation"),
    ],
)
def test_a_fault_in_a_translation_is_named(
    code: str, dutch: str | tuple[str, ...], said: str | tuple[str, ...], why: str
) -> None:
    assert why in wrong_with(code, dutch, said)


@pytest.mark.parametrize(
    ("code", "dutch", "said"),
    [
        ("en", "Hallo %(name)s", "%(name)s, hello"),
        ("en", "Meedoen helpt je", "Meedoen helps you"),
        ("en", "Doe mee", "Take part"),
        ("es", "Nederlands oefenen", "Practicar neerlandés"),
        ("en", PLACES, ("one place", "%(num)s places")),
        ("ar", PLACES, ("لا مكان", "مكان", "مكانان", *["%(num)s مكان"] * 3)),
    ],
)
def test_a_good_translation_has_no_fault(
    code: str, dutch: str | tuple[str, ...], said: str | tuple[str, ...]
) -> None:
    assert wrong_with(code, dutch, said) == ""


def test_a_fuzzy_message_is_a_fault() -> None:
    assert "fuzzy" in " ".join(faults_of("en", Message("Hallo", "Hello", flags=["fuzzy"])))
