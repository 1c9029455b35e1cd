"""From text to words and from a typed question to wanted words; Dutch lives here."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

HOME = "nl"
"""The language of the documents."""
MAX_TYPED = 2_000
"""Characters of a typed question that are read; the rest is ignored."""
MAX_WORDS = 16
"""Different words of a question that are searched for; later ones are ignored."""
MAX_LETTERS = 64
"""Letters of one word that count, in documents and questions alike."""

_WORD = re.compile(r"[^\W_]+")
# foto's is one word, and so is в'язання, which many type without its apostrophe.
_INSIDE = re.compile(r"(?<=\w)['’](?=s\b)|(?<=[\u0400-\u04ff])['’ʼ](?=[\u0400-\u04ff])")
_CHUNK = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')

# Function words only: nothing that somebody could look for.
_FUNCTION_WORDS = """
aan al alle als altijd ander andere avonds ben bent bij daar dan dat de der deze die dit doen
door dus een en er ergens gaan ge goed graag haar heb hebben heeft heel hem het hier hij hoe hun
iemand iets ik in is je kan kun kunnen kunt laten maar mag me men met mij mijn moet moeten na naar
niet nog nu of om omdat onder ons ook op over reeds te tegen tot u uit uw van veel voor waar
wanneer want waren was wat we wel welk welke werd wie wij wil willen worden wordt zal ze zelf zich
zie zien zij zijn zo zoals zoek zoeken zonder zou
"""

# Letters that take another's place: Turkish and Polish ones that have no mark to take off, Persian
# and Arabic ones that look alike, the stretch of Arabic lines, Ge'ez ones that sound alike.
_ALIKE = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ی": "ي", "ى": "ي", "ک": "ك", "ة": "ه", "ـ": ""}
    | {chr(0x1220 + form): chr(0x1230 + form) for form in range(8)}
    | {chr(0x1340 + form): chr(0x1338 + form) for form in range(7)}
    | {chr(0x1280 + form): chr(0x1200 + form) for form in range(7)}
)


class _Plain(dict[int, int | str | None]):
    """What each letter becomes, by code point: marks nothing. Filled as letters come by, but not
    by whoever types a million different ones."""

    def __missing__(self, point: int) -> int | str | None:
        becomes = None if unicodedata.combining(chr(point)) else point
        if len(self) < 10_000:
            self[point] = becomes
        return becomes


_PLAIN = _Plain(_ALIKE.items())

LINKS = ("", "s", "e", "en")
"""What may stand between the words of a compound: stad-s-gids, zonn-e-bloem, boek-en-club."""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a question, folded, or several that must follow each other, with spaces between,
    or those that a compound is made of, any of which will do, with + between.

    `exact`: as spelt, it was quoted. `minus`: must not occur. `also`: what says the same, and will
    do as well.
    """

    text: str
    exact: bool = False
    minus: bool = False
    also: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The words that a split compound is made of; empty for a whole word."""
        return tuple(self.text.split("+")) if "+" in self.text else ()

    @property
    def phrase(self) -> tuple[str, ...]:
        """The words that must follow each other; empty for a single word."""
        return tuple(self.text.split(" ")) if " " in self.text else ()

    def __str__(self) -> str:
        return ("-" if self.minus else "") + (f'"{self.text}"' if self.exact else self.text)


def fold(text: str) -> str:
    """Lower case without diacritics ('Café' and 'CAFE' are one); lone surrogates become '?'."""
    if text.isascii():
        return text.lower()
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFKD", whole).casefold().translate(_PLAIN)


def words_of(text: str) -> list[str]:
    """All words of a text in order, folded, without stop words."""
    return [word for word in all_words(text) if word not in STOP_WORDS]


def typed_words(typed: str) -> list[Wanted]:
    """What somebody typed as words in their order, stop words too unless they are quoted."""
    found: list[Wanted] = []
    for minus, quoted, plain in _CHUNK.findall(typed[:MAX_TYPED]):
        words = list(all_words(plain))
        if quoted:
            words = [" ".join(words_of(quoted)[:MAX_WORDS])]
        found += [Wanted(one, exact=bool(quoted), minus=bool(minus)) for one in words if one]
    return found


def is_stop_word(word: Wanted) -> bool:
    """Whether a word says nothing that somebody could look for."""
    return not word.exact and word.text in STOP_WORDS


def all_words(text: str) -> Iterator[str]:
    """All words of a text in order, folded, stop words too."""
    folded = fold(text)
    # Most texts have none of these, and to look for them takes no time; the pattern does.
    if any(mark in folded for mark in "'’ʼ"):
        folded = _INSIDE.sub("", folded)
    for word in _WORD.findall(folded):
        yield word[:MAX_LETTERS]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The Dutch stem of a folded word (Snowball 3 'dutch', the Kraaij-Pohlmann algorithm)."""
    # A stemmer keeps the word it works on in itself, so threads must not share one.
    return str(snowballstemmer.stemmer("dutch").stemWord(word))
