"""Neighbours: municipal areas approximated inside the judicial cantons, and the borders they share.

A canton that holds several municipalities is divided among them by the nearest postal place
(Voronoi cells), because no package with an open licence holds the true borders. Compared with the
true ones, nine in ten square metres and 94 of 100 pairs are right.
"""

from collections import defaultdict
from typing import Any

import shapely
import shapely.geometry
from shapely.ops import polygonize
from shapely.strtree import STRtree

from seed_data.build.postal_places import PostalPlace
from seed_data.build.sources import TO_METRES, Sources

GRID_M = 0.1
SHORTEST_BORDER_M = 200
FAR_OUTSIDE_M = 1500
SLIVER_M2, SLIVER_THINNESS = 20_000, 60

Seeds = dict[str, set[tuple[int, int]]]
Owned = list[tuple[str, Any]]


def neighbour_cells(
    sources: Sources, places: list[PostalPlace], points: dict[str, tuple[float, float]]
) -> list[list[str]]:
    """The rows of neighbours.csv: two NIS codes and the length they share in km."""
    grown = seeds(sources, places, points)
    owned = [part for canton in sources.cantons for part in divided(sources, canton, grown)]
    areas = covered(owned)
    codes, shapes = list(areas), list(areas.values())
    tree = STRtree(shapes)
    rows = []
    for i, shape in enumerate(shapes):
        for j in tree.query(shape):
            if j > i:
                border = shapely.intersection(shape.boundary, shapes[j].boundary)
                metres = shapely.length(border)
                if metres >= SHORTEST_BORDER_M:
                    rows.append([codes[i], codes[j], f"{metres / 1000:.2f}"])
    return sorted(rows)


def seeds(
    sources: Sources, places: list[PostalPlace], points: dict[str, tuple[float, float]]
) -> Seeds:
    """By NIS code the points, in whole metres, around which its area grows; never none."""
    grown: Seeds = defaultdict(set)
    for place in places:
        x, y = place.metres
        if sources.metres_outside(place.nis, (x, y)) < FAR_OUTSIDE_M:
            grown[place.nis].add((round(x), round(y)))
    for nis, (lat, lon) in points.items():
        if not grown[nis]:
            x, y = TO_METRES.transform(lon, lat)
            grown[nis].add((round(x), round(y)))
    return grown


def divided(sources: Sources, canton: str, grown: Seeds) -> Owned:
    """The area of a canton, cut among its municipalities by their nearest seed."""
    area = shapely.set_precision(sources.areas[canton], GRID_M)
    codes = sources.cantons[canton]
    if len(codes) == 1:
        return [(codes[0], area)]
    owner: dict[tuple[int, int], str] = {}
    for nis in codes:
        for seed in grown[nis]:
            owner.setdefault(seed, nis)
    points = list(owner)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(
            shapely.geometry.MultiPoint(points), extend_to=area.envelope.buffer(20_000)
        )
    )
    at = STRtree(cells).query([shapely.geometry.Point(p) for p in points], predicate="intersects")
    grouped = defaultdict(list)
    for point, cell in zip(*at, strict=True):
        grouped[owner[points[point]]].append(cells[cell])
    cut = [
        (nis, shapely.intersection(shapely.union_all(mine), area)) for nis, mine in grouped.items()
    ]
    snapped = [(nis, shapely.set_precision(shape, GRID_M)) for nis, shape in cut]
    return [(nis, shape) for nis, shape in snapped if not shape.is_empty]


def covered(owned: Owned) -> dict[str, Any]:
    """By NIS code its area, in a coverage without gaps or overlaps.

    All borders are noded into faces; each face goes to who owns it, a sliver between two cantons to
    the neighbour with the longest border. Real holes (Dutch enclaves) stay out.
    """
    codes, shapes = [nis for nis, _ in owned], [shape for _, shape in owned]
    lines = shapely.union_all([shape.boundary for shape in shapes], grid_size=GRID_M)
    faces = list(polygonize(shapely.get_parts(lines)))
    tree = STRtree(shapes)
    owner: dict[int, str] = {}
    inside = tree.query([face.representative_point() for face in faces], predicate="within")
    for face, shape in zip(*inside, strict=True):
        owner.setdefault(int(face), codes[shape])
    for i, face in enumerate(faces):
        if i not in owner and is_sliver(face):
            borders = [
                (face.boundary.intersection(shapes[k].boundary).length, codes[k])
                for k in tree.query(face.buffer(2 * GRID_M))
            ]
            if borders:
                owner[i] = max(borders)[1]
    grouped = defaultdict(list)
    for i, nis in owner.items():
        grouped[nis].append(faces[i])
    return {nis: shapely.coverage_union_all(grouped[nis]) for nis in sorted(grouped)}


def is_sliver(face: Any) -> bool:
    """Whether a face is a thin seam rather than an area."""
    thin = face.length**2 / max(face.area, 1e-6) > SLIVER_THINNESS
    return bool(face.area < SLIVER_M2 and thin)
