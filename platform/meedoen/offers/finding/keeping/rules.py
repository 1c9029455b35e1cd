"""How a list is written in an address: numbers of offers and nothing about whose it is."""

from meedoen.offers.terms import OfferStatus

MOST_KEPT = 50
"""How many offers one list holds; the script of the page keeps to the same number."""

LARGEST_ID = 2**31 - 1

NAMED = frozenset(
    {OfferStatus.PUBLISHED, OfferStatus.PAUSED, OfferStatus.EXPIRED, OfferStatus.ARCHIVED}
)
"""What still shows its title when it is gone; the others are being changed, the title too."""


def read_list(text: str) -> tuple[int, ...]:
    """The numbers in `12.345.7`, each once, in their order; ValueError for anything else."""
    words = text.split(".")
    if len(words) > MOST_KEPT or not all(is_number(word) for word in words):
        raise ValueError("not a list of offers")
    return tuple(dict.fromkeys(int(word) for word in words))


def is_number(word: str) -> bool:
    """Whether a word is the number of an offer, without signs or zeros before it."""
    digits = word.isascii() and word.isdecimal() and not word.startswith("0")
    return digits and len(word) <= len(str(LARGEST_ID)) and int(word) <= LARGEST_ID


def written_list(numbers: tuple[int, ...]) -> str:
    """The same numbers as part of an address."""
    return ".".join(str(number) for number in numbers)


def may_be_named(status: OfferStatus) -> bool:
    """Whether an offer that is not shown may still be called by its title."""
    return status in NAMED
