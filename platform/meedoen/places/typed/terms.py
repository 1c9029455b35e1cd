"""The parts that a typed text can have; which places they mean is for the gazetteer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typed:
    """A text taken apart; only what was typed is filled, and never nothing at all.

    `point` is a latitude and longitude in degrees, `nis` five digits, `postcode` four. `behind` is
    what stands between brackets or after a comma to say which place of that name, part by part.
    `address` says that the postcode stands beside the name as on a letter ('2800 Mechelen'), not in
    brackets.
    """

    point: tuple[float, float] | None = None
    nis: str = ""
    postcode: str = ""
    name: str = ""
    behind: tuple[str, ...] = ()
    address: bool = False
