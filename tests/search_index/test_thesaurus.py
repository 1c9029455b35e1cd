"""Names of other languages find what Dutch documents say, and the page can tell how."""

from pathlib import Path

import pytest

from search_index import Concept, How, Order, Query, SearchIndex, Thesaurus
from tests.search_index.plain_loop import offer

CONCEPTS = Thesaurus(
    (
        Concept(
            ("voetbal", "voetballen"),
            {
                "en": ("football", "soccer"),
                "ar": ("كرة القدم",),
                "ru": ("футбол",),
                "uk": ("футбол",),
            },
        ),
        Concept(("fietsen", "fiets"), {"tr": ("bisiklet",), "es": ("bicicleta",)}),
        Concept(
            ("knutselen", "crea"),
            {"en": ("crafts", "arts and crafts"), "uk": ("рукоділля",), "fa": ("کاردستی",)},
        ),
        Concept(("breien",), {"fr": ("tricot",), "uk": ("в'язання",)}),
        Concept(("leren lassen", "metaal"), {"en": ("welding",)}),
        Concept(("op de koffie",), {"en": ("coffee morning",)}),
        Concept(("bank",), {"en": ("bank",)}),
        Concept(("oever",), {"en": ("bank",)}),
    )
)


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    documents = [
        offer(1, title="Voetbal voor iedereen"),
        offer(2, title="Samen fietsen"),
        offer(3, title="Knutselen met kinderen"),
        offer(4, title="Crea op woensdag"),
        offer(5, title="Breien en praten"),
        offer(6, title="Bank in het park"),
        offer(7, title="Wandelen langs de oever"),
        offer(8, title="Leren lassen"),
        offer(9, title="Werken met metaal"),
        offer(31, title="Kom op de koffie"),
        *(offer(key, title="Koken") for key in range(10, 30)),
    ]
    return SearchIndex.create(tmp_path, documents, thesaurus=CONCEPTS)


def keys(index: SearchIndex, words: str, language: str = "nl") -> list[int]:
    query = Query(words, order=Order.RELEVANCE, language=language)
    return [hit.key for hit in index.search(query).hits]


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("football", "en", [1]),
        ("FOOTBALL", "nl", [1]),
        ("كرة القدم", "ar", [1]),
        ("كره القدم", "nl", [1]),
        ("كرة قدم", "ar", [1]),
        ("футбол", "ru", [1]),
        ("футболу", "uk", [1]),
        ("bisiklet", "tr", [2]),
        ("bisikletler", "tr", []),
        ("bisiclet", "tr", [2]),
        ("tricot", "fr", [5]),
        ("вязання", "uk", [5]),
        ("в’язання", "uk", [5]),
        ("کاردستی", "fa", [3, 4]),
        ("كاردستي", "fa", [3, 4]),
        ("arts and crafts", "en", [3, 4]),
        ("welding", "en", [8, 9]),
        ("coffee morning", "en", [31]),
    ],
)
def test_a_name_of_another_language_finds_what_documents_say(
    index: SearchIndex, typed: str, language: str, expected: list[int]
) -> None:
    assert keys(index, typed, language) == expected


def test_the_words_around_a_name_do_not_count(index: SearchIndex) -> None:
    page = index.search(Query("i would like to play football please", language="en"))
    assert [hit.key for hit in page.hits] == [1]
    read = {word.typed: (word.read, word.how, word.needed) for word in page.understood}
    assert read["football"] == ("voetbal", How.TRANSLATED, True)
    assert read["play"] == ("play", How.UNKNOWN, False)
    assert page.suggestion == "voetbal"


def test_a_word_that_documents_hold_is_dutch_on_a_dutch_page(index: SearchIndex) -> None:
    page = index.search(Query("bank"))
    assert [hit.key for hit in page.hits] == [6]
    assert page.understood[0].how is How.AS_TYPED


def test_a_name_of_two_things_finds_both_and_tells_both(index: SearchIndex) -> None:
    page = index.search(Query("bank", language="en", order=Order.RELEVANCE))
    assert {hit.key for hit in page.hits} == {6, 7}
    assert page.understood[0].read == "bank+oever"


def test_a_dutch_word_finds_what_means_the_same_after_itself(index: SearchIndex) -> None:
    assert keys(index, "crea") == [4, 3]
    assert keys(index, '"crea"') == [4]


def test_a_translation_can_be_undone(index: SearchIndex) -> None:
    page = index.search(Query("football", language="en", correct=False))
    assert page.total == 0
    assert page.understood[0].how is How.UNKNOWN


def test_what_was_quoted_or_excluded_is_not_translated(index: SearchIndex) -> None:
    assert keys(index, '"tricot"', "fr") == []
    assert keys(index, "knutselen -crafts", "en") == [3, 4]


def test_concepts_are_read_from_readable_files(tmp_path: Path) -> None:
    (tmp_path / "sport.toml").write_text(
        '[football]\nnl = ["voetbal"]\nen = ["football"]\n', encoding="utf-8"
    )
    (tmp_path / "ambiguous.toml").write_text('en = ["bank"]\n', encoding="utf-8")
    read = Thesaurus.read(tmp_path)
    assert read.concepts == (Concept(("voetbal",), {"en": ("football",)}),)
