"""Errors with a name that pages and commands know how to answer; no error page lives here."""

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule says no: a stable code, and the facts that fill its sentence.

    `field` names the form field the person can mend, where there is one. The sentence itself is a
    screen text and stands in the templates of the domain.
    """

    code: str
    field: str | None = None
    facts: dict[str, object] = dataclasses.field(default_factory=dict, hash=False)


class RuleBroken(Exception):
    """An act was refused by a rule; `reasons` says why, one or more. Nothing was changed."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons


class NotFound(Exception):
    """What was asked for does not exist, or must not be seen; both answer 404."""


class Conflict(Exception):
    """Somebody else changed the thing first; the person should look again. Answers 409."""
