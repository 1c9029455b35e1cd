"""Which parts of an index are written anew with the next commit, so that they stay few."""

from collections.abc import Sequence

from search_index.view import Part

FEW = 4
"""So many small parts may wait before they become one."""
MANY = 512
"""So many changed documents may wait in the journal before they are worth a segment."""


def parts_to_fold(parts: Sequence[Part], added: int) -> list[Part]:
    """The parts to write into the next segment together with `added` new documents.

    Those that are mostly dead; and the smallest, as long as each is at most twice the sum of those
    before it, once they are FEW. So there are about log(documents) parts, and a document is
    written anew about as often.
    """
    mostly_dead = [part for part in parts if 2 * part.living < len(part.segment)]
    small: list[Part] = []
    total = added
    for part in sorted(parts, key=lambda part: part.living):
        if part.living > 2 * total:
            break
        small.append(part)
        total += part.living
    if len(small) < FEW:
        small = []
    return [part for part in parts if part in small or part in mostly_dead]
