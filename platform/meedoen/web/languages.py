"""Which language a page speaks, and which way it runs; the words themselves are in catalogues."""

from typing import Any

from babel import Locale
from flask import Flask
from flask_babel import Babel, get_locale

LANGUAGES = ("nl",)


def page_language() -> str:
    """The code of the language that the page speaks."""
    return str((get_locale() or Locale("nl")).language)


def init_languages(app: Flask) -> None:
    """Bind gettext to `app`; times are shown as in Brussels."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "nl")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Brussels")
    Babel(app)

    @app.context_processor
    def page_language() -> dict[str, Any]:
        locale = get_locale() or Locale("nl")
        return {
            "page_language": str(locale).replace("_", "-"),
            "page_direction": locale.text_direction,
        }
