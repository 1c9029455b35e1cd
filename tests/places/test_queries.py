"""What people type and which place they get, over all the data there is."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import pytest
from geopy.distance import geodesic
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from meedoen.core.errors import NotFound
from meedoen.places.gazetteer.rules import MOST_CHOICES, Gazetteer
from meedoen.places.models import (
    FormerMunicipality,
    Municipality,
    PostalPlace,
    ReferenceVersion,
    Station,
)
from meedoen.places.queries import (
    complete_places,
    find_nearest_station,
    find_place,
    find_successor,
    get_municipality,
    list_agencies,
    list_municipalities,
    list_neighbours,
    list_networks,
    list_regions,
    municipalities_of_network,
    municipalities_of_region,
)
from meedoen.places.terms import FormerKind, Found, Gewest, Place, PlaceKind


def meant(found: Found) -> tuple[Place, ...]:
    """The place that was found, or what is asked about."""
    return (found.place,) if found.place else found.choices


def labels(found: Found) -> list[str]:
    return [place.label for place in meant(found)]


def test_belgium_has_its_municipalities(places: Session) -> None:
    assert len(list_municipalities(places, gewest=Gewest.FLANDERS)) == 285
    assert len(list_municipalities(places, gewest=Gewest.BRUSSELS)) == 19
    assert len(list_municipalities(places, gewest=Gewest.WALLONIA)) == 261
    assert len(list_municipalities(places)) == 565


def test_each_flemish_municipality_has_one_region_and_others_have_none(places: Session) -> None:
    regions = {region.code: region for region in list_regions(places)}
    assert len(regions) == 15
    for municipality in list_municipalities(places):
        flemish = municipality.gewest is Gewest.FLANDERS
        assert (municipality.region_code in regions) == flemish, municipality.name_nl
    in_regions = [m.nis for code in regions for m in municipalities_of_region(places, code)]
    assert len(in_regions) == len(set(in_regions)) == 285


@pytest.mark.parametrize(
    ("network", "count"),
    [
        ("regio-antwerpen", 27),
        ("antwerpen-stad", 1),
        ("regio-gent", 19),
        ("gent-stad", 1),
        ("brussel", 19),
        ("rivierenland", 12),
        ("limburg", 38),
    ],
)
def test_a_network_serves_its_municipalities(places: Session, network: str, count: int) -> None:
    assert len(municipalities_of_network(places, network)) == count


def test_the_eighteen_networks_together_serve_flanders_and_brussels_once(places: Session) -> None:
    networks = list_networks(places)
    served = [m.nis for n in networks for m in municipalities_of_network(places, n.code)]
    assert len(networks) == 18
    assert len(served) == len(set(served)) == 285 + 19


def test_a_region_holds_its_city_too(places: Session) -> None:
    antwerpen = municipalities_of_region(places, "REFREG01")
    assert len(antwerpen) == 28
    assert "11002" in {municipality.nis for municipality in antwerpen}


def test_three_agencies_share_flanders_and_brussels(places: Session) -> None:
    agencies = Counter(municipality.agency_code for municipality in list_municipalities(places))
    assert agencies == {"agii": 302, "atlas": 1, "amal": 1, None: 261}
    assert get_municipality(places, "11002").agency_code == "atlas"
    assert get_municipality(places, "44021").agency_code == "amal"
    assert {agency.code for agency in list_agencies(places)} == {"agii", "atlas", "amal"}


def test_neighbours_are_each_others_neighbours(places: Session) -> None:
    beside = {m.nis: {n.nis for n in list_neighbours(places, m.nis)} for m in flemish(places)}
    assert {"Bonheiden", "Willebroek", "Sint-Katelijne-Waver"} <= {
        municipality.name_nl for municipality in list_neighbours(places, "12025")
    }
    for nis, others in beside.items():
        assert others, nis
        assert nis not in others
        assert all(nis in beside[other] for other in others if other in beside)


def flemish(places: Session) -> list[Municipality]:
    return list(list_municipalities(places, gewest=Gewest.FLANDERS))


def test_an_unknown_municipality_is_not_found(places: Session) -> None:
    with pytest.raises(NotFound):
        get_municipality(places, "99999")


def test_a_former_code_has_a_successor(places: Session) -> None:
    assert find_successor(places, "12030").name_nl == "Puurs-Sint-Amands"  # type: ignore[union-attr]
    assert find_successor(places, "12025").nis == "12025"  # type: ignore[union-attr]
    assert find_successor(places, "99999") is None


def test_each_municipality_finds_itself_by_each_name_and_by_its_code(places: Session) -> None:
    for municipality in list_municipalities(places):
        for name in (municipality.name_nl, municipality.name_fr, municipality.nis):
            for text in (name, name.upper(), name.replace("-", " "), f" {name}, België "):
                found = find_place(places, text)
                assert municipality.nis in {place.inside_nis for place in meant(found)}, text
                if found.place is None:
                    assert municipality.nis in {"21013", "46020", "46021", "62093"}, text


def test_each_municipality_is_measured_from_all_its_places(places: Session) -> None:
    rows: dict[str, set[tuple[float, float]]] = {}
    for row in places.scalars(select(PostalPlace)):
        rows.setdefault(row.nis, set()).add((row.lat, row.lon))
    for municipality in list_municipalities(places):
        place = find_place(places, municipality.nis).place
        assert place is not None
        assert place.kind is PlaceKind.MUNICIPALITY
        assert place.nis == {municipality.nis}
        assert set(place.points) == rows[municipality.nis]


def test_each_former_municipality_finds_itself_or_what_it_became(places: Session) -> None:
    for former in places.scalars(select(FormerMunicipality)):
        for text in {former.name, former.name_fr, former.nis}:
            found = meant(find_place(places, text))
            assert former.became_nis in {nis for place in found for nis in place.nis}, text
        if former.kind is FormerKind.RECODE:
            assert found[0].inside_nis == former.became_nis


def test_a_name_of_before_a_merger_means_the_places_that_belonged_to_it(places: Session) -> None:
    for name, postcodes, count in (
        ("Borsbeek", {"2150"}, 1),
        ("Galmaarden", {"1570"}, 3),
        ("Meeuwen-Gruitrode", {"3670"}, 5),
        ("Puurs", {"2870"}, 4),
        ("Neerpelt", {"3910"}, 2),
        ("Kortessem", {"3720", "3721", "3722", "3723", "3724"}, 5),
    ):
        place = find_place(places, name).place
        assert place is not None
        assert place.kind is PlaceKind.FORMER_MUNICIPALITY
        assert place.inside_postcodes == postcodes
        assert len(place.points) == count
        assert place.inside_nis is None


def test_a_former_code_whose_name_lives_on_means_the_smaller_municipality(places: Session) -> None:
    before, today = find_place(places, "44001").place, find_place(places, "Aalter").place
    assert before is not None
    assert today is not None
    assert before.label == "Aalter (voor 2019)"
    assert set(before.points) < set(today.points)


def test_all_places_of_a_merged_municipality_belonged_to_one_of_the_old_ones(
    places: Session,
) -> None:
    formers = select(FormerMunicipality.became_nis).where(
        FormerMunicipality.kind == FormerKind.MERGER
    )
    orphans = places.scalars(
        select(PostalPlace).where(PostalPlace.nis.in_(formers), PostalPlace.former_id.is_(None))
    )
    assert {row.name for row in orphans} == {
        "Puurs-Sint-Amands",
        "Lievegem",
        "Kruisem",
        "Oudsbergen",
        "Pelt",
    }


def test_each_postcode_finds_itself_in_all_its_municipalities(places: Session) -> None:
    codes: dict[str, set[str]] = {}
    for row in places.scalars(select(PostalPlace)):
        codes.setdefault(row.postcode, set()).add(row.nis)
    for code, nis in codes.items():
        place = find_place(places, code).place
        assert place is not None
        assert place.kind is PlaceKind.POSTCODE
        assert place.nis == nis
        assert place.inside_postcodes == {code}
        assert len(place.points) == 1
    assert {code for code, nis in codes.items() if len(nis) > 1} == {"1040", "1050", "1804"}


@pytest.mark.parametrize(
    ("point", "nis"),
    [
        ("51.0259,4.4776", {"12025"}),
        ("51.03,5.48", {"72039"}),
        ("51.1275,2.6", {"38014"}),
        ("51.6,2.2", set()),
        ("51.60,4.78", set()),
        ("49.1,2.4", set()),
    ],
    ids=["Mechelen", "the emptiest spot", "the beach", "the sea", "Breda", "near Paris"],
)
def test_a_point_lies_in_the_municipality_of_the_nearest_place_if_that_is_near(
    places: Session, point: str, nis: set[str]
) -> None:
    place = find_place(places, point).place
    assert place is not None
    assert place.nis == nis
    assert place.inside_nis is None


def test_each_deelgemeente_finds_itself_or_asks_with_itself_among_the_choices(
    places: Session,
) -> None:
    for row in places.scalars(select(PostalPlace)):
        for name in filter(None, (row.name, row.other_name)):
            found = find_place(places, name)
            near = (*meant(found), *found.alternatives)
            assert any(
                row.nis in place.nis and (row.lat, row.lon) in place.points for place in near
            ), f"{name} {row.postcode}: {labels(found)}"
            assert any(
                row.nis in place.nis
                for place in meant(find_place(places, f"{row.postcode} {name}"))
            )


def test_what_a_place_says_to_type_gives_that_place_again(gazetteer: Gazetteer) -> None:
    everything = {
        id(place): place
        for place in (
            *(entry.place for entry in gazetteer.entries),
            *gazetteer.postcodes.values(),
            *gazetteer.postcode_parts.values(),
            *(entry.place for entry in gazetteer.codes.values()),
        )
    }
    for place in everything.values():
        assert gazetteer.find(place.query).place is place, place.query
        assert gazetteer.find(place.label).place is place, place.label
    shown = Counter(place.label for place in everything.values())
    assert max(shown.values()) == 1


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("MALINES", "Mechelen"),
        ("Brussels", "Brussel"),
        ("Ville de Bruxelles", "Brussel"),
        ("bruxelles ville", "Brussel"),
        ("Stad Brussel", "Brussel"),
        ("Crainhem", "Kraainem"),
        ("St.-Niklaas", "Sint-Niklaas"),
        ("Sint Niklaas", "Sint-Niklaas"),
        ("’s Gravenwezel", "'s-Gravenwezel (Schilde)"),
        ("OLV Waver", "Onze-Lieve-Vrouw-Waver (Sint-Katelijne-Waver)"),
        ("2800 Mechelen", "2800 Mechelen"),
        ("2800 Walem", "Walem (Mechelen)"),
        ("1050", "1050 Elsene of Brussel"),
        ("1050 Ixelles", "1050 Elsene"),
        ("1050 Brussel", "1050 Brussel"),
        ("Grote Markt 1, 2800 Mechelen", "2800 Mechelen"),
        ("Kerkstraat, Mechelen", "Mechelen"),
        ("Mechelen, Antwerpen", "Mechelen"),
        ("Deurne, Diest", "Deurne (Diest)"),
        ("Sint-Gillis (1060)", "Sint-Gillis (Brussels Gewest)"),
        ("54007", "Moeskroen"),
        ("51,0280 4,4800", "51,0280, 4,4800"),
    ],
)
def test_a_text_is_understood(places: Session, text: str, label: str) -> None:
    found = find_place(places, text)
    assert found.place is not None
    assert (found.place.label, found.corrected) == (label, None)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Mechlen", "Mechelen"),
        ("Mechlen, Antwerpen", "Mechelen"),
        ("Antwrepen", "Antwerpen"),
        ("Gennt", "Gent"),
        ("Brusel", "Brussel"),
        ("Geraardsbergn", "Geraardsbergen"),
        ("Sint-Truyden", "Sint-Truiden"),
        ("Aaslt", "Aalst"),
        ("Gravenwezel", "'s-Gravenwezel (Schilde)"),
        ("2800 Mechlen", "2800 Mechelen"),
        ("2800 Battel", "2800 Mechelen"),
    ],
)
def test_a_typing_error_is_understood_and_said(places: Session, text: str, label: str) -> None:
    found = find_place(places, text)
    assert found.place is not None
    assert found.place.label == label
    assert found.corrected is not None


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        (
            "Sint-Gillis",
            [
                "Sint-Gillis (Brussels Gewest)",
                "Sint-Gillis-Waas",
                "Sint-Gillis-bij-Dendermonde (Dendermonde)",
            ],
        ),
        (
            "Beveren",
            [
                "Beveren (Beveren-Kruibeke-Zwijndrecht)",
                "Beveren (Roeselare)",
                "Beveren (Waregem)",
                "Beveren-aan-den-IJzer (Alveringem)",
            ],
        ),
        ("Moerbeke", ["Moerbeke (Lokeren)", "Moerbeke (Geraardsbergen)"]),
        ("Gend", ["Genk", "Gent"]),
        ("Imper", ["Ieper", "Impe (Lede)"]),
        ("Heist", ["Heist-op-den-Berg", "Knokke-Heist", "Heist-aan-Zee (Knokke-Heist)"]),
        ("2800 Gent", ["2800 Mechelen", "Gent"]),
    ],
)
def test_a_name_of_several_places_asks(places: Session, text: str, choices: list[str]) -> None:
    found = find_place(places, text)
    assert found.place is None
    assert labels(found) == choices
    for choice in found.choices:
        assert find_place(places, choice.query).place == choice


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Nieuwerkerken", "Nieuwerkerken (Aalst)"),
        ("Halle", "Halle (Zoersel)"),
        ("Aalst", "Aalst (Sint-Truiden)"),
        ("Forest", "Forest (Frasnes-lez-Anvaing)"),
    ],
)
def test_a_municipality_goes_before_a_deelgemeente_elsewhere_which_is_told(
    places: Session, text: str, other: str
) -> None:
    found = find_place(places, text)
    assert found.place is not None
    assert found.place.kind is PlaceKind.MUNICIPALITY
    assert [place.label for place in found.alternatives] == [other]


HOSTILE = (
    *("nan,nan", "inf, 4", "1e9,4", "99999", "9999", "xq", "Мехелен", "a" * 10**6, "st " * 33),
    *("(" * 99, ", " * 40, "'" * 50, "51.0,4.4" * 10, "' OR 1=1 --", "%", "_", "\x7f", "a,(b"),
)


@pytest.mark.parametrize(
    "text",
    HOSTILE,
    ids=range(len(HOSTILE)),
)
def test_hostile_input_finds_nothing_and_quickly(places: Session, text: str) -> None:
    find_place(places, "Mechelen")
    begun = perf_counter()
    assert find_place(places, text) == Found()
    assert len(complete_places(places, text)) <= 8
    assert perf_counter() - begun < 0.2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=110) | st.text("st olv0123456789.,()-'", max_size=110))
def test_no_text_breaks_the_look_up(gazetteer: Gazetteer, text: str) -> None:
    found = gazetteer.find(text)
    assert not (found.place and found.choices)
    assert len(found.choices) <= MOST_CHOICES
    gazetteer.complete(text, 8)


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("mech", "Mechelen"),
        ("gravenw", "'s-Gravenwezel (Schilde)"),
        ("st nik", "Sint-Niklaas"),
        ("28", "2800 Mechelen"),
        ("2800 wal", "2800 Mechelen"),
        ("11002", "Antwerpen"),
        ("bors", "Borsbeek (Antwerpen)"),
        ("Sint-Truyden", "Sint-Truiden"),
        ("51.0,4.4", "51,0000, 4,4000"),
    ],
)
def test_typing_completes_with_what_most_people_mean_first(
    places: Session, start: str, first: str
) -> None:
    offered = [place.label for place in complete_places(places, start)]
    assert offered[0] == first
    assert len(offered) == len(set(offered)) <= 8


def test_each_municipality_completes_from_its_name_less_a_letter(places: Session) -> None:
    for municipality in list_municipalities(places):
        offered = complete_places(places, municipality.name_nl[:-1], limit=50)
        assert municipality.nis in {place.inside_nis for place in offered}, municipality.name_nl


def test_completing_keeps_to_its_limit(places: Session) -> None:
    assert len(complete_places(places, "b", limit=3)) == 3
    assert complete_places(places, "") == ()


def test_a_look_up_asks_the_database_one_row_also_after_a_refresh(seeded: Session) -> None:
    find_place(seeded, "Gent")
    seeded.execute(update(ReferenceVersion).values(digest="newer"))
    find_place(seeded, "Gent")
    statements: list[str] = []
    engine = seeded.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    find_place(seeded, "Mechelen")
    find_place(seeded, "Mechlen")
    complete_places(seeded, "Mech")
    assert len(statements) == 3
    assert all("FROM reference_version" in statement for statement in statements)


def test_an_empty_database_finds_nothing(fresh: Session) -> None:
    assert find_place(fresh, "Mechelen") == Found()
    assert complete_places(fresh, "Mech") == ()
    assert fresh.scalar(select(ReferenceVersion.digest)) is None


def test_threads_may_share_the_gazetteer(gazetteer: Gazetteer) -> None:
    texts = ["Mechelen", "Mechlen", "2800", "Sint-Gillis", "51.0,4.4"] * 20
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(gazetteer.find, texts))
    assert answers == [gazetteer.find(text) for text in texts]


def test_the_nearest_station_is_named_with_its_distance(places: Session) -> None:
    found = find_nearest_station(places, 51.0259, 4.4776)
    assert found is not None
    station, metres = found
    assert station.name == "Mechelen-Nekkerspoel"
    assert metres == pytest.approx(970.5, abs=0.1)


@given(lat=st.floats(49.5, 51.5), lon=st.floats(2.6, 6.4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_station_is_nearer_than_the_nearest(places: Session, lat: float, lon: float) -> None:
    found = find_nearest_station(places, lat, lon)
    assert found is not None
    everywhere = places.scalars(select(Station)).all()
    truly = min(geodesic((lat, lon), (one.lat, one.lon)).meters for one in everywhere)
    assert found[1] == truly


def test_without_stations_none_is_named(fresh: Session) -> None:
    assert find_nearest_station(fresh, 51.0, 4.4) is None
