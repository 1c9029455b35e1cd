"""Times: engines taking turns on every question, builds, and what a fresh process takes."""

import json
import pickle
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from bench.answers import Engine
from bench.catalogue import documents, with_word
from bench.questions import Question

UPDATES = 10
MEMORY_QUESTIONS = 200


@dataclass
class Times:
    """Milliseconds per question: asked for the first time, and asked again at once."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)


@dataclass
class Upkeep:
    """What an engine costs besides searches; None where it was not measured."""

    build_seconds: float
    commit_ms: float | None = None
    """One offer changed, until it is durable (median)."""
    visible_ms: float | None = None
    """From there until another process finds it (median)."""
    open_ms: float | None = None
    """Opening what was built, in a fresh process."""
    memory_mb: float | None = None
    """Resident memory of that process after so many questions."""


def build(engine: type[Engine], folder: Path, size: int, generation: float) -> Upkeep:
    """Build it; the seconds it takes to make up the offers are not its own."""
    start = time.perf_counter()
    engine.build(folder, documents(size))
    return Upkeep(max(0.0, time.perf_counter() - start - generation))


def generation_seconds(size: int) -> float:
    """How long it takes to make up the offers."""
    next(documents(1))  # what all offers share is made once
    start = time.perf_counter()
    for _ in documents(size):
        pass
    return time.perf_counter() - start


def interleaved(
    engines: Mapping[str, Engine],
    asked: Mapping[str, Mapping[str, list[Question]]],
    warming: Mapping[str, list[Question]],
) -> dict[str, dict[str, Times]]:
    """Times per kind and engine. The engines take turns, and who begins takes turns too.

    Each turn begins with a question of `warming` that is not timed, for what another engine did
    has driven this one's data out of the processor's caches.
    """
    times: dict[str, dict[str, Times]] = {}
    for kind, questions in asked[next(iter(engines))].items():
        able = [name for name, engine in engines.items() if kind in engine.kinds]
        times[kind] = {name: Times() for name in able}
        for name in able:
            _timed(engines[name], warming[kind][-1])
        for number, question in enumerate(questions):
            turn = number % len(able)
            for name in able[turn:] + able[:turn]:
                if number < len(asked[name][kind]):
                    _timed(engines[name], warming[kind][number])
                    times[kind][name].first.append(_timed(engines[name], question))
                    times[kind][name].again.append(_timed(engines[name], question))
    return times


def measure_fresh(upkeep: Upkeep, engine: str, folder: Path, questions: list[Question]) -> None:
    """Let a fresh process open it and answer the questions."""
    file = folder.parent / "questions.pickle"
    file.write_bytes(pickle.dumps(questions))
    command = [sys.executable, "-m", "bench.fresh", "answer", engine, str(folder), str(file)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    upkeep.open_ms, upkeep.memory_mb = told["open_ms"], told["memory_mb"]


def measure_updates(upkeep: Upkeep, name: str, engine: Engine, folder: Path) -> None:
    """Change offers one by one, and let another process say when it finds each."""
    command = [sys.executable, "-m", "bench.fresh", "watch", name, str(folder)]
    commits, waits = [], []
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as watcher:
        assert watcher.stdin is not None
        assert watcher.stdout is not None
        for number, document in enumerate(islice(documents(1_000), UPDATES)):
            word = f"nieuw{number}woord"
            print(word, file=watcher.stdin, flush=True)
            watcher.stdout.readline()  # it is looking by now
            start = time.monotonic()
            engine.update(with_word(document, word))
            committed = time.monotonic()
            seen = float(watcher.stdout.readline())
            commits.append((committed - start) * 1_000)
            waits.append(max(0.0, seen - committed) * 1_000)
        watcher.stdin.close()
    upkeep.commit_ms, upkeep.visible_ms = float(np.median(commits)), float(np.median(waits))


def _timed(engine: Engine, question: Question) -> float:
    """Milliseconds for one answer."""
    if question.kind == "d":
        start = time.perf_counter()
        engine.complete(question.start)
    else:
        start = time.perf_counter()
        engine.time(question.query)
    return (time.perf_counter() - start) * 1_000
