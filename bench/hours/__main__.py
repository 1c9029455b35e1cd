"""python -m bench.hours: what counsellors do at the size of Flanders, on SQLite and PostgreSQL.

Times are medians, each beside the bare SQL that gives the same rows; growth is from a tenth of the
size to the whole. Then fifty clients act at once for a minute.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.hours.acts import Day, Timed
from bench.hours.crowd import Size
from bench.hours.crowded import CLIENTS, SECONDS, Minute, crowd_at_once
from bench.hours.product import postgres_url, product, sqlite_url
from bench.rivals import postgres_server

RESULTS = Path(__file__).parents[1] / "results"
WHOLE = Size(counsellors=600, trajectories=23_000, entries=700_000)
TENTH = Size(counsellors=60, trajectories=2_300, entries=70_000)
TENFOLD = Size(counsellors=6_000, trajectories=230_000, entries=7_000_000)
FEW = Size(counsellors=4, trajectories=12, entries=48)

Addresses = dict[str, Callable[[str], str]]


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured on one kind of database."""

    database: str
    days: dict[int, list[Timed]]
    minute: Minute


def main() -> None:
    """Measure, print it and write it down."""
    parser = argparse.ArgumentParser(prog="python -m bench.hours", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a hundredth and a tenth of the size")
    parser.add_argument("--tenfold", action="store_true", help="ten times the size of Flanders too")
    asked = parser.parse_args()
    sizes = [TENTH, WHOLE, TENFOLD][: 3 if asked.tenfold else 2]
    if asked.quick:
        sizes = [Size(6, 230, 7_000), TENTH]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
        addresses: Addresses = {"SQLite": lambda name: sqlite_url(folder, name)}
        if reason := postgres_server.missing():
            say(f"without PostgreSQL: {reason}")
        else:
            socket = stack.enter_context(postgres_server.server())
            addresses["PostgreSQL"] = lambda name: postgres_url(socket, name)
        found = [
            Found(name, dict(days(folder, name, address, sizes)), minute(folder, name, address))
            for name, address in addresses.items()
        ]
    text = report(found, sizes)
    print(text)
    name = "hours-part" if asked.quick or "PostgreSQL" not in addresses else "hours"
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    if wrong := [fault for one in found for fault in one.minute.wrong]:
        sys.exit("\n".join(wrong[:20]))


def days(
    folder: Path, name: str, address: Callable[[str], str], sizes: list[Size]
) -> Iterator[tuple[int, list[Timed]]]:
    """The acts at each size."""
    for size in sizes:
        say(f"{name}: {size.trajectories:,} trajectories are written")
        here = folder / f"{name}-{size.trajectories}"
        with product(here, address(f"crowd{size.trajectories}"), size) as made:
            say(f"{name}: {size.trajectories:,} trajectories are asked")
            yield size.trajectories, list(Day(made).timed())


def minute(folder: Path, name: str, address: Callable[[str], str]) -> Minute:
    """The minute of many clients."""
    say(f"{name}: {CLIENTS} clients act at once")
    with product(folder / f"{name}-minute", address("minute"), FEW) as made:
        return crowd_at_once(made)


def report(found: list[Found], sizes: list[Size]) -> str:
    """All figures as one page."""
    lines = ["# What the forty hours cost", ""]
    for one in found:
        lines += [f"## {one.database}", ""]
        for size in sizes:
            lines += table(size, one.days[size.trajectories])
        lines += growth(one.days)
        lines += told(one.minute)
    return "\n".join(lines)


def table(size: Size, timed: list[Timed]) -> list[str]:
    """One size on one database."""
    rows = [
        f"{size.trajectories:,} running trajectories, {size.entries:,} entries,"
        f" {size.counsellors:,} counsellors:",
        "",
        "| act | bare SQL | rules over it | the whole page |",
        "|---|---|---|---|",
    ]
    for one in timed:
        page = beside(one.page, one.rows) if one.page is not None else "–"
        rows.append(f"| {one.name} | {span(one.rows)} | {beside(one.rules, one.rows)} | {page} |")
    return [*rows, ""]


def growth(days: dict[int, list[Timed]]) -> list[str]:
    """How many times longer each act takes at ten times the size."""
    sizes = sorted(days)
    said = []
    for small, large in pairwise(sizes):
        acts = zip(days[small], days[large], strict=True)
        each = ", ".join(
            f"{a.name} {(b.page or b.rules) / (a.page or a.rules):.1f}×" for a, b in acts
        )
        said.append(f"From {small:,} to {large:,} trajectories: {each}.")
    return [*said, ""]


def told(minute: Minute) -> list[str]:
    """What fifty clients did in a minute."""
    done = ", ".join(f"{number:,} × {act}" for act, number in sorted(minute.answered.items()))
    refused = ", ".join(f"{number:,} × {act}" for act, number in sorted(minute.refused.items()))
    waits = sorted(minute.waited) or [0.0]
    wrong = "none lost, none doubled, every chain whole"
    return [
        f"{CLIENTS} clients for {SECONDS} s on the same {FEW.trajectories} trajectories: {done}"
        f" (refused, since another was first: {refused or 'nothing'});"
        f" median {median(waits):.2f} s, 95 % within {waits[int(0.95 * (len(waits) - 1))]:.2f} s;"
        f" {f'{len(minute.wrong)} wrong' if minute.wrong else wrong}.",
        "",
    ]


def span(seconds: float) -> str:
    """A time with three figures that count."""
    return f"{seconds:.3g} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"


def beside(time_of: float, bare: float) -> str:
    """A time, and how many times the bare one it is."""
    return f"{span(time_of)} ({time_of / bare:.1f}×)"


def say(text: str) -> None:
    """Tell who waits how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
