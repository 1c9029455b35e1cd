"""Which of many codes the filter names; pure."""

from collections.abc import Collection, Mapping

MOST_NAMED = 8
"""More names than these are a list to read, not a choice to make."""


def worth_naming(
    counts: Mapping[str, int], chosen: Collection[str], *, most: int = MOST_NAMED
) -> list[str]:
    """The codes with the most offers, and what was chosen whether it has any or not."""
    by_count = sorted(counts, key=lambda code: (-counts[code], code))
    return list(dict.fromkeys([*by_count[:most], *sorted(chosen)]))
