"""The words of the map of offers: a circle within reach, marks that stand together."""

from dataclasses import dataclass
from typing import NamedTuple


class Circle(NamedTuple):
    """What lies within reach of a point, in units of the map."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Marks too close to tell apart, by their numbers; it stands where its first mark does."""

    x: float
    y: float
    members: tuple[int, ...]
