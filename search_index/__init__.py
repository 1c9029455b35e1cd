"""A search engine over offers with places: words, distance, filters, counts; see README.md.

>>> from datetime import date
>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> offer = Document(
...     key=1,
...     title="Taaltafel in de bibliotheek",
...     body="Nederlands oefenen bij koffie.",
...     organisation="Bibliotheek Mechelen",
...     spots=(Spot(nis="12025", postcode="2800", lat=51.0259, lon=4.4776),),
...     catchment=None,
...     facets={"type": frozenset({"language_practice"}), "level": frozenset({"1"})},
...     published_on=date(2026, 11, 1),
... )
>>> folder = TemporaryDirectory()
>>> index = SearchIndex.create(Path(folder.name), [offer])
>>> antwerp = Origin(points=((51.2213, 4.4051),), nis=frozenset({"11002"}))
>>> page = index.search(Query(words="taal", origin=antwerp, radius_metres=25_000))
>>> [(hit.key, round(hit.metres)) for hit in page.hits]
[(1, 22323)]
>>> page.facets["municipality"]
{'12025': 1}
>>> index.search(Query(words="bibliotheeek")).suggestion
'bibliotheek'
>>> index.update(changed=[], removed=[1])
>>> index.search(Query()).total
0
>>> folder.cleanup()
"""

from search_index.documents import Document, Spot
from search_index.errors import (
    IndexBroken,
    IndexLocked,
    IndexMissing,
    IndexNotWritable,
    SearchIndexError,
)
from search_index.index import SearchIndex, answer
from search_index.query import Hit, How, Order, Origin, Page, Query, Understood
from search_index.ranking import Ranking
from search_index.thesaurus import Concept, Thesaurus

__all__ = [
    "Concept",
    "Document",
    "Hit",
    "How",
    "IndexBroken",
    "IndexLocked",
    "IndexMissing",
    "IndexNotWritable",
    "Order",
    "Origin",
    "Page",
    "Query",
    "Ranking",
    "SearchIndex",
    "SearchIndexError",
    "Spot",
    "Thesaurus",
    "Understood",
    "answer",
]
