"""Municipalities: Statbel codes and names, each with one point to stand for it."""

from math import dist

import numpy as np

from seed_data.build.postal_places import PostalPlace
from seed_data.build.sources import TO_DEGREES, Sources, letters_of, projected, read_corrections

GEWEST = {"02000": "flanders", "03000": "wallonia", "04000": "brussels"}


def middles(sources: Sources, places: list[PostalPlace]) -> dict[str, tuple[float, float]]:
    """By NIS code the latitude and longitude of the place that a municipality is named after."""
    by_nis: dict[str, list[PostalPlace]] = {nis: [] for nis in sources.municipalities}
    for place in places:
        by_nis[place.nis].append(place)
    return {nis: middle(sources, nis, by_nis[nis]) for nis in sources.municipalities}


def middle(sources: Sources, nis: str, places: list[PostalPlace]) -> tuple[float, float]:
    """Its namesake, the first part of its name, its most central place, a town, or its canton."""
    names = sources.municipalities[nis]["name"]
    letters = {letters_of(name) for name in names.values()}
    namesakes = [p for p in places if letters & {letters_of(p.name), letters_of(p.geonames_name)}]
    if not namesakes and "-" in names["nl"]:
        namesakes = [p for p in places if names["nl"].startswith(p.name)]
    if not namesakes and places:
        x, y = np.mean([p.metres for p in places], axis=0)
        namesakes = [min(places, key=lambda p: dist(p.metres, (x, y)))]
    if namesakes:
        return namesakes[0].lat, namesakes[0].lon
    for name in names.values():
        if towns := sources.towns_in(name, nis):
            return towns[-1].lat, towns[-1].lon
    areas = [sources.areas[canton] for canton, all_ in sources.cantons.items() if nis in all_]
    largest = max(areas, key=lambda area: area.area)
    point = projected(largest.representative_point(), TO_DEGREES)
    return round(point.y, 5), round(point.x, 5)


def municipality_cells(sources: Sources, points: dict[str, tuple[float, float]]) -> list[list[str]]:
    """The rows of municipalities.csv."""
    arrondissements = {row["code"]: row["name"] for row in read_corrections("arrondissements.csv")}
    rows = []
    for nis, row in sorted(sources.municipalities.items()):
        province = row["province"] if row["province"] in sources.provinces else ""
        lat, lon = points[nis]
        rows.append(
            [
                nis,
                row["name"]["nl"].replace("’", "'"),
                row["name"]["fr"].replace("’", "'"),
                province,
                f"{nis[:2]}000",
                arrondissements[nis[:2]],
                GEWEST[row["region"]],
                f"{lat:.5f}",
                f"{lon:.5f}",
            ]
        )
    return rows
