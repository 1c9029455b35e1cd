"""What the tests let another process do to an index; run as a script, talks in lines.

other_process.py FOLDER update KEY...        adds offers with these keys, prints 'done'
other_process.py FOLDER create-slowly KEY    prints 'building' inside create, goes on at a line
other_process.py FOLDER die-in-update N...   per N: updates FOLDER/N in a child that kills itself
other_process.py FOLDER die-in-fold N...     (-9) before the Nth step of durability; prints what the
other_process.py FOLDER die-in-create N...   children ended with, 0 for those with fewer steps
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from search_index import Document, SearchIndex  # noqa: E402
from tests.search_index.plain_loop import offer  # noqa: E402

NEW_KEYS = (101, 102, 103)


def die_before_step(number: int) -> None:
    """Let this process kill itself instead of its Nth fsync, rename, or making of a folder."""
    steps = 0

    def deadly(step: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **kwargs: object) -> object:
            nonlocal steps
            steps += 1
            if steps == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*args, **kwargs)

        return counted

    for name in ("fsync", "replace", "mkdir", "unlink", "rmdir"):
        setattr(os, name, deadly(getattr(os, name)))


def slowly(key: int) -> Iterator[Document]:
    """One offer that comes only when somebody writes a line."""
    print("building", flush=True)
    sys.stdin.readline()
    yield offer(key, title="koken")


def main(folder: Path, action: str, *numbers: int) -> None:
    """Do what the arguments say and print 'done'."""
    if action == "update":
        SearchIndex.open(folder).update([offer(key, title="koken") for key in numbers], [])
    elif action == "create-slowly":
        SearchIndex.create(folder, slowly(numbers[0]))
    elif action in ("die-in-update", "die-in-fold", "die-in-create"):
        print(*(die(folder / str(number), action, number) for number in numbers))
    print("done", flush=True)


def die(folder: Path, action: str, step: int) -> int:
    """What a child ended with that was to die there: -9, or 0 when it came through."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    index = SearchIndex.open(folder)
    new = [offer(key, title="koken") for key in NEW_KEYS]
    die_before_step(step)
    if action == "die-in-update":
        index.update(new, [1])
    elif action == "die-in-fold":
        index.fold()
    else:
        SearchIndex.create(folder, new)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *(int(number) for number in sys.argv[3:]))
