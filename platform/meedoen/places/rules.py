"""How names of places are read and compared: letters that count, spelling distance, slugs."""

import re
import unicodedata
from itertools import product

from rapidfuzz.distance import OSA

ABBREVIATIONS = {
    "st": ("sint", "saint", "sainte"),
    "ste": ("sainte", "sint"),
    "olv": ("onze lieve vrouw",),
    "o l v": ("onze lieve vrouw",),
    "nd": ("notre dame",),
    "n d": ("notre dame",),
    "o d": ("op den", "op de"),
    "a d": ("aan de", "aan den"),
}
"""Short forms as people and road signs write them, with what each can stand for."""

SHORT_NAME, LONG_NAME = 4, 8
"""From how many letters on a name may be one edit, or two edits, away from what was typed."""


def plain(text: str) -> str:
    """Only what counts in a name: lower-case words without accents, marks or apostrophes.

    "'s-Gravenwezel" gives "s gravenwezel", "L'Écluse" gives "lecluse".
    """
    letters = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe")).casefold()
    bare = (c for c in letters if not unicodedata.combining(c) and c not in "'’‘`´ʼ")
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def key_of(name: str) -> str:
    """The form in which names are compared: `plain` without its spaces."""
    return plain(name).replace(" ", "")


def readings(text: str) -> tuple[str, ...]:
    """The plain text itself and what it says with its short forms written out, at most twelve."""
    words = plain(text)
    parts = re.split(rf"\b({'|'.join(sorted(ABBREVIATIONS, key=len, reverse=True))})\b", words)
    ways = [(part, *ABBREVIATIONS.get(part, ())) for part in parts[:5]]
    rest = "".join(parts[5:])
    return tuple(dict.fromkeys("".join(way) + rest for way in product(*ways)))[:12]


def slug_of(name: str) -> str:
    """The name as part of a web address: 'Heist-op-den-Berg' gives 'heist-op-den-berg'."""
    return plain(name).replace(" ", "-")


def edits_allowed(key: str) -> int:
    """How many typing errors are forgiven in a name of this length: 0, 1 or 2."""
    return (len(key) >= SHORT_NAME) + (len(key) >= LONG_NAME)


def letters_of(key: str) -> int:
    """The set of letters of a key as bits; comparing two of these rules out most far names."""
    bits = 0
    for letter in key:
        bits |= 1 << (ord(letter) & 31)
    return bits


def may_be_near(letters_a: int, letters_b: int, edits: int) -> bool:
    """False only where more than `edits` letters of one key do not occur in the other at all."""
    only_a, only_b = letters_a & ~letters_b, letters_b & ~letters_a
    return only_a.bit_count() <= edits and only_b.bit_count() <= edits


def spelling_distance(a: str, b: str) -> int:
    """Edits between two words: insert, leave out, replace, or swap two neighbours, each one.

    This is optimal string alignment (restricted Damerau-Levenshtein): no letter is edited twice.
    """
    return OSA.distance(a, b)
