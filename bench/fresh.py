"""What the bench lets another process do; a script that talks in lines.

python -m bench.fresh answer ENGINE FOLDER QUESTIONS   opens, answers all, prints JSON
python -m bench.fresh watch ENGINE FOLDER              per line (a word): looks until it is found,
                                                       prints the moment (monotonic seconds)
"""

import json
import pickle
import re
import sys
import time
from pathlib import Path

from bench.engines import engine_named


def answer(name: str, folder: Path, file: Path) -> None:
    """Open, answer, and tell how long opening took and how much memory is resident."""
    # Only rivals that need it load what they need, so that nobody pays for another.
    engine_class = engine_named(name)
    questions = pickle.loads(file.read_bytes())
    start = time.perf_counter()
    engine = engine_class.open(folder)
    open_ms = (time.perf_counter() - start) * 1_000
    for question in questions:
        if question.kind == "d":
            engine.complete(question.start)
        else:
            engine.time(question.query)
    print(json.dumps({"open_ms": open_ms, "memory_mb": _resident_mb()}))


def watch(name: str, folder: Path) -> None:
    """Look for each word until it is there."""
    engine = engine_named(name).open(folder)
    for line in sys.stdin:
        word = line.strip()
        engine.holds(word)
        print("looking", flush=True)
        while not engine.holds(word):
            time.sleep(0.0002)  # leaves the processor to who is writing
        print(time.monotonic(), flush=True)


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else float("nan")


if __name__ == "__main__":
    action, engine_name, *paths = sys.argv[1:]
    if action == "answer":
        answer(engine_name, Path(paths[0]), Path(paths[1]))
    else:
        watch(engine_name, Path(paths[0]))
