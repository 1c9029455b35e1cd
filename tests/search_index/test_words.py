"""Which words find which offers, in Dutch, whatever is typed."""

import math
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import How, Order, Origin, Query, SearchIndex
from search_index.spelling import Shapes, errors_between
from search_index.words import MAX_WORDS, STOP_WORDS, fold, typed_words, words_of
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
    # Title words count three times, those of the organisation and of the body once.
    index = catalogue(
        offer(1, title="koken", body="soep brood kaas", organisation="buurthuis"),
        offer(2, title="soep", body="koken koken", organisation="koken"),
        offer(3, title="brood", published_on=date(2026, 4, 1)),
    )
    frequency, length = {1: 3, 2: 3}, {1: 7, 2: 6, 3: 3}
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
    words = [str(word) for word in typed_words(typed)]
    assert all(words)
    assert not any(len(word.split()) > MAX_WORDS for word in words)
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


def test_quoted_words_must_follow_each_other_in_one_text(catalogue: Catalogue) -> None:
    index = catalogue(
        offer(1, title="Samen koken in de buurt"),
        offer(2, title="Koken, samen met anderen"),
        offer(3, title="We eten samen", organisation="Koken vzw"),
        offer(4, body="wij willen samen gezond koken en dan samen koken"),
    )
    assert sorted(found(index, '"samen koken"')) == [1, 4]
    assert found(index, '"koken in de stad"') == []
    assert sorted(found(index, 'koken -"samen koken"')) == [2, 3]
    assert index.search(Query('"samn koken"')).suggestion == '"samen koken"'


def test_quoted_words_weigh_more_in_a_title_than_in_a_body(catalogue: Catalogue) -> None:
    filling = offer(3, title="Wandelen", body="langs het water")
    in_body = offer(1, title="Wandelen buiten", body="samen koken")
    in_title = offer(2, title="Samen koken", body="wandelen buiten")
    assert found(catalogue(in_body, in_title, filling), '"samen koken"') == [2, 1]


def test_phrases_are_found_in_offers_that_are_only_in_the_journal_too(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, title="Samen koken"))
    index.update([offer(2, title="Samen koken"), offer(3, title="koken samen")], [1])
    assert found(index, '"samen koken"') == [2]


@pytest.mark.parametrize(
    ("typed", "title", "read"),
    [
        ("taaltafel", "Een tafel voor taal", "taal+tafel"),
        ("zwemles", "Leren zwemmen met een les", "zwem+les"),
        ("stadsgids", "Gids in de stad", "stads+gids"),
        ("boekenclub", "Over boeken praten", "boeken"),
    ],
)
def test_a_compound_that_nothing_holds_is_split(
    catalogue: Catalogue, typed: str, title: str, read: str
) -> None:
    page = catalogue(offer(1, title=title), offer(2, title="Iets anders")).search(Query(typed))
    assert [hit.key for hit in page.hits] == [1]
    assert [(word.read, word.how) for word in page.understood] == [(read, How.SPLIT)]
    assert page.suggestion is None


@pytest.mark.parametrize(
    ("typed", "title"),
    [("bibliotek", "Bibliotheek"), ("muziec", "Muziek"), ("fietzen", "Fietsen"), ("tijt", "Tijd")],
)
def test_words_that_sound_alike_are_the_nearest(
    catalogue: Catalogue, typed: str, title: str
) -> None:
    assert found(catalogue(offer(1, title=title), offer(2, title="Koken")), typed) == [1]


def test_where_few_hold_all_words_those_that_hold_most_of_their_weight_will_do(
    catalogue: Catalogue,
) -> None:
    index = catalogue(
        offer(1, title="Zwemmen leren"),
        offer(2, title="Fietsen leren"),
        *(offer(key, title="Samen praten") for key in range(3, 30)),
    )
    page = index.search(Query("leren zwemmen samen", order=Order.RELEVANCE))
    assert [hit.key for hit in page.hits][:2] == [1, 2]
    assert not any(word.needed for word in page.understood)
    assert page.total < 29  # 'samen' alone weighs too little
    assert index.search(Query('"leren" "zwemmen"')).total == 1  # what is quoted must be there
    assert index.search(Query("leren zwemmen -leren")).total == 0


def test_a_question_of_which_little_is_known_finds_nothing(catalogue: Catalogue) -> None:
    index = catalogue(*(offer(key, title="Samen praten") for key in range(5)))
    page = index.search(Query("parachutespringen samen"))
    assert page.total == 0
    assert [word.how for word in page.understood] == [How.UNKNOWN, How.AS_TYPED]


def test_each_typed_word_is_told_as_it_was_understood(catalogue: Catalogue) -> None:
    index = catalogue(*(offer(key, title="Koken en praten") for key in range(20)))
    page = index.search(Query("ik wil kokn praten -zwemmen"))
    assert [(word.typed, word.read, word.how) for word in page.understood] == [
        ("kokn", "koken", How.CORRECTED),
        ("praten", "praten", How.AS_TYPED),
        ("-zwemmen", "-zwemmen", How.AS_TYPED),
        ("ik", "ik", How.IGNORED),
        ("wil", "wil", How.IGNORED),
    ]
    assert page.suggestion == "koken praten -zwemmen"
    assert all(word.needed for word in page.understood)


def test_what_is_near_fits_better_and_so_does_what_is_new(catalogue: Catalogue) -> None:
    near, far = (51.0, 4.4), (51.2, 4.4)
    index = catalogue(
        offer(1, far, title="koken"),
        offer(2, near, title="koken"),
        offer(3, title="koken"),
        offer(4, near, title="koken", published_on=date(2025, 1, 1)),
    )
    origin = Origin((near,), frozenset())
    page = index.search(Query("koken", origin=origin, order=Order.RELEVANCE))
    assert [hit.key for hit in page.hits] == [2, 4, 3, 1]
    assert page.hits[0].score == pytest.approx(page.hits[2].score * 1.5, rel=1e-4)


@given(st.text("abcdefghijklmnoprstuvwz", min_size=4, max_size=12), st.data())
@settings(max_examples=200, deadline=None)
def test_no_word_within_reach_is_ruled_out_by_its_signs(word: str, data: st.DataObject) -> None:
    other = list(word)
    for _ in range(data.draw(st.integers(0, 2))):
        at = data.draw(st.integers(0, len(other) - 1))
        edit = data.draw(st.sampled_from(["drop", "add", "change", "swap"]))
        if edit == "drop" and len(other) > 3:
            del other[at]
        elif edit == "add":
            other.insert(at, data.draw(st.sampled_from("abcxyz")))
        elif edit == "change":
            other[at] = data.draw(st.sampled_from("abcxyz"))
        elif at + 1 < len(other):
            other[at], other[at + 1] = other[at + 1], other[at]
    known = "".join(other)
    if errors_between(word, known, 2) <= 2:
        assert 1 in Shapes.of(["ander", known, "heel iets anders"]).near(word, 2)
