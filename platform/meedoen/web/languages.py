"""The languages of the pages, and which one a page speaks; their words are in catalogues."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import Babel, force_locale, get_locale

DUTCH = "nl"
FRENCH = "fr"
SPOKEN = "meedoen.language"
"""The key of the request's environment that holds the code of its language."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its name and an invitation, both in itself, and how CLDR writes it.

    `day` is the full date of CLDR without its year. Babel's own search for such a pattern may give
    names of days in another language: it keeps what it found for Pashto in the part of CLDR that
    languages share.
    """

    code: str
    name: str
    invitation: str
    day: str
    locale: str = ""
    direction: str = "ltr"

    @property
    def cldr(self) -> str:
        """The locale by which dates, numbers and plurals go."""
        return self.locale or self.code


LANGUAGES: Mapping[str, Language] = {
    one.code: one
    for one in (
        Language(DUTCH, "Nederlands", "Lees dit in het Nederlands", "EEEE d MMMM"),
        Language("en", "English", "Read this in English", "EEEE d MMMM", locale="en_GB"),
        Language(FRENCH, "Français", "Lire cette page en français", "EEEE d MMMM"),
        Language("ar", "العربية", "اقرأ هذه الصفحة بالعربية", "EEEE، d MMMM", direction="rtl"),
        Language("tr", "Türkçe", "Bu sayfayı Türkçe oku", "d MMMM EEEE"),
        Language("uk", "Українська", "Читати українською", "EEEE, d MMMM"),
        Language(
            "fa",
            "فارسی / دری",
            "به فارسی / دری بخوانید",
            "EEEE d MMMM",
            direction="rtl",
        ),
        Language("ps", "پښتو", "دا پاڼه په پښتو ولولئ", "EEEE د MMMM d", direction="rtl"),
        Language("ru", "Русский", "Читать по-русски", "EEEE, d MMMM"),
        Language("es", "Español", "Leer en español", "EEEE, d 'de' MMMM"),
        Language("pl", "Polski", "Czytaj po polsku", "EEEE, d MMMM"),
        Language("ro", "Română", "Citește în română", "EEEE, d MMMM"),
        Language("ti", "ትግርኛ", "ነዚ ገጽ ብትግርኛ ኣንብብዎ", "EEEE፣ d MMMM"),
    )
}
"""All of them by code, Dutch first, in the order in which people choose."""


def init_languages(app: Flask, catalogues: Path) -> None:
    """Bind gettext to `app`, with the catalogues of a folder; times are shown as in Brussels."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", DUTCH)
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Brussels")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(catalogues))
    Babel(app, locale_selector=lambda: LANGUAGES[asked_language()].cldr)

    @app.context_processor
    def page_language() -> dict[str, Any]:
        language = current_language()
        return {"page_language": language.code, "page_direction": language.direction}


def asked_language() -> str:
    """The code of the language that the address asks for; Dutch where it asks for none."""
    return str(request.environ.get(SPOKEN, DUTCH)) if has_request_context() else DUTCH


def current_language() -> Language:
    """The language that is spoken now: of the page, or of the letter that is being written."""
    return LANGUAGES[str(getattr(get_locale(), "language", DUTCH))]


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while, as for a letter."""
    with force_locale(LANGUAGES[code].cldr):
        yield
