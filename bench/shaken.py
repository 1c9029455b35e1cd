"""Shakes the index: processes search while another changes offers, is killed and started again.

Every offer carries its version threefold: as a word of its text, as a code of a facet, and as the
place where it is. Offers change in groups, each group in one commit. So any page about a group can
be checked against what is possible at that moment: it must hold the whole group, in one version;
words, counts and distances must all tell that version; and it must be between what was committed
before the question and what was begun when the answer came.

    python -m bench.shaken change FOLDER     changes group after group, saying what it does
    python -m bench.shaken search FOLDER N   searches until its input is closed, then prints JSON
"""

import json
import random
import select
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from geopy.distance import geodesic
from numpy.typing import NDArray

from search_index import Document, Origin, Query, SearchIndex, Spot

HOME = (51.0, 4.4)
STEP = 0.0005
"""Degrees of latitude that an offer moves with each version."""
BEGUN, DONE = "begun", "done"


@dataclass
class Shaken:
    """What came of it."""

    offers: int
    searchers: int
    kills: int = 0
    changed: int = 0
    """Offers changed in commits that were answered as done."""
    searches: int = 0
    wrong: list[str] = field(default_factory=list)
    """Pages that cannot be, and whatever was raised; empty is what must be shown."""
    lost: list[str] = field(default_factory=list)
    """What was committed and is not there; empty is what must be shown."""


def shake(
    folder: Path, *, offers: int = 1_000, in_group: int = 20, searchers: int = 8, kills: int = 10
) -> Shaken:
    """Let them search, kill the writer so many times, and look whether anything was lost.

    It goes on until all offers have been changed and all kills are done.
    """
    groups = offers // in_group
    folder.mkdir(parents=True)
    for name in (BEGUN, DONE):
        np.lib.format.open_memmap(
            folder / f"{name}.npy", mode="w+", dtype=np.int64, shape=(groups,)
        )
    (folder / "in_group").write_text(str(in_group))
    every = [one for group in range(groups) for one in documents(group, 0, in_group)]
    SearchIndex.create(folder / "index", every)
    shaken, seed = Shaken(offers, searchers), random.Random("shaken")
    with ExitStack() as stack:
        running = [
            stack.enter_context(_process("search", folder, number)) for number in range(searchers)
        ]
        for process in running:
            _line(process)  # it has opened the index
        while shaken.kills < kills or _marks(folder, DONE).min() == 0:
            _change_until_killed(folder, seed, groups)
            shaken.kills += 1
            shaken.lost += _lost(folder, groups, in_group)
        for process in running:
            told, _ = process.communicate()
            searched = json.loads(told)
            shaken.searches += searched["searches"]
            shaken.wrong += searched["wrong"]
    shaken.changed = int(_marks(folder, DONE).sum()) * in_group
    return shaken


def documents(group: int, version: int, in_group: int) -> list[Document]:
    """The offers of a group in one version."""
    lat, lon = _place(version)
    return [
        Document(
            key=group * in_group + number + 1,
            title=f"groep{group}x",
            body=f"versie{version}x van een aanbod",
            organisation="",
            spots=(Spot("12025", "2800", lat, lon),),
            catchment=None,
            facets={"version": frozenset({str(version)})},
            published_on=date(2026, 1, 1),
        )
        for number in range(in_group)
    ]


def change(folder: Path) -> None:
    """Change the groups in turns for ever; each commit is noted when it begins and is done."""
    begun, done = _marks(folder, BEGUN), _marks(folder, DONE)
    in_group = int((folder / "in_group").read_text())
    index = SearchIndex.open(folder / "index")
    while True:
        group = int(np.argmin(done))
        begun[group] += 1
        print("begun", flush=True)
        index.update(documents(group, int(begun[group]), in_group), [])
        done[group] = begun[group]
        print("done", flush=True)


def search(folder: Path, number: int) -> None:
    """Search until the input is closed, then tell how often and what was wrong."""
    seed = random.Random(number)
    begun, done = _marks(folder, BEGUN), _marks(folder, DONE)
    in_group = int((folder / "in_group").read_text())
    index = SearchIndex.open(folder / "index")
    print("searching", flush=True)
    searches, wrong = 0, list[str]()
    while not select.select([sys.stdin], [], [], 0)[0]:
        group = seed.randrange(len(done))
        at_least = int(done[group])
        try:
            found = wrong_with(index, group, in_group)
            at_most = int(begun[group])
            if isinstance(found, int) and not at_least <= found <= at_most:
                found = f"version {found} is not between {at_least} and {at_most}"
        except Exception as error:  # whatever it is, it must be told
            found = f"{type(error).__name__}: {error}"
        if isinstance(found, str):
            wrong.append(f"group {group}: {found}")
        searches += 1
    print(json.dumps({"searches": searches, "wrong": wrong[:20]}), flush=True)


def wrong_with(index: SearchIndex, group: int, in_group: int) -> int | str:
    """The version that a page about the group shows, or what cannot be on it."""
    here = Origin((HOME,), frozenset())
    page = index.search(Query(f'"groep{group}x"', here, 1e6, limit=in_group + 1, correct=False))
    versions = page.facets.get("version", {})
    if len(versions) != 1 or page.total != in_group or len(page.hits) != in_group:
        return f"{page.total} hits of versions {dict(versions)}"
    version = int(next(iter(versions)))
    if versions[str(version)] != in_group or page.facets["municipality"] != {"12025": in_group}:
        return f"counts {dict(page.facets)}"
    if [hit.key for hit in page.hits] != [group * in_group + i + 1 for i in range(in_group)]:
        return f"keys {[hit.key for hit in page.hits]}"
    metres = geodesic(HOME, _place(version)).meters
    if any(hit.metres is None or abs(hit.metres - metres) > 1e-3 for hit in page.hits):
        return f"version {version} at {page.hits[0].metres} metres instead of {metres}"
    typed = f'"groep{group}x" "versie{version}x"'
    later = index.search(Query(typed, limit=0, correct=False)).total
    return version if later in (0, in_group) else f"{later} of {in_group} have the version's word"


def section(shaken: Shaken) -> str:
    """The part of the report about it."""
    told = asdict(shaken)
    found = [f"- {kind}: {text}" for kind in ("wrong", "lost") for text in told[kind][:10]]
    lines = [
        "## Shaken",
        "",
        f"{shaken.searchers} processes searched while another changed {shaken.offers:,} offers,"
        f" and was killed (SIGKILL) in the middle of a commit and started again {shaken.kills}"
        f" times. {shaken.changed:,} changes were committed, {shaken.searches:,} pages checked:"
        f" {len(shaken.wrong)} wrong or failed, {len(shaken.lost)} changes lost.",
        "",
        *found,
    ]
    return "\n".join(lines).rstrip()


def _change_until_killed(folder: Path, seed: random.Random, groups: int) -> None:
    """Kill the writer a random while after it began one of its next commits."""
    with _process("change", folder) as writer:
        for _ in range(seed.randint(1, max(2, groups // 4)) * 2):
            _line(writer)
        while _line(writer) != "begun":
            pass
        assert writer.stdout is not None
        select.select([writer.stdout], [], [], seed.uniform(0, 0.08))
        writer.kill()


def _lost(folder: Path, groups: int, in_group: int) -> list[str]:
    """What a reader that opens the index now misses, or finds and should not."""
    index = SearchIndex.open(folder / "index")
    begun, done = _marks(folder, BEGUN), _marks(folder, DONE)
    lost = []
    if index.keys() != frozenset(range(1, groups * in_group + 1)):
        lost.append(f"{len(index.keys())} offers instead of {groups * in_group}")
    for group in range(groups):
        found = wrong_with(index, group, in_group)
        if isinstance(found, str) or not done[group] <= found <= begun[group]:
            lost.append(f"group {group}: {found}, committed was {done[group]}")
    return lost


def _process(action: str, folder: Path, *more: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "bench.shaken", action, str(folder), *map(str, more)]
    return subprocess.Popen(
        command, cwd=Path(__file__).parents[1], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if not line:
        raise RuntimeError(f"the process ended with {process.wait()}")
    return line


def _marks(folder: Path, name: str) -> NDArray[np.int64]:
    """Per group a version, shared by all processes and kept when one dies."""
    marks: NDArray[np.int64] = np.lib.format.open_memmap(folder / f"{name}.npy", mode="r+")
    return marks


def _place(version: int) -> tuple[float, float]:
    return HOME[0] + STEP * (version % 1_000 + 1), HOME[1]


if __name__ == "__main__":
    action, where, *rest = sys.argv[1:]
    if action == "change":
        change(Path(where))
    else:
        search(Path(where), int(rest[0]))
