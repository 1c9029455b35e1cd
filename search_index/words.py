"""From text to words and from a typed question to wanted words; Dutch lives here."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

MAX_TYPED = 2_000
"""Characters of a typed question that are read; the rest is ignored."""
MAX_WORDS = 16
"""Different words of a question that are searched for; later ones are ignored."""
MAX_LETTERS = 64
"""Letters of one word that count, in documents and questions alike."""

_WORD = re.compile(r"[^\W_]+")
_GENITIVE = re.compile(r"(?<=\w)['’](?=s\b)")  # foto's is one word
_CHUNK = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')

# Function words only: nothing that somebody could look for.
_FUNCTION_WORDS = """
aan al als bij daar dan dat de der deze die dit door dus een en er ge haar heb hebben heeft
hem het hier hij hun ik in is je kan kun kunnen kunt maar me men met mij mijn na naar niet nog
nu of om omdat onder ons ook op over reeds te tegen tot u uit uw van veel voor want waren was
wat we wel werd wie wij wil willen worden wordt zal ze zelf zich zij zijn zo zoals zonder zou
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a question, folded, or several that must follow each other, with spaces between.

    `exact`: as spelt, it was quoted. `minus`: must not occur.
    """

    text: str
    exact: bool = False
    minus: bool = False

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
    decomposed = unicodedata.normalize("NFKD", whole).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """All words of a text in order, folded, without stop words."""
    return [word for word in all_words(text) if word not in STOP_WORDS]


def wanted_words(typed: str) -> tuple[Wanted, ...]:
    """What somebody typed as different wanted words, at most MAX_WORDS of them.

    Stop words are left out; what holds no other letter or digit counts as nothing typed.
    """
    found: dict[Wanted, None] = {}
    for minus, quoted, plain in _CHUNK.findall(typed[:MAX_TYPED]):
        words = words_of(quoted or plain)[:MAX_WORDS]
        if quoted and words:
            words = [" ".join(words)]
        for word in words:
            found[Wanted(word, exact=bool(quoted), minus=bool(minus))] = None
    return tuple(found)[:MAX_WORDS]


def all_words(text: str) -> Iterator[str]:
    """All words of a text in order, folded, stop words too."""
    for match in _WORD.finditer(_GENITIVE.sub("", fold(text))):
        yield match.group()[:MAX_LETTERS]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The Dutch stem of a folded word (Snowball 3 'dutch', the Kraaij-Pohlmann algorithm)."""
    # A stemmer keeps the word it works on in itself, so threads must not share one.
    return str(snowballstemmer.stemmer("dutch").stemWord(word))
