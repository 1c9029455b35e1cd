"""Fixtures of the search index's tests: a catalogue in a folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search_index import Document, SearchIndex

Catalogue = Callable[..., SearchIndex]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """Makes an index of the given documents in a folder of this test."""

    def make(*documents: Document) -> SearchIndex:
        return SearchIndex.create(tmp_path / "index", documents)

    return make
