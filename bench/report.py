"""The report: bars first, then a table per size, then how it was measured."""

import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence

import numpy as np

from bench.bars import bars, percentile, short
from bench.engines import engine_named
from bench.measuring import MEMORY_QUESTIONS, UPDATES
from bench.questions import KINDS
from bench.run import Result
from bench.shaken import Shaken, section

_UPKEEP = {
    "build_seconds": ("build", "s"),
    "commit_ms": ("one change committed", "ms"),
    "visible_ms": ("… then seen by another process", "ms"),
    "open_ms": ("opened by a fresh process", "ms"),
    "memory_mb": (f"its memory after {MEMORY_QUESTIONS} questions", "MB"),
}


def written(
    results: Sequence[Result],
    names: Sequence[str],
    absent: Mapping[str, str],
    shaken: Shaken | None,
) -> str:
    """The whole report as Markdown."""
    parts = ["# What the search costs", _bars(results, shaken)]
    parts += [_table(result, names) for result in results]
    parts += [section(shaken)] if shaken is not None else []
    parts.append(_how(results, names, absent))
    return "\n\n".join(parts) + "\n"


def _bars(results: Sequence[Result], shaken: Shaken | None) -> str:
    said = {True: "met", False: "**not met**", None: "not measured"}
    rows = [f"| {bar.wanted} | {bar.figure} | {said[bar.met]} |" for bar in bars(results, shaken)]
    note = (
        "At 100,000 offers unless said; medians of questions asked again, so with caches warm (the"
        " tables tell what the first time costs). The best rival is the fastest of SQLite, tantivy"
        " and PostgreSQL on that kind of question."
    )
    return "\n".join(["## Bars", "", note, "", "| bar | figure | |", "|---|---|---|", *rows])


def _table(result: Result, names: Sequence[str]) -> str:
    others = [name for name in names if name != "ours" and name in result.upkeep]
    head = ["question", "ours, ms", *(engine_named(name).name for name in others)]
    lines = [f"## {result.size:,} offers", "", _row(head), _row(["---"] * len(head))]
    for kind in result.times:
        for again in (False, True):
            label = f"{kind}, {'again' if again else 'first time'}"
            cells = [_milliseconds(result, kind, again)]
            cells += [_ratios(result, kind, name, again) for name in others]
            lines.append(_row([label, *cells]))
    for attribute, (label, unit) in _UPKEEP.items():
        ours = getattr(result.upkeep["ours"], attribute)
        cells = [f"{short(ours)} {unit}"]
        for name in others:
            theirs = getattr(result.upkeep[name], attribute)
            cells.append("–" if theirs is None else f"{short(theirs / max(ours, 1e-3))}")
        lines.append(_row([label, *cells]))
    lines += ["", f"{result.compared:,} answers were compared before, and all were equal."]
    return "\n".join(lines)


def _milliseconds(result: Result, kind: str, again: bool) -> str:
    halves = (percentile(result, kind, "ours", share, again=again) for share in (50, 95))
    return " / ".join(short(half) for half in halves if half is not None)


def _ratios(result: Result, kind: str, name: str, again: bool) -> str:
    cells = []
    for share in (50, 95):
        theirs = percentile(result, kind, name, share, again=again)
        ours = percentile(result, kind, "ours", share, again=again)
        if theirs is None or ours is None:
            return "–"
        cells.append(short(theirs / ours))
    return " / ".join(cells)


def _how(results: Sequence[Result], names: Sequence[str], absent: Mapping[str, str]) -> str:
    asked = results[0].questions if results else 0
    rarely = [engine_named(name) for name in names if engine_named(name).patience]
    return "\n".join(
        [
            "## How to read it",
            "",
            "Columns: ours in milliseconds (p50 / p95), the others as multiples of ours (p50 / p95)"
            "; 10 is ten times as slow, 0.5 twice as fast.",
            "",
            *(f"- **{kind}**: {meaning}." for kind, meaning in KINDS.items()),
            "- Counts are those of type, goal, level, day, daypart and municipality, each as if its"
            " own filter were off.",
            f"- {asked} questions of each kind. The engines take turns on each question, and each"
            " is asked it twice in a row: the first time with the place, words or choices new to"
            " it, then again. Another question just before, which is not timed, warms it up.",
            *(
                f"- {one.name} is slow: it is asked {_most(one.patience, results, asked)} of them."
                for one in rarely
            ),
            "- First all answers are proved equal: total, the first twenty keys, their metres (to a"
            " millimetre) and all counts, between all engines on all questions, and with a plain"
            " loop over all offers with `geopy.distance.geodesic` on a few (up to 100,000 offers).",
            "- The offers are made up, the same each time: 60 to 120 words, used as often as words"
            " are (Zipf), in the villages of Flanders and Brussels, 8 % at several addresses, 8 %"
            " without one, a quarter with more facets. All engines index the same folded words.",
            f"- A change is one offer with a new word, the median of {UPDATES}; the other process"
            " asks for the word until it finds it. Building leaves out the making up of offers.",
            "- The memory of PostgreSQL is that of its client; its server has its own.",
            "",
            *(f"- **{engine_named(name).name}**: {engine_named(name).how}." for name in names),
            *(f"- Not measured: {name}, since {reason}." for name, reason in absent.items()),
            "",
            f"Python {platform.python_version()}, numpy {np.__version__}, SQLite"
            f" {sqlite3.sqlite_version}, {os.cpu_count()} cores, one thread at a time.",
        ]
    )


def _most(patience: int | None, results: Sequence[Result], asked: int) -> str:
    """How many questions an engine that is slow was asked, per size."""
    sizes = [result.size for result in results if result.size <= 100_000]
    return ", ".join(
        f"{min(asked, max(3, (patience or 0) // size))} at {size:,} offers" for size in sizes
    )


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
