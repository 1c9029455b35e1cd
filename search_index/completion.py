"""Completes what somebody is typing with words that are in use."""

from collections.abc import Iterator
from itertools import islice

from search_index.view import View
from search_index.words import MAX_TYPED, Wanted, all_words

MORE = 4
"""How many times more words are looked at than wanted, for some may be in no living document."""


def complete(view: View, start: str, limit: int) -> tuple[str, ...]:
    """At most `limit` texts that go on as `start` does; none when no word was begun.

    The last word is completed, the most used first, then alphabetically; earlier words are kept
    (all in folded form).
    """
    typed = start[:MAX_TYPED]
    words = list(all_words(typed))
    if not words or not typed[-1].isalnum() or limit < 1:
        return ()
    looked_at = MORE * limit
    while True:
        uses = _uses(view, words[-1], looked_at)
        found = list(islice(_living(view, uses), limit))
        if len(found) == limit or len(uses) < looked_at:
            return tuple(" ".join([*words[:-1], word]) for word in found)
        looked_at *= MORE


def _uses(view: View, start: str, limit: int) -> dict[str, int]:
    """The words that are most used in each segment, with how many rows hold each in all."""
    lexicons = [part.segment.lexicon for part in view.parts]
    found = [lexicon.starting_with(start, limit) for lexicon in lexicons]
    if len(found) == 1:
        return found[0]
    words = {word for of_segment in found for word in of_segment}
    return {word: sum(lexicon.frequency(word) for lexicon in lexicons) for word in words}


def _living(view: View, uses: dict[str, int]) -> Iterator[str]:
    """Those that a living document holds, the most used first, then alphabetically."""
    dead = len(view.alive) - len(view.live_rows)
    for word in sorted(uses, key=lambda word: (-uses[word], word)):
        if uses[word] > dead or len(view.postings(Wanted(word, exact=True))[0]):
            yield word
