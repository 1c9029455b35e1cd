"""The bars that the search has to clear, each with its figure from the results."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.engines import RIVALS
from bench.run import Result
from bench.shaken import Shaken

COMPARED, LARGEST, SMALLEST = 100_000, 1_000_000, 2_000


@dataclass(frozen=True)
class Bar:
    """What is asked for, what was measured, and whether it suffices; None when not measured."""

    wanted: str
    figure: str
    met: bool | None


def p50(result: Result, kind: str, engine: str, *, again: bool = True) -> float | None:
    """The median in milliseconds."""
    return percentile(result, kind, engine, 50, again=again)


def percentile(
    result: Result, kind: str, engine: str, share: int, *, again: bool = False
) -> float | None:
    """A percentile in milliseconds, None when the engine was not asked."""
    times = result.times.get(kind, {}).get(engine)
    if times is None:
        return None
    return float(np.percentile(times.again if again else times.first, share))


def bars(results: Sequence[Result], shaken: Shaken | None) -> list[Bar]:
    """All bars that were set, of questions asked again unless said.

    With caches warm, as the measurements were that the bars were set by; the tables tell what the
    first time costs.
    """
    by_size = {result.size: result for result in results}
    found: list[Bar] = []
    compared = by_size.get(COMPARED)
    found += _compared(compared) if compared else [Bar("all at 100,000 offers", "–", None)]
    smallest = by_size.get(SMALLEST)
    if compared and smallest:
        growth = {
            kind: (p50(compared, kind, "ours") or 0) / (p50(smallest, kind, "ours") or 1)
            for kind in compared.times
        }
        worst = max(growth, key=lambda kind: growth[kind])
        told = ", ".join(f"{kind} {value:.1f}×" for kind, value in growth.items())
        found.append(Bar("growth from 2,000 to 100,000 ≤ 8×", told, growth[worst] <= 8))
    if largest := by_size.get(LARGEST):
        worst_of: dict[str, float] = {}
        figures = []
        for kind in ("a", "b"):
            worst_of[kind] = percentile(largest, kind, "ours", 95, again=True) or 0
            first = percentile(largest, kind, "ours", 95) or 0
            figures.append(f"{kind} {worst_of[kind]:.1f} ms ({first:.1f} ms the first time)")
        wanted = "p95 of a and b at 1,000,000 ≤ 10 ms"
        found.append(Bar(wanted, ", ".join(figures), max(worst_of.values()) <= 10))
    else:
        found.append(Bar("p95 of a and b at 1,000,000 ≤ 10 ms", "–", None))
    if shaken is not None:
        told = f"{len(shaken.wrong)} wrong, {len(shaken.lost)} lost"
        wanted = "searching while a writer is killed ten times: no wrong page, nothing lost"
        found.append(Bar(wanted, told, not shaken.wrong and not shaken.lost))
    return found


def _compared(result: Result) -> list[Bar]:
    """The bars that are set at 100,000 offers."""
    times_of_a, near_again = p50(result, "a", "ours"), p50(result, "a2", "ours")
    assert times_of_a is not None
    assert near_again is not None
    upkeep = result.upkeep["ours"]
    return [
        _at_most("a ≤ 2× the floor", _ratio(result, "a", "ours", ("floor",)), 2, "×"),
        _at_least("a ≥ 8× faster than the best rival", _best(result, "a"), 8),
        _at_most("a2 ≤ 2× a once known", near_again / times_of_a, 2, "×"),
        _at_most("a2 ≤ 20 ms the first time", p50(result, "a2", "ours", again=False), 20, " ms"),
        _at_least("b ≥ 2× faster than the best rival", _best(result, "b"), 2),
        _at_least("c ≥ 2.5× faster than the best rival", _best(result, "c"), 2.5),
        _at_least("e ≥ 2.5× faster than the best rival", _best(result, "e"), 2.5),
        _at_most("visible elsewhere ≤ 50 ms after its commit", upkeep.visible_ms, 50, " ms"),
        _at_most("rebuild ≤ 60 s", upkeep.build_seconds, 60, " s"),
        _at_most("≤ 300 MB a process", upkeep.memory_mb, 300, " MB"),
    ]


def _ratio(result: Result, kind: str, above: str, below: Sequence[str]) -> float | None:
    """The median of one engine over the least of the others'."""
    others = [time for name in below if (time := p50(result, kind, name)) is not None]
    mine = p50(result, kind, above)
    return mine / min(others) if others and mine is not None else None


def _best(result: Result, kind: str) -> tuple[float, str] | None:
    """How many times the best rival's median is ours, and who that is."""
    ours = p50(result, kind, "ours")
    others = [(time, name) for name in RIVALS if (time := p50(result, kind, name)) is not None]
    if ours is None or not others:
        return None
    time, name = min(others)
    return time / ours, name


def _at_most(wanted: str, figure: float | None, limit: float, unit: str) -> Bar:
    if figure is None:
        return Bar(wanted, "–", None)
    return Bar(wanted, f"{short(figure)}{unit}", figure <= limit)


def _at_least(wanted: str, figure: tuple[float, str] | None, limit: float) -> Bar:
    if figure is None:
        return Bar(wanted, "–", None)
    return Bar(wanted, f"{short(figure[0])}× ({figure[1]})", figure[0] >= limit)


def short(figure: float) -> str:
    """Three digits that count, without more decimals than say something."""
    if figure >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.3g}" if figure >= 0.01 else f"{figure:.1g}"
