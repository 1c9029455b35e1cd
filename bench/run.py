"""One size of the catalogue: build all engines, prove them equal, time them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from bench.answers import Engine
from bench.engines import engine_named
from bench.measuring import (
    MEMORY_QUESTIONS,
    Times,
    Upkeep,
    build,
    generation_seconds,
    interleaved,
    measure_fresh,
    measure_updates,
)
from bench.proof import prove
from bench.questions import Question, questions

QUESTIONS = 100
"""Questions of each kind that are timed."""

Asked = dict[str, list[Question]]
Progress = Callable[[str], None]


@dataclass
class Result:
    """What was measured at one size; engines by name."""

    size: int
    questions: int
    compared: int
    times: dict[str, dict[str, Times]]
    upkeep: dict[str, Upkeep]


@dataclass
class Size:
    """A size to be measured: how many offers, which engines, and where they are built."""

    documents: int
    names: list[str]
    folders: dict[str, Path]
    questions: int = QUESTIONS

    def measure(self, progress: Progress) -> Result:
        """Build, prove, time, look at a fresh process, change."""
        generation = generation_seconds(self.documents)
        upkeep = {}
        for name in self.names:
            progress(f"building {name}")
            folder = self.folders[name]
            upkeep[name] = build(engine_named(name), folder, self.documents, generation)
        everything = questions(2 * self.questions, self.documents)
        warming = {kind: of_kind[self.questions :] for kind, of_kind in everything.items()}
        asked = {name: self._asked_of(name, everything) for name in self.names}
        progress("proving that all give the same answers")
        engines = self._opened()
        looped = max(2, 20_000 // self.documents) if self.documents <= 100_000 else 0
        compared = prove(engines, asked, looped=looped, size=self.documents)
        _close(engines)
        progress(f"{compared} answers compared, all equal; timing")
        # Opened anew, so that the first time below is a first time.
        engines = self._opened()
        times = interleaved(engines, asked, warming)
        for name, engine in engines.items():
            progress(f"a fresh process, and updates: {name}")
            mixed = list(islice(_mixed(asked[name]), MEMORY_QUESTIONS))
            measure_fresh(upkeep[name], name, self.folders[name], mixed)
            if "b" in engine.kinds:
                measure_updates(upkeep[name], name, engine, self.folders[name])
        _close(engines)
        return Result(self.documents, self.questions, compared, times, upkeep)

    def _opened(self) -> dict[str, Engine]:
        return {name: engine_named(name).open(self.folders[name]) for name in self.names}

    def _asked_of(self, name: str, everything: Asked) -> Asked:
        """The questions that an engine is asked at this size."""
        engine, count = engine_named(name), self.questions
        if engine.patience is not None:
            count = min(count, max(3, engine.patience // self.documents))
        return {kind: everything[kind][:count] for kind in everything if kind in engine.kinds}


def _mixed(asked: Asked) -> chain[Question]:
    """All questions, the kinds taking turns."""
    return chain.from_iterable(zip(*asked.values(), strict=True))


def _close(engines: dict[str, Engine]) -> None:
    for engine in engines.values():
        engine.close()
