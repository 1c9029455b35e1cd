"""The door: opens, searches and changes an index folder; the work is done behind it."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from threading import Lock

from search_index import completion, searching, writing
from search_index.documents import Document
from search_index.folding import MANY
from search_index.journal import Change
from search_index.query import Origin, Page, Query
from search_index.ranking import Ranking
from search_index.reading import Generation, read_newest, with_changes
from search_index.thesaurus import NOTHING, Thesaurus
from search_index.view import View

EVERYWHERE = 25_000_000.0
"""Metres."""


class SearchIndex:
    """An index folder. Threads may share one; processes open one each and see each other's work."""

    def __init__(
        self, folder: Path, ranking: Ranking | None = None, thesaurus: Thesaurus = NOTHING
    ) -> None:
        """Not for callers: use `open` or `create`."""
        self._folder = folder
        self._ranking = ranking or Ranking()
        self._thesaurus = thesaurus
        self._newest: Generation | None = None
        self._loading = Lock()

    @classmethod
    def open(
        cls, folder: Path, ranking: Ranking | None = None, thesaurus: Thesaurus = NOTHING
    ) -> "SearchIndex":
        """The index in this folder, every file checked against its digest.

        Raises IndexMissing when there is none, IndexBroken when it is damaged.
        """
        opened = cls(folder, ranking, thesaurus)
        opened._generation()
        return opened

    @classmethod
    def create(
        cls,
        folder: Path,
        documents: Iterable[Document],
        ranking: Ranking | None = None,
        thesaurus: Thesaurus = NOTHING,
    ) -> "SearchIndex":
        """Build an index of these documents beside the old one, if any, and swap it in.

        Who searches or changes the old one goes on; what was changed meanwhile stands in the new
        one too. A crash leaves the old one whole; a damaged old one is replaced. Of documents with
        equal keys the last counts. Raises IndexLocked when somebody else is building,
        IndexNotWritable when the folder cannot be written.
        """
        writing.build(folder, documents)
        return cls.open(folder, ranking, thesaurus)

    def search(self, query: Query) -> Page:
        """The page that answers the query, all changes included, whichever process made them.

        Raises IndexMissing or IndexBroken when the folder cannot be read.
        """
        return searching.search(self._generation().view, query, self._ranking, self._thesaurus)

    def warm(self) -> None:
        """Ask a question of each kind, so that nobody waits until loops are compiled.

        Takes half a second in each process, and some seconds the first time on a machine. Raises
        as `search` does.
        """
        view = self._generation().view
        placed = zip(view.columns.lat[:1].tolist(), view.columns.lon[:1].tolist(), strict=True)
        here = next(placed, (51.0, 4.4))
        point, places = Origin((here,), frozenset()), Origin((here, here), frozenset(), "")
        known = list(
            islice((word for part in view.parts for word in part.segment.lexicon.words), 3)
        )
        for origin in (None, point, places):
            for words in ("", *known[:1], " ".join(known)):
                for choices in ({}, {"type": frozenset({""})}):
                    self.search(Query(words, origin, EVERYWHERE, choices, limit=1))

    def update(self, changed: Iterable[Document], removed: Iterable[int]) -> None:
        """Add or replace the changed documents and remove these keys, in one durable change.

        Doing it twice is the same as once; unknown keys are no error; a key in both is removed.
        Waits for others who add changes (moments), not for who builds. Raises IndexNotWritable
        when the folder cannot be written, IndexMissing or IndexBroken as `search` does; then
        nothing has changed.
        """
        gone = frozenset(removed)
        new = {document.key: document for document in changed if document.key not in gone}
        writing.append(self._folder, Change(tuple(new.values()), gone))

    @property
    def wants_folding(self) -> bool:
        """Whether so many changes wait in the journal that `fold` is worth its time."""
        view = self._generation().view
        waiting = sum(len(part.segment) for part in view.parts if not part.segment.is_on_disk)
        return waiting >= MANY

    def fold(self) -> None:
        """Write the changes of the journal into a segment, with segments that became too small.

        Takes about 0.3 ms a document; searches and changes go on meanwhile. Raises IndexLocked
        when somebody else is building, else as `update` does.
        """
        writing.rewrite(self._folder, self._newest, everything=False)

    def compact(self) -> None:
        """Write everything anew, so that no trace of removed documents is left in the files.

        Raises as `fold` does.
        """
        writing.rewrite(self._folder, self._newest, everything=True)

    def keys(self) -> frozenset[int]:
        """The keys of all documents; raises as `search` does."""
        view = self._generation().view
        return frozenset(view.columns.keys[view.live_rows].tolist())

    def complete(self, start: str, limit: int = 8) -> tuple[str, ...]:
        """What somebody may be typing: the last word completed, the most used words first.

        Raises as `search` does.
        """
        return completion.complete(self._generation().view, start, limit)

    def _generation(self) -> Generation:
        newest = self._newest
        if newest is not None and newest.is_newest:
            return newest
        with self._loading:
            newest = self._newest
            if newest is None or not newest.is_newest:
                newest = self._newest = read_newest(self._folder, newest)
            return newest


def answer(
    documents: Iterable[Document],
    query: Query,
    ranking: Ranking | None = None,
    thesaurus: Thesaurus = NOTHING,
) -> Page:
    """The page that an index of these documents gives, without a folder: slow, for want of one."""
    view = View(with_changes((), [Change(tuple(documents), frozenset())]))
    return searching.search(view, query, ranking or Ranking(), thesaurus)
