"""python -m bench: proves that the engines agree, times them, writes the report and the plot."""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import everyday, relevance, report
from bench.engines import NAMES, engine_named, missing
from bench.plot import plotted
from bench.proof import EnginesDiffer
from bench.rivals import postgres_server
from bench.run import QUESTIONS, Result, Size
from bench.shaken import shake

FULL = (2_000, 20_000, 100_000, 1_000_000)
QUICK = (2_000, 20_000)
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measure what was asked for, print it and write it down."""
    asked = _arguments()
    absent = {name: reason for name in asked.engines if (reason := missing(name))}
    for name, reason in absent.items():
        _say(f"without {name}: {reason}")
    present = [name for name in asked.engines if name not in absent]
    results: list[Result] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
        socket = None
        if "PostgreSQL" in present:
            socket = stack.enter_context(postgres_server.server())
        try:
            results.extend(_sizes(asked.sizes, asked.questions, present, folder, socket))
        except EnginesDiffer as difference:
            sys.exit(f"Stopped, since the engines do not agree.\n{difference}")
        shaken = None
        if "shaken" not in asked.skip:
            _say("eight processes search while a ninth changes offers and is killed")
            shaken = shake(folder / "shaken")
    if "relevance" not in asked.skip:
        _say("asking the judged questions")
        relevance.main()
        _say("asking everyday words in thirteen languages")
        everyday.main()
    absent |= {name: "it was left out of this run" for name in asked.skip if name in NAMES}
    text = report.written(results, present, absent, shaken)
    print(text)
    name = "search" if asked.published else "search-part"
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    (RESULTS / f"{name}.svg").write_text(plotted(results), encoding="utf-8")


def _sizes(
    sizes: list[int], questions: int, names: list[str], folder: Path, socket: Path | None
) -> Iterator[Result]:
    """Measure size by size; what was built for one is gone before the next."""
    for documents in sizes:
        able = [name for name in names if documents <= engine_named(name).largest]
        with TemporaryDirectory(dir=folder) as here:
            folders = {name: Path(here) / name.replace(" ", "-") for name in able}
            for one in folders.values():
                one.mkdir()
            if socket is not None and "PostgreSQL" in able:
                address = postgres_server.new_database(socket, f"offers_{documents}")
                (folders["PostgreSQL"] / postgres_server.ADDRESS).write_text(address)
            size = Size(documents, able, folders, questions)
            yield size.measure(partial(_say_of, documents))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="2,000 and 20,000 offers only")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="OFFERS", help="these sizes only")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="of each kind")
    parser.add_argument(
        "--skip",
        nargs="+",
        default=[],
        choices=(*NAMES[1:], "shaken", "relevance"),
        help="leave these out",
    )
    asked = parser.parse_args()
    # Only a whole run is what the docs show; parts of it go to a file that git ignores.
    asked.published = not (asked.quick or asked.sizes or asked.skip)
    asked.sizes = asked.sizes or (QUICK if asked.quick else FULL)
    asked.engines = [name for name in NAMES if name not in asked.skip]
    return asked


def _say_of(documents: int, text: str) -> None:
    _say(f"{documents:,} offers: {text}")


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
