"""Whether anybody but one person looked at hours before they were accepted (ADR 9)."""

from typing import Protocol


class Handled(Protocol):
    """Who did what with an entry of hours; None where nobody did."""

    @property
    def logged_by_id(self) -> int: ...
    @property
    def paper_seen_by_id(self) -> int | None: ...
    @property
    def accepted_by_id(self) -> int | None: ...


def all_by_one(entry: Handled) -> bool:
    """Whether one person planned or logged these hours, saw the paper and accepted them."""
    return entry.logged_by_id == entry.paper_seen_by_id == entry.accepted_by_id
