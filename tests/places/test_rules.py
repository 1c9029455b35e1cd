"""How names are compared, how a typed text is taken apart, and what follows from reference rows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.places.reference.rules import current_of, former_of, server_of, standing_since
from meedoen.places.reference.terms import FormerRow, MunicipalityRow, PostalRow, ServerRow
from meedoen.places.rules import (
    edits_allowed,
    key_of,
    letters_of,
    may_be_near,
    plain,
    readings,
    slug_of,
    spelling_distance,
)
from meedoen.places.terms import FormerKind, Gewest, PointSource
from meedoen.places.typed.rules import LONGEST_TEXT, read_typed
from meedoen.places.typed.terms import Typed

WORDS = st.text("abcde", max_size=7)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("'s-Gravenwezel", "sgravenwezel"),
        ("’s Gravenwezel", "sgravenwezel"),
        ("Braine-l'Alleud", "brainelalleud"),
        ("Liège", "liege"),
        ("LIÈGE", "liege"),
        ("Heist-op-den-Berg", "heistopdenberg"),
        ("Sœur", "soeur"),
    ],
)
def test_accents_hyphens_apostrophes_and_case_do_not_count(name: str, key: str) -> None:
    assert key_of(name) == key


@given(st.text(max_size=40))
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("St.-Niklaas", "sint niklaas"),
        ("St Niklaas", "sint niklaas"),
        ("St-Gilles", "saint gilles"),
        ("Ste-Marie", "sainte marie"),
        ("O.L.V.-Waver", "onze lieve vrouw waver"),
        ("Heist o/d Berg", "heist op den berg"),
    ],
)
def test_short_forms_are_written_out(text: str, reading: str) -> None:
    assert reading in readings(text)


@given(st.lists(st.sampled_from(["st", "ste", "olv", "o", "d", "x"]), max_size=60))
def test_no_text_has_more_than_twelve_readings(words: list[str]) -> None:
    assert 1 <= len(readings(" ".join(words))) <= 12


def test_a_slug_holds_only_letters_digits_and_hyphens() -> None:
    assert slug_of("Sint-Job-in-'t-Goor") == "sint-job-in-t-goor"


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("mechelen", "mechelen", 0),
        ("mechelen", "mechlen", 1),
        ("antwerpen", "antwrepen", 1),
        ("gent", "genk", 1),
        ("ca", "abc", 3),
        ("", "gent", 4),
    ],
)
def test_a_swap_of_two_neighbours_is_one_edit_and_no_letter_is_edited_twice(
    a: str, b: str, distance: int
) -> None:
    assert spelling_distance(a, b) == distance


@given(WORDS, WORDS)
def test_spelling_distance_is_equal_both_ways_and_zero_only_for_the_same(a: str, b: str) -> None:
    distance = spelling_distance(a, b)
    assert distance == spelling_distance(b, a)
    assert (distance == 0) == (a == b)
    assert abs(len(a) - len(b)) <= distance <= max(len(a), len(b))


@given(WORDS, st.integers(0, 6), st.sampled_from("abcde"))
def test_one_letter_more_is_one_edit(word: str, at: int, letter: str) -> None:
    assert spelling_distance(word, word[:at] + letter + word[at:]) == 1


@given(WORDS, WORDS)
def test_the_quick_look_never_rules_out_a_near_word(a: str, b: str) -> None:
    assert may_be_near(letters_of(a), letters_of(b), spelling_distance(a, b))


def test_the_quick_look_rules_out_a_far_word() -> None:
    assert not may_be_near(letters_of("mechelen"), letters_of("oostburg"), 2)


@pytest.mark.parametrize(
    ("key", "edits"), [("mol", 0), ("gent", 1), ("leuven", 1), ("mechelen", 2)]
)
def test_a_longer_name_forgives_more(key: str, edits: int) -> None:
    assert edits_allowed(key) == edits


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("51.0280,4.4800", Typed(point=(51.028, 4.48))),
        (" 51.0280 ,  4.4800 ", Typed(point=(51.028, 4.48))),
        ("51.0280 4.4800", Typed(point=(51.028, 4.48))),
        ("51,0280 4,4800", Typed(point=(51.028, 4.48))),
        ("51,0280, 4,4800", Typed(point=(51.028, 4.48))),
        ("51,0280; 4,4800", Typed(point=(51.028, 4.48))),
        ("12025", Typed(nis="12025")),
        ("2800", Typed(postcode="2800")),
        ("B-2800", Typed(postcode="2800")),
        ("2800, België", Typed(postcode="2800")),
        ("٢٨٠٠", Typed(postcode="2800")),
        ("2800 Mechelen", Typed(postcode="2800", name="Mechelen", address=True)),
        ("Mechelen 2800", Typed(postcode="2800", name="Mechelen", address=True)),
        ("Sint-Gillis (1060)", Typed(postcode="1060", name="Sint-Gillis")),
        ("Borsbeek (Antwerpen)", Typed(name="Borsbeek", behind=("Antwerpen",))),
        ("Deurne, Diest", Typed(name="Deurne", behind=("Diest",))),
        ("Mechelen, Belgique", Typed(name="Mechelen")),
        ("Mechelen\u200b\n", Typed(name="Mechelen")),
        (
            "Grote Markt 1, 2800 Mechelen",
            Typed(postcode="2800", name="Grote Markt 1", behind=("Mechelen",)),
        ),
    ],
)
def test_a_text_is_taken_apart(text: str, typed: Typed) -> None:
    assert read_typed(text) == typed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "123",
        "123456",
        "48.85,2.35",
        "-51.0,4.4",
        "4.48,51.02",
        "51.0,4.4,3.3",
        "51.0, 999",
        "Mechelen\x00",
        "\ud800",
        "😀",
        "?!",
        "x" * (LONGEST_TEXT + 1),
    ],
)
def test_what_cannot_be_a_place_says_nothing(text: str) -> None:
    assert read_typed(text) is None


@given(st.text(max_size=120))
def test_no_text_breaks_the_reading(text: str) -> None:
    typed = read_typed(text)
    assert typed is None or typed != Typed()


def former(
    nis: str, next_nis: str, year: int, postcodes: str = "2870", name: str = "A"
) -> FormerRow:
    at = frozenset(postcodes.split())
    return FormerRow(nis, name, "", date(year, 1, 1), next_nis, FormerKind.MERGER, at)


def place(name: str, postcode: str = "2870") -> PostalRow:
    return PostalRow(postcode, name, "", "30000", 51, 4, PointSource.GEONAMES)


def test_a_chain_of_two_mergers_leads_to_the_municipality_of_today() -> None:
    chain = [former("10000", "20000", 2019), former("20000", "30000", 2025)]
    assert [current_of(one, chain, {"30000"}) for one in chain] == ["30000", "30000"]


def test_a_chain_that_breaks_off_or_goes_round_leads_nowhere() -> None:
    assert current_of(former("10000", "20000", 2019), [], {"30000"}) is None
    ring = [former("10000", "20000", 2019), former("20000", "10000", 2019)]
    assert current_of(ring[0], ring, {"30000"}) is None


def test_a_municipality_that_kept_its_code_stands_since_its_last_growth() -> None:
    growth = [former("11002", "11002", 2025), former("11007", "11002", 2025)]
    assert standing_since("11002", growth) == date(2025, 1, 1)
    assert standing_since("11002", growth, before=date(2025, 1, 1)) is None


def test_a_place_belonged_first_to_the_oldest_municipality_at_its_postcode() -> None:
    formers = [former("20000", "30000", 2025, "2870 2890"), former("10000", "20000", 2019, "2870")]
    assert former_of(place("Liezele"), formers, "Nieuw") == formers[1]
    assert former_of(place("Lippelo", "2890"), formers, "Nieuw") == formers[0]
    assert former_of(place("Elders", "9999"), formers, "Nieuw") is None


def test_a_place_with_only_the_new_name_belonged_to_none() -> None:
    assert former_of(place("Nieuw"), [former("10000", "30000", 2019)], "Nieuw") is None
    kept = former("10000", "30000", 2019, name="Nieuw")
    assert former_of(place("Nieuw"), [kept], "Nieuw") == kept


def test_a_city_goes_before_its_region_and_a_gewest_before_the_rest() -> None:
    around = ServerRow("around", "Around", "REFREG01", "", frozenset())
    city = ServerRow("city", "City", "", "11002", frozenset())
    whole = ServerRow("whole", "Whole", "", "", frozenset({"brussels"}))
    servers = [around, city, whole]

    def serves(nis: str, gewest: Gewest, region: str | None) -> ServerRow | None:
        row = MunicipalityRow(nis, "", "", "", "", "", gewest, 51, 4)
        return server_of(row, region, servers)

    assert serves("11002", Gewest.FLANDERS, "REFREG01") == city
    assert serves("11001", Gewest.FLANDERS, "REFREG01") == around
    assert serves("21004", Gewest.BRUSSELS, None) == whole
    assert serves("62063", Gewest.WALLONIA, None) is None
