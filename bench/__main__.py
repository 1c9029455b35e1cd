"""python -m bench [DOCUMENTS ...]: proves that the engines agree, times them, prints the table."""

import os
import platform
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench import relevance
from bench.catalogue import documents, municipalities, questions
from bench.rivals import Answer, Floor, Sqlite
from search_index import Document, Query, SearchIndex

SIZES = (2_000, 20_000)
QUESTIONS = 100
RESULTS = Path(__file__).parent / "results" / "search.md"
Times = dict[str, list[float]]


def answer_of(index: SearchIndex, query: Query) -> Answer:
    """The index's answer in the shape of the rivals'."""
    page = index.search(query)
    keys = tuple(hit.key for hit in page.hits)
    return page.total, keys, {name: dict(counts) for name, counts in page.facets.items()}


def prove_equal(index: SearchIndex, sqlite: Sqlite, asked: list[Query]) -> None:
    """Raise AssertionError unless both give the same totals, pages and counts."""
    for query in asked:
        ours, theirs = answer_of(index, query), sqlite.answer(query)
        assert ours == theirs, (query, ours, theirs)


def timed(engines: dict[str, Callable[[Query], object]], asked: list[Query]) -> Times:
    """Milliseconds per engine and question, the engines taking turns on every question."""
    times: Times = {name: [] for name in engines}
    for query in asked:
        for name, engine in engines.items():
            start = time.perf_counter()
            engine(query)
            times[name].append((time.perf_counter() - start) * 1_000)
    return times


def row(label: str, times: Times) -> str:
    """One line of the table: ours in milliseconds, the others as multiples of ours."""
    p50 = {name: float(np.percentile(values, 50)) for name, values in times.items()}
    p95 = {name: float(np.percentile(values, 95)) for name, values in times.items()}
    cells = [label, f"{p50['index']:.2f} / {p95['index']:.2f}"]
    for name in ("floor", "SQLite"):
        ratio = f"{p50[name] / p50['index']:.2f} / {p95[name] / p95['index']:.2f}"
        cells.append(ratio if name in p50 else "–")
    return "| " + " | ".join(cells) + " |"


def run(size: int, folder: Path) -> tuple[list[str], str]:
    """The lines of the table for a catalogue of this size, and a sentence on building it."""
    seed = random.Random(2026)
    places = municipalities(seed)
    offers: list[Document] = list(documents(seed, size, places))
    asked = questions(seed, QUESTIONS, places, offers)
    start = time.perf_counter()
    index = SearchIndex.create(folder / f"index-{size}", offers)
    built = time.perf_counter()
    SearchIndex.open(folder / f"index-{size}")
    opened = time.perf_counter()
    floor, sqlite = Floor(offers), Sqlite(folder / f"{size}.db", offers)
    engines: dict[str, Callable[[Query], object]] = {
        "index": index.search,
        "SQLite": sqlite.answer,
        "floor": floor.answer,
    }
    lines = []
    for kind, queries in asked.items():
        # Proved on an index of its own, so that the first time below is a first time.
        prove_equal(SearchIndex.open(folder / f"index-{size}"), sqlite, queries)
        lines.append(row(f"{size:,} · {kind}, first time", timed(engines, queries)))
        lines.append(row(f"{size:,} · {kind}, again", timed(engines, queries)))
    changes = []
    for offer in offers[:20]:
        start_of_change = time.perf_counter()
        index.update([offer], [])
        index.search(Query())
        changes.append((time.perf_counter() - start_of_change) * 1_000)
    return lines, (
        f"{size:,} documents: built in {built - start:.1f} s, opened in {opened - built:.2f} s, "
        f"a change committed and visible in {np.median(changes):.0f} ms (median of 20)."
    )


def main() -> None:
    """Run all sizes, print the table and write it down."""
    relevance.main()
    sizes = tuple(int(argument) for argument in sys.argv[1:]) or SIZES
    table = [
        "| documents · question | index, ms p50 / p95 | bare numpy scan | SQLite FTS5 + R*Tree |",
        "|---|---|---|---|",
    ]
    facts = [
        f"Python {platform.python_version()}, numpy {np.__version__}, "
        f"SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores, one process, one thread.",
        f"{QUESTIONS} questions of each kind, the engines taking turns on each question. Totals,"
        " the first 20 keys and all facet counts of index and SQLite were first proved equal.",
        "The two right columns are multiples of the index (p50 / p95): 10 is ten times slower,"
        " 0.5 twice as fast. The scan is a floor: it is not exact and knows no words.",
    ]
    with TemporaryDirectory() as folder:
        for size in sizes:
            lines, fact = run(size, Path(folder))
            table += lines
            facts.append(fact)
    report = "\n".join(["# Search", "", *table, "", *(f"- {fact}" for fact in facts), ""])
    print(report)
    if sizes == SIZES:
        RESULTS.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
