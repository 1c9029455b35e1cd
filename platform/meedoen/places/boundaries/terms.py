"""The words of boundaries: points on the flat map, lines, and who lies beside them."""

from dataclasses import dataclass
from typing import NamedTuple

FORMAT = 1
"""Of the file in which boundaries are kept."""

Point = tuple[int, int]
"""On the map: whole units to the right and down, see `rules.on_map`."""

Line = tuple[Point, ...]
"""Two points or more; a ring ends where it begins."""


class Box(NamedTuple):
    """A part of the map, in its units; `x` and `y` are its corner at the top left."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point lies in it."""
        return (
            self.x <= point[0] <= self.x + self.width and self.y <= point[1] <= self.y + self.height
        )

    def meets(self, line: Line) -> bool:
        """Whether a line may come into it: the box around the line does."""
        xs, ys = [x for x, _ in line], [y for _, y in line]
        return (
            min(xs) <= self.x + self.width
            and max(xs) >= self.x
            and min(ys) <= self.y + self.height
            and max(ys) >= self.y
        )


@dataclass(frozen=True, slots=True)
class Arc:
    """A stretch of border: what lies beside it is the same all along.

    `owners` are the NIS codes of those municipalities: two, or one at the edge of the land.
    """

    line: Line
    owners: frozenset[str]


class Town(NamedTuple):
    """A municipality as it is named on the map, at its point; Brussels lies in no province."""

    nis: str
    name: str
    province: str | None
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The borders of all municipalities; `official` is whose they are, None where approximate."""

    arcs: tuple[Arc, ...]
    official: str | None = None


@dataclass(frozen=True, eq=False)
class Land:
    """All that the map is drawn from: borders as seen from nearby and from afar, the land around.

    Two are never equal but by being the same, so what was made of one can be kept by it.
    """

    boundaries: Boundaries
    coarse: tuple[Arc, ...]
    around: tuple[Line, ...]
    stations: tuple[tuple[str, float, float], ...]
