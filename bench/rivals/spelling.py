"""The correction that all engines must make, for those that have none: one edit, then most used."""

from collections.abc import Iterable


def deletions(word: str) -> set[str]:
    """The word, and all that is left of it when one letter is taken away."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def best(wrong: str, candidates: Iterable[tuple[str, int]]) -> str | None:
    """Of (word, uses) the most used at one edit (swaps too), then the first of the alphabet."""
    near = [(-uses, word) for word, uses in candidates if one_edit(wrong, word)]
    return min(near)[1] if near else None


def one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes them equal."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = 0
    while at < len(short) and short[at] == long[at]:
        at += 1
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at + 1 : at + 2] + short[at : at + 1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long[at:]
