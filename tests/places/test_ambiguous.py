"""Names that are not of one place alone: what tells them apart, and when the reader is asked."""

from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.places.gazetteer.rules import Gazetteer
from meedoen.places.gazetteer.terms import Entry
from meedoen.places.models import FormerMunicipality
from meedoen.places.queries import codes_of_today, find_place, list_municipalities
from meedoen.places.rules import SHORT_NAME, key_of, plain
from meedoen.places.terms import Found


def labels(found: Found) -> list[str]:
    """What was found, or what is asked about."""
    return [place.label for place in ((found.place,) if found.place else found.choices)]


@pytest.fixture(scope="module")
def official(places: Session) -> dict[str, tuple[str, str]]:
    """The two official names of every municipality of today, by its code."""
    return {one.nis: (one.name_nl, one.name_fr) for one in list_municipalities(places)}


def told_apart(entry: Entry, official: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Each name of a place with what can stand around it to say which place of that name."""
    for name in entry.names:
        for code in (*sorted(entry.codes), *sorted(entry.postcodes)):
            yield from (f"{name} ({code})", f"{name}, {code}")
        for code in sorted(entry.codes):
            yield from (f"{code} {name}", f"{name} {code}")
        for whole in {name for nis in entry.place.nis for name in official[nis]}:
            yield from (f"{name}, {whole}", f"{name} ({whole})", f"{whole}, {name}")


def test_each_name_with_its_code_or_municipality_is_that_place_or_asks_among_its_equals(
    gazetteer: Gazetteer, official: dict[str, tuple[str, str]]
) -> None:
    asked = set()
    for entry in gazetteer.entries:
        for text in told_apart(entry, official):
            found = gazetteer.find(text)
            if found.place is not entry.place:
                assert found.place is None, text
                assert entry.place in found.choices, text
                asked.add(tuple(labels(found)))
    assert asked == {
        ("Haren (3700 Tongeren-Borgloon)", "Haren (3840 Tongeren-Borgloon)"),
        ("Kolmont (3700 Tongeren-Borgloon)", "Kolmont (3840 Tongeren-Borgloon)"),
        ("Sint-Gillis (Brussels Gewest)", "Sint-Gillis-Waas"),
        ("Sint-Niklaas", "Saint-Nicolas (Luik)"),
    }


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Mechelen (12025)", "Mechelen"),
        ("12025 Mechelen", "Mechelen"),
        ("Walem (12025)", "Walem (Mechelen)"),
        ("Deurne, 11002, België", "Deurne (Antwerpen)"),
        ("Borsbeek (11007)", "Borsbeek (Antwerpen)"),
        ("Aalter (44001)", "Aalter (voor 2019)"),
        ("Aalter (44084)", "Aalter"),
        ("Tielt (37015)", "Tielt (voor 2025)"),
        ("Moeskroen (54007)", "Moeskroen"),
        ("Luingne (54007)", "Luingne (Moeskroen)"),
        ("Riemst, Riemst", "Riemst"),
        ("Walem, Mechelen, Antwerpen", "Walem (Mechelen)"),
        ("Nieuwerkerken, Nieuwerkerken", "Nieuwerkerken"),
        ("2800, Mechelen", "2800 Mechelen"),
    ],
)
def test_what_stands_around_a_name_says_which_place(
    gazetteer: Gazetteer, text: str, label: str
) -> None:
    found = gazetteer.find(text)
    assert (labels(found), found.choices, found.corrected) == ([label], (), None)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Waver, Sint-Katelijne", "Sint-Katelijne-Waver"),
        ("Berg, Heist-op-den", "Heist-op-den-Berg"),
        ("Bilzen (Hoeselt)", "Bilzen-Hoeselt"),
        ("Mechelen (Walem)", "Walem (Mechelen)"),
        ("Mechelen, achter het station", "Mechelen"),
        ("Mechelen, West-Vlaanderen", "Mechelen"),
        ("Mechelen (99999)", "Mechelen"),
        ("9999 Mechelen", "Mechelen"),
        ("Deurne, centrum, Diest", "Deurne (Diest)"),
    ],
)
def test_another_way_to_read_what_was_typed_is_taken_where_it_leaves_one_place_and_said(
    gazetteer: Gazetteer, text: str, label: str
) -> None:
    found = gazetteer.find(text)
    assert (labels(found), found.choices, found.corrected) == ([label], (), label)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Antwerpen (12025)", ["Antwerpen", "Mechelen"]),
        ("Gent, Aalst", ["Gent", "Aalst"]),
        ("Gent, Sint-Gillis", ["Gent", "Sint-Gillis (Brussels Gewest)", "Sint-Gillis-Waas"]),
        (
            "Mechelen, Limburg",
            ["Mechelen-Bovelingen (Heers)", "Mechelen-aan-de-Maas (Maasmechelen)"],
        ),
        ("Mechelen (9000)", ["Mechelen", "9000 Gent"]),
        ("Deurne, centrum", ["Deurne (Antwerpen)", "Deurne (Diest)"]),
    ],
)
def test_a_name_that_what_stands_around_it_contradicts_asks_about_both(
    gazetteer: Gazetteer, text: str, choices: list[str]
) -> None:
    found = gazetteer.find(text)
    assert found.place is None
    assert labels(found)[: len(choices)] == choices


@pytest.mark.parametrize(
    ("text", "label"),
    [("Kerkstraat, Mechlen", "Mechelen"), ("Nergens 5, bus 3, 2800 Walem", "Walem (Mechelen)")],
)
def test_around_an_unknown_name_what_stands_there_counts(
    gazetteer: Gazetteer, text: str, label: str
) -> None:
    assert labels(gazetteer.find(text)) == [label]


def test_each_former_code_means_the_one_municipality_that_it_became(places: Session) -> None:
    for former in places.scalars(select(FormerMunicipality)):
        assert codes_of_today(places, [former.nis]) == (former.became_nis,)
        place = find_place(places, former.nis).place
        assert place is not None
        assert place.nis == {former.became_nis}


def test_codes_of_today_stand_once_and_an_unknown_one_stays(places: Session) -> None:
    codes = ["12034", "99999", "12030", "12041", "12025"]
    assert codes_of_today(places, codes) == ("12041", "99999", "12025")
    assert codes_of_today(places, []) == ()


PIECES = (
    *("Mechelen", "Aalst", "Deurne", "Waver", "Sint-Gillis", "Antwerpen", "Malin", "nergens"),
    *("12025", "11007", "99999", "2800", "9999", "(", ")", ",", " "),
)


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_nobody_is_asked_to_choose_from_one(gazetteer: Gazetteer, pieces: list[str]) -> None:
    assert len(gazetteer.find(" ".join(pieces)).choices) != 1


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Malin", ["Mechelen", "Mélin (Geldenaken)"]),
        ("Wester", ["Westerlo", "Kester (Pajottegem)"]),
        ("Beern", ["Beernem", "Beert (Pepingen)"]),
        ("Gend", ["Genk", "Gent"]),
        (
            "Brus",
            [
                "Brussel",
                "Brussegem (Merchtem)",
                "Brustem (Sint-Truiden)",
                "Bras (Libramont-Chevigny)",
            ],
        ),
        (
            "Mechel",
            ["Mechelen", "Mechelen-Bovelingen (Heers)", "Mechelen-aan-de-Maas (Maasmechelen)"],
        ),
    ],
)
def test_a_text_about_as_near_to_several_names_asks_about_each(
    gazetteer: Gazetteer, text: str, choices: list[str]
) -> None:
    found = gazetteer.find(text)
    assert (found.place, labels(found)) == (None, choices)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Mélin", "Mélin (Geldenaken)"),
        ("Melin", "Mélin (Geldenaken)"),
        ("Maline", "Mechelen"),
        ("Mechele", "Mechelen"),
        ("Malin, Antwerpen", "Mechelen"),
        ("Geraard", "Geraardsbergen"),
        ("Loker", "Loker (Heuvelland)"),
    ],
)
def test_a_text_nearer_to_one_name_is_that_place(
    gazetteer: Gazetteer, text: str, label: str
) -> None:
    assert labels(gazetteer.find(text)) == [label]


@given(st.data())
def test_a_name_cut_short_is_never_silently_taken_for_one_that_begins_otherwise(
    gazetteer: Gazetteer, data: st.DataObject
) -> None:
    names = {id(entry.place): entry.names for entry in gazetteer.entries}
    entry = data.draw(st.sampled_from(gazetteer.entries))
    name = data.draw(st.sampled_from(entry.names or (entry.called,)))
    typed = plain(name)[: -data.draw(st.integers(1, 5))]
    whole_words = gazetteer.names.exact(typed) or gazetteer.names.holding(typed)
    assume(len(key_of(typed)) >= SHORT_NAME and not whole_words)
    found = gazetteer.find(typed)
    meant = (found.place,) if found.place else found.choices
    go_on = [
        place
        for place in meant
        if any(key_of(one).startswith(key_of(typed)) for one in names[id(place)])
    ]
    assert go_on, (typed, labels(found))
