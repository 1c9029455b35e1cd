"""Codes of proofs, which proof stands, and whether it still says what is true."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from meedoen.core.errors import Reason
from meedoen.trajectories.rules import Entry, counted
from meedoen.trajectories.terms import ProofKind

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nothing looks like something else."""

LENGTH = 16
"""Signs of five bits each: 80 bits. At a million guesses a second, one of a thousand proofs is
found after some tens of millions of years, so that guessing needs no throttle."""

LOOKS_LIKE = str.maketrans("ILO", "110")


class Proof(Protocol):
    """A proof, as far as it matters whether it stands."""

    @property
    def kind(self) -> ProofKind: ...
    @property
    def activity_id(self) -> int | None: ...
    @property
    def ended_at(self) -> object: ...


class HostedEntry(Entry, Protocol):
    """An entry of hours that tells at which activity it was."""

    @property
    def activity_id(self) -> int: ...


P = TypeVar("P", bound=Proof)
H = TypeVar("H", bound=HostedEntry)


def read_code(typed: str) -> str | None:
    """The code that somebody typed, whatever the case, dashes and spaces; None when it is none."""
    signs = "".join(sign for sign in typed[:80] if sign.isalnum()).upper().translate(LOOKS_LIKE)
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return signs


def grouped(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def initials(name: str) -> str:
    """The first letters of a name: as much as a stranger with the code needs to compare."""
    return "".join(f"{part[0].upper()}." for part in name.split() if part[0].isalpha())


def standing(proofs: Iterable[P], activity_id: int | None = None) -> P | None:
    """The proof that holds now: of the whole trajectory, or of one activity; None without one."""
    return next(
        (proof for proof in proofs if proof.activity_id == activity_id and proof.ended_at is None),
        None,
    )


def hours_of(entries: Sequence[H], activity_id: int) -> list[H]:
    """The hours that a proof of one activity is about: what counts there, with minutes, by date."""
    mine = [e for e in counted(entries) if e.activity_id == activity_id and e.minutes > 0]
    return sorted(mine, key=lambda entry: entry.on_date)


def reasons_no_proof(entries: Sequence[HostedEntry], activity_id: int) -> tuple[Reason, ...]:
    """Why no proof of this activity can be issued; empty when one can.

    It proves accepted hours (Melle: the counsellor hands it out), so there must be some.
    """
    if not hours_of(entries, activity_id):
        return (Reason("no_accepted_hours"),)
    return ()


def reasons_not_withdrawn(proof: Proof) -> tuple[Reason, ...]:
    """Why a proof cannot be taken back; empty when it can.

    That of the whole stays: a completed trajectory is never opened again (`states.rules.MOVES`).
    """
    return (Reason("proof_of_whole_stays"),) if proof.kind is ProofKind.WHOLE else ()


HOURS = ("minutes", "days", "confirmed_by", "accepted_by")
"""What of the content comes from the hours, so that a change of it replaces the proof."""


def says_the_same(said: Mapping[str, object], now: Mapping[str, object]) -> bool:
    """Whether a proof of an activity still says what is true of its hours.

    A title, host or name that was changed since replaces nothing: it was so on that day.
    """
    return all(said.get(part) == now.get(part) for part in HOURS)
