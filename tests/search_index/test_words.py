"""Which words find which offers, in Dutch, whatever is typed."""

import math
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import Order, Query, SearchIndex
from search_index.words import MAX_WORDS, STOP_WORDS, fold, wanted_words, words_of
from tests.search_index.conftest import Catalogue
from tests.search_index.plain_loop import offer


def found(index: SearchIndex, words: str) -> list[int]:
    page = index.search(Query(words=words, order=Order.RELEVANCE, limit=100))
    assert page.total == len(page.hits)
    return [hit.key for hit in page.hits]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("taal", "Taaltafel in de buurt"),
        ("taal", "Een babbel in vele talen"),
        ("talen", "Wij oefenen de taal"),
        ("fiets", "Fietsherstelling op zaterdag"),
        ("fiets", "Samen fietsen"),
        ("fietsen", "Leer rijden met een fiets"),
        ("naaien", "Naaiatelier"),
        ("koken", "Kookles voor iedereen"),
        ("koor", "Zing mee in het kinderkoor"),
        ("tuin", "Werken in de volkstuinen"),
        ("huis", "Huizen bezoeken"),
        ("vrijwilliger", "Vrijwilligerswerk in het rusthuis"),
        ("wandelen", "We hebben gewandeld"),
        ("café", "CAFE met muziek"),
        ("cafe", "Praatcafé"),
        ("NEDERLANDS", "nederlands oefenen"),
        ("foto's", "Foto's maken"),
        ("fotos", "Foto’s maken"),
        ("e-mail", "Leer een e-mail schrijven"),
        ("NT2", "Les NT2 niveau 1"),
        ("İstanbul", "Reis naar istanbul"),
        ("straße", "De STRASSE"),
        ("العربية", "Wij spreken العربية"),
        ("de fiets van mij", "Een fiets"),
    ],
)
def test_what_is_typed_finds_what_is_meant(catalogue: Catalogue, typed: str, text: str) -> None:
    index = catalogue(offer(1, title=text), offer(2, body="Schaken tegen de computer"))
    page = index.search(Query(words=typed))
    assert [hit.key for hit in page.hits] == [1]
    assert page.suggestion is None


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("taal", "In totaal tien"),
        ("taal", "Digitale hulp"),
        ("taal", "Betaald werk"),
        ("kok", "Kokos drinken"),
        ("koken vissen", "Samen koken"),
        ("zwemmen", "Samen koken"),
    ],
)
def test_what_is_not_meant_is_not_found(catalogue: Catalogue, typed: str, text: str) -> None:
    assert found(catalogue(offer(1, title=text)), typed) == []


def test_words_are_found_in_title_body_and_organisation_and_all_must_match(
    catalogue: Catalogue,
) -> None:
    index = catalogue(
        offer(1, title="Koken", body="Samen eten", organisation="Buurthuis"),
        offer(2, title="Koken", body="Alleen eten"),
    )
    assert found(index, "koken") == [2, 1]  # the shorter text weighs more
    assert found(index, "buurthuis") == [1]
    assert found(index, "koken samen") == [1]
    assert found(index, "koken eten") == [2, 1]


def test_a_word_in_the_title_outranks_the_same_in_the_body(catalogue: Catalogue) -> None:
    index = catalogue(
        offer(1, title="Iets anders", body="koken"),
        offer(2, title="Koken", body="iets anders"),
    )
    assert found(index, "koken") == [2, 1]


def test_the_word_itself_outranks_its_inflection_and_that_a_compound(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, title="Taaltafel"), offer(2, title="Talen"), offer(3, title="Taal"))
    assert found(index, "taal") == [3, 2, 1]


def test_scores_fall_and_are_positive(catalogue: Catalogue) -> None:
    seed = random.Random(4)
    texts = [" ".join(seed.choices(["koken", "eten", "soep", "brood"], k=9)) for _ in range(30)]
    index = catalogue(*(offer(key, title=text) for key, text in enumerate(texts)))
    scores = [hit.score for hit in index.search(Query("koken", order=Order.RELEVANCE)).hits]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_scores_are_those_of_the_formula(catalogue: Catalogue) -> None:
    # Title words count three times, those of the organisation twice, those of the body once.
    index = catalogue(
        offer(1, title="koken", body="soep brood kaas", organisation="buurthuis"),
        offer(2, title="soep", body="koken koken", organisation="koken"),
        offer(3, title="brood", published_on=date(2026, 4, 1)),
    )
    frequency, length = {1: 3, 2: 4}, {1: 8, 2: 7, 3: 3}
    rarity = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    for hit in index.search(Query('"koken"', order=Order.RELEVANCE)).hits:
        norm = 1.2 * (1 - 0.75 + 0.75 * length[hit.key] / (sum(length.values()) / 3))
        expected = rarity * frequency[hit.key] * 2.2 / (frequency[hit.key] + norm)
        fresh = 1 + 0.1 * 2 ** (-90 / 90)  # the newest is of 90 days later
        assert hit.score == pytest.approx(expected * fresh, rel=1e-6)


def test_quoted_words_are_taken_as_they_are_spelt(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, title="Taaltafel"), offer(2, title="Talen"), offer(3, title="Taal"))
    assert found(index, '"taal"') == [3]


def test_a_minus_excludes_a_word_but_not_its_compounds(catalogue: Catalogue) -> None:
    index = catalogue(
        offer(1, title="Koken en fietsen"), offer(2, title="Koken"), offer(3, title="Kookfietsen")
    )
    assert found(index, "koken -fietsen") == [2, 3]
    assert found(index, "-koken") == [3]
    assert sorted(found(index, "koken -zwemmen")) == [1, 2, 3]


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("bibliotheeek", "bibliotheek"),
        ("bibliothek", "bibliotheek"),
        ("biblitoheek", "bibliotheek"),
        ("bilbiotheke", "bibliotheek"),
        ("Koekn", "koken"),
        ("samen koekn", "samen koken"),
        ("koekn -soep", "koken -soep"),
    ],
)
def test_a_misspelt_word_is_corrected_and_answered(
    catalogue: Catalogue, typed: str, suggestion: str
) -> None:
    index = catalogue(offer(1, title="Samen koken", body="bibliotheek"), offer(2, title="Schaken"))
    page = index.search(Query(words=typed))
    assert page.suggestion == suggestion
    assert [hit.key for hit in page.hits] == [1]


@pytest.mark.parametrize("typed", ["xyz", "zzzzzzzz", "kxxxn", "2801", "kke"])
def test_a_word_that_is_near_nothing_finds_nothing(catalogue: Catalogue, typed: str) -> None:
    page = catalogue(offer(1, title="koken 2800")).search(Query(words=typed))
    assert (page.total, page.suggestion) == (0, None)


def test_the_most_used_of_equally_near_words_is_suggested(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, title="boeken"), offer(2, title="boeken"), offer(3, title="hoeken"))
    assert index.search(Query("goeken")).suggestion == "boeken"


def test_a_word_that_only_removed_offers_held_is_neither_found_suggested_nor_completed(
    catalogue: Catalogue,
) -> None:
    index = catalogue(offer(1, title="gitaar"), offer(2, title="piano"))
    index.update([], [1])
    assert index.search(Query("gitaar")).total == 0
    assert index.search(Query("gitaaar")).suggestion is None
    assert index.complete("gi") == ()


def test_beginnings_are_completed_with_the_most_used_words_first(catalogue: Catalogue) -> None:
    index = catalogue(
        offer(1, title="Taaltafel taal"),
        offer(2, title="Taaltafel", body="talent tafel"),
        offer(3, title="Café"),
    )
    assert index.complete("ta") == ("taaltafel", "taal", "tafel", "talent")
    assert index.complete("TAA", limit=1) == ("taaltafel",)
    assert index.complete("een taalt") == ("een taaltafel",)
    assert index.complete("caf") == ("cafe",)
    assert index.complete("") == index.complete("taal ") == index.complete("x") == ()


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 1_000_000,
        "koken " * 200_000,
        " ".join(f"woord{number}" for number in range(100_000)),
        "\x00",
        "koken\x00",
        "\ud800",
        "koken \udfff",
        "de het een",
        "🎉",
        '"',
        '""',
        "-",
        "--",
        '-"',
        "'",
        "’s",
        "\u202e\u0301\u0301",
        "%_*?[]{}()\\^~:AND OR NOT",
        "٣٤ ４５",
        "ﷺ" * 3_000,
    ],
)
def test_huge_or_odd_words_are_answered_without_an_error(catalogue: Catalogue, typed: str) -> None:
    index = catalogue(offer(1, title="koken"), offer(2, title=typed[:5_000], body=typed[:5_000]))
    page = index.search(Query(words=typed))
    assert page.total in (0, 1, 2)
    assert isinstance(index.complete(typed), tuple)


@settings(max_examples=150, deadline=None)
@given(st.text(), st.text())
def test_any_text_is_read_into_words_that_can_be_searched(typed: str, text: str) -> None:
    assert all(word and word not in STOP_WORDS for word in words_of(text))
    assert len(wanted_words(typed)) <= MAX_WORDS
    assert fold(fold(typed)) == fold(typed) or not typed.isprintable()


def test_any_text_that_was_indexed_is_found_by_its_own_words(catalogue: Catalogue) -> None:
    seed = random.Random(7)
    alphabet = "aé̱ßİʼØλжع日0_-'\"\ud800🎉 \n"
    odd = ["".join(seed.choices(alphabet, k=12)) for _ in range(200)]
    index = catalogue(*(offer(key, title=text) for key, text in enumerate(odd)))
    for key, text in enumerate(odd):
        page = index.search(Query(words=text.translate({ord("-"): " ", ord('"'): " "}), limit=999))
        assert key in {hit.key for hit in page.hits}


def test_only_so_many_words_count(catalogue: Catalogue) -> None:
    words = [f"woord{number}" for number in range(MAX_WORDS + 1)]
    index = catalogue(offer(1, title=" ".join(words[:MAX_WORDS])))
    assert found(index, " ".join(words)) == [1]


def test_a_misspelt_word_may_be_taken_as_it_is_typed(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, title="Bibliotheek"))
    assert index.search(Query("bibliotheeek")).total == 1
    assert index.search(Query("bibliotheeek", correct=False)).total == 0
