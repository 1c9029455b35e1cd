"""Takes a typed text apart into point, code, postcode, name and what stands behind the name."""

import re
import unicodedata

from meedoen.places.typed.terms import Typed

LONGEST_TEXT = 100
"""Characters; the longest label of a place has fewer, so a longer text is no place."""

BOX = (49.0, 52.0), (2.0, 7.0)
"""Latitudes and longitudes within which a point is taken: Belgium and just over its borders."""

DOTS = re.compile(r"([+-]?\d{1,3}(?:\.\d{1,15})?)(?:\s*[,;]\s*|\s+)([+-]?\d{1,3}(?:\.\d{1,15})?)")
COMMAS = re.compile(r"(\d{1,3},\d{1,15})(?:\s*[,;]\s*|\s+)(\d{1,3},\d{1,15})")
COUNTRY = re.compile(r"[\s,(]+(belgi[eë]|belgique|belgium|belgien|vlaanderen)\s*\)?$", re.I)
BETWEEN = re.compile(r"[(),]")
POSTCODE = re.compile(r"(?:\bbe?[\s-]*)?(?<!\d)(\d{4})(?!\d)", re.I)
NIS = re.compile(r"(?<!\d)(\d{5})(?!\d)")


def read_typed(text: str) -> Typed | None:
    """The parts of a text, None where it says nothing that could be a place.

    That is so for an empty text, a very long one, one with control characters, a point far from
    Belgium, and for digits that are neither a postcode nor a NIS code.
    """
    words = cleaned(text)
    if not words:
        return None
    for shape in (DOTS, COMMAS):
        if match := shape.fullmatch(words):
            return point_of(*match.groups())
    words = COUNTRY.sub("", words).strip(" ,;-")
    if NIS.fullmatch(words):
        return Typed(nis=words)
    if match := POSTCODE.fullmatch(words):
        return Typed(postcode=match[1])
    if not any(c.isalpha() for c in words):
        return None
    return named_of(words)


def cleaned(text: str) -> str:
    """The text with plain spaces, ASCII digits and composed letters; empty where it is refused."""
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        return ""
    kept = []
    for c in unicodedata.normalize("NFKC", text):
        kind = unicodedata.category(c)
        if c.isspace():
            kept.append(" ")
        elif kind in ("Cc", "Cs"):
            return ""
        elif kind == "Nd":
            kept.append(str(unicodedata.decimal(c)))
        elif kind != "Cf":
            kept.append(c)
    return " ".join("".join(kept).split())


def point_of(lat: str, lon: str) -> Typed | None:
    """A point from two numbers with a dot or a comma, None where it lies far from Belgium."""
    point = round(float(lat.replace(",", ".")), 6), round(float(lon.replace(",", ".")), 6)
    near = all(low <= degrees <= high for degrees, (low, high) in zip(point, BOX, strict=True))
    return Typed(point=point) if near else None


def named_of(words: str) -> Typed:
    """A name with what may stand around it: codes, brackets, or more after commas."""
    first, *rest = BETWEEN.split(words)
    postcode, parts = without(POSTCODE, [first, *rest])
    address = bool(postcode) and parts[0] != first
    nis, parts = without(NIS, parts)
    said = [part for part in map(trimmed, parts) if part]
    name = said[0] if said else ""
    return Typed(postcode=postcode, nis=nis, name=name, behind=tuple(said[1:]), address=address)


def without(code: re.Pattern[str], parts: list[str]) -> tuple[str, list[str]]:
    """The first such code in these parts, empty where there is none, and the parts without it."""
    for at, part in enumerate(parts):
        if match := code.search(part):
            rest = part.replace(match[0], " ", 1)
            return match[1], [*parts[:at], rest, *parts[at + 1 :]]
    return "", parts


def trimmed(text: str) -> str:
    """The text without the spaces, commas and hyphens left at its ends."""
    return text.strip(" ,;-")
