"""The plot of the report: a line per kind of question, a mark per engine, time on a log axis."""

import math
from collections.abc import Sequence
from html import escape

from bench.bars import COMPARED, percentile, short
from bench.engines import NAMES, engine_named
from bench.questions import KINDS
from bench.run import Result

_WIDTH, _LEFT, _RIGHT, _TOP, _LANE = 900, 250, 30, 96, 18
_COLOURS = {
    "ours": ("#0b6e4f", "#4fd1a5"),
    "floor": ("#6b6b6b", "#b0b0b0"),
    "SQLite": ("#1f5fbf", "#7fb2ff"),
    "tantivy": ("#a8480a", "#ffab66"),
    "PostgreSQL": ("#7a3fa0", "#cf9cf0"),
    "Whoosh": ("#b0204d", "#ff8fae"),
}
"""Per engine on a light and on a dark ground."""


def plotted(results: Sequence[Result]) -> str:
    """The plot as SVG, of 100,000 offers or of the largest size that has rivals."""
    rivalled = [result for result in results if len(result.upkeep) > 2] or list(results)
    chosen = next((r for r in rivalled if r.size == COMPARED), rivalled[-1])
    names = [name for name in NAMES if name in chosen.upkeep]
    shown = [
        percentile(chosen, kind, name, share)
        for kind in chosen.times
        for name in names
        for share in (50, 95)
    ]
    times = [max(one, 1e-3) for one in shown if one is not None]
    first, last = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    span = _WIDTH - _LEFT - _RIGHT

    def x(milliseconds: float) -> float:
        share = (math.log10(max(milliseconds, 1e-3)) - first) / (last - first)
        return round(_LEFT + span * share, 1)

    body, y = [], _TOP
    for kind in chosen.times:
        asked = [name for name in names if name in chosen.times[kind]]
        height = _LANE * len(asked) + 14
        body.append(f'<text x="16" y="{y + height / 2 + 4}"><tspan class="kind">{kind}</tspan>')
        body.append(f'<tspan dx="8" class="note">{escape(_brief(kind))}</tspan></text>')
        for lane, name in enumerate(asked):
            at = y + 14 + lane * _LANE
            middle, far = (percentile(chosen, kind, name, share) or 0 for share in (50, 95))
            title = f"{engine_named(name).name}: {short(middle)} ms, p95 {short(far)} ms"
            body.append(f'<g class="{_class(name)}"><title>{escape(title)}</title>')
            body.append(f'<path d="M{x(middle)} {at}H{x(far)}"/>')
            body.append(f'<circle cx="{x(middle)}" cy="{at}" r="5"/>')
            body.append(f'<path d="M{x(far)} {at - 4}v8"/></g>')
        y += height
        body.append(f'<path class="rule" d="M16 {y}H{_WIDTH - 16}"/>')
    grid = []
    for power in range(first, last + 1):
        grid.append(f'<path class="rule" d="M{x(10.0**power)} {_TOP - 6}V{y}"/>')
        label = f"{10.0**power:g} ms"
        grid.append(
            f'<text class="note" text-anchor="middle" x="{x(10.0**power)}" y="{_TOP - 12}">'
        )
        grid.append(f"{label}</text>")
    heading = f"{chosen.size:,} offers: milliseconds to an answer, p50 (dot) to p95 (bar)"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y + 20}" role="img"'
            f' aria-label="{escape(heading)}">',
            _style(),
            f'<text class="kind" x="16" y="26">{escape(heading)}</text>',
            _legend(names),
            *grid,
            *body,
            "</svg>",
            "",
        ]
    )


def _legend(names: Sequence[str]) -> str:
    marks, x = [], 16
    for name in names:
        label = engine_named(name).name
        marks.append(f'<g class="{_class(name)}"><circle cx="{x + 5}" cy="48" r="5"/></g>')
        marks.append(f'<text x="{x + 15}" y="52">{escape(label)}</text>')
        x += 34 + 7 * len(label)
    return "\n".join(marks)


def _style() -> str:
    """Colours for both grounds; the reader's setting decides."""
    light = "".join(f".{_class(name)}{{--c:{one}}}" for name, (one, _) in _COLOURS.items())
    dark = "".join(f".{_class(name)}{{--c:{other}}}" for name, (_, other) in _COLOURS.items())
    return (
        "<style>svg{font:13px system-ui,sans-serif;background:#fff}text{fill:#1d1d1d}"
        ".kind{font-weight:600}.note{font-size:11px;fill:#555}.rule{stroke:#ddd;stroke-width:1}"
        f"g circle{{fill:var(--c)}}g path{{stroke:var(--c);stroke-width:2}}{light}"
        "@media (prefers-color-scheme:dark){svg{background:#16181b}text{fill:#eee}"
        f".note{{fill:#b5b5b5}}.rule{{stroke:#3a3d42}}{dark}}}</style>"
    )


def _brief(kind: str) -> str:
    return {
        "a": "point, radius, counts",
        "a2": "municipality, radius, counts",
        "b": "words as well",
        "c": "a misspelt word",
        "d": "completion",
        "e": "choices and counts",
    }.get(kind, KINDS[kind])


def _class(name: str) -> str:
    return f"of-{name.lower()}"
