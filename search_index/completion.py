"""Completes what somebody is typing with words that are in use."""

from collections import Counter

from search_index.view import View
from search_index.words import MAX_TYPED, Wanted, all_words


def complete(view: View, start: str, limit: int) -> tuple[str, ...]:
    """At most `limit` texts that go on as `start` does; none when no word was begun.

    The last word is completed, the most used first, then alphabetically; earlier words are kept
    (all in folded form).
    """
    typed = start[:MAX_TYPED]
    words = list(all_words(typed))
    if not words or not typed[-1].isalnum():
        return ()
    uses: Counter[str] = Counter()
    for part in view.parts:
        for word in part.segment.lexicon.starting_with(words[-1]):
            uses[word] += part.segment.lexicon.frequencies[word]
    found: list[str] = []
    for word in sorted(uses, key=lambda word: (-uses[word], word)):
        if len(found) >= limit:
            break
        # A word may live on in dead rows only.
        if len(view.postings(Wanted(word, exact=True))[0]):
            found.append(" ".join([*words[:-1], word]))
    return tuple(found)
