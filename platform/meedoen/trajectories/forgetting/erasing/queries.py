"""Reads of what names somebody elsewhere: the views that colleagues keep of their list."""

import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote_plus

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.trajectories.caseload.models import SavedView

PARTICLES = {"van", "der", "den", "ter", "ten", "von", "bin", "ben", "abu", "del", "dos"}
"""Words of many names, which tell nobody apart."""


def list_views_about(session: Session, names: Iterable[str]) -> list[SavedView]:
    """The views whose name or question holds a word of one of these names.

    A view is a search for anybody: one that is lost is made again, a name that stays is not.
    """
    words = {word for name in names for word in folded(name).split() if len(word) > 2} - PARTICLES
    found = session.scalars(select(SavedView))
    return [view for view in found if words & set(words_of(view))]


def words_of(view: SavedView) -> list[str]:
    """The words that somebody typed in a view."""
    text = f"{view.name} {unquote_plus(view.question)}"
    return "".join(sign if sign.isalnum() else " " for sign in folded(text)).split()


def folded(text: str) -> str:
    """A text without case and accents, as the list searches."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
