"""What a summary in another language may be, and whether it still tells what the Dutch tells."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.core.texts import cleaned, is_readable
from meedoen.offers.summaries.terms import SummaryState

MOST_SIGNS = 300
"""As many as the Dutch summary may have."""


class Dutch(Protocol):
    """The Dutch that a summary tells: title and summary, and no more.

    The description does not count: what is told in one or two sentences stays as it is when a
    detail of it changes, and an organisation that had to look at twelve languages for each comma
    would soon look at none.
    """

    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of one language: the text, and that which stood on the page when it was opened.

    `seen` None: nobody looked at a page. `still_right` says so of a text that was left as it was.
    """

    text: str
    seen: str | None = None
    still_right: bool = False


def digest_of(dutch: Dutch) -> str:
    """A short name of the Dutch as it is: the same Dutch has the same one, other Dutch another."""
    told = json.dumps([dutch.title, dutch.summary])
    return hashlib.sha256(told.encode("ascii")).hexdigest()


def state_of(tells: str | None, now: str) -> SummaryState:
    """How a summary stands: `tells` is the digest of the Dutch that it was written or confirmed
    for, None where there is none, and `now` that of the Dutch as it is."""
    if tells is None:
        return SummaryState.MISSING
    return SummaryState.UP_TO_DATE if tells == now else SummaryState.OUTDATED


def tidy(text: str) -> str:
    """A summary as it is kept: on one line, without needless blanks and signs that nobody sees."""
    return " ".join(cleaned(text).split())


def wrong_with(texts: Mapping[str, str]) -> Iterable[Reason]:
    """What cannot be kept of these tidy texts by the code of their language; empty is none."""
    for code, text in texts.items():
        if len(text) > MOST_SIGNS:
            yield Reason("text_too_long", field=box_of(code), facts={"most": MOST_SIGNS})
        elif not is_readable(text):
            yield Reason("text_unreadable", field=box_of(code))


def reasons_not_to_tell(dutch: Dutch) -> tuple[Reason, ...]:
    """Why nothing can be told in another language yet: there is nothing in Dutch to tell."""
    return () if dutch.summary else (Reason("dutch_summary_missing"),)


def merged(typed: Typed, kept: str) -> str | None:
    """What is to be kept of one language, None where two people wrote different things at once.

    What somebody left as it was never undoes what somebody else wrote meanwhile.
    """
    if typed.seen is None:
        return typed.text
    if typed.text == typed.seen:
        return kept
    return typed.text if kept in {typed.seen, typed.text} else None


def box_of(code: str) -> str:
    """The name of the box of a language, as reasons name it."""
    return f"text_{code}"
