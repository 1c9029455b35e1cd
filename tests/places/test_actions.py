"""Loading reference data: again, newer, and what is refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.places import models
from meedoen.places.actions import Loaded, refresh_reference
from meedoen.places.queries import (
    find_place,
    find_successor,
    get_municipality,
    list_municipalities,
)
from meedoen.places.reference.rules import ReferenceRefused

FOLDER = Path(__file__).resolve().parents[2] / "seed_data" / "reference"
Edit = Callable[..., Path]
TABLES = (
    models.Municipality,
    models.FormerMunicipality,
    models.PostalPlace,
    models.EverydayName,
    models.Neighbour,
    models.Station,
)


def counts(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_the_first_load_fills_every_table(fresh: Session) -> None:
    loaded = refresh_reference(fresh, FOLDER)
    assert (loaded.municipalities, loaded.postal_places) == (565, 2787)
    assert counts(fresh) == [565, 56, 2787, 14, 1581, 568]
    assert (loaded.changed, loaded.removed) == (0, 0)


def test_a_second_load_changes_nothing(seeded: Session) -> None:
    ids = seeded.scalars(select(models.PostalPlace.id).order_by(models.PostalPlace.id)).all()
    assert refresh_reference(seeded, FOLDER) == Loaded(565, 2787, added=0, changed=0, removed=0)
    again = seeded.scalars(select(models.PostalPlace.id).order_by(models.PostalPlace.id)).all()
    assert ids == again


def test_loading_leaves_the_commit_to_the_caller(fresh: Session) -> None:
    refresh_reference(fresh, FOLDER)
    fresh.rollback()
    assert counts(fresh) == [0] * 6
    assert find_place(fresh, "Mechelen").place is None


def test_mergers_date_the_municipalities(seeded: Session) -> None:
    assert get_municipality(seeded, "12041").valid_from == date(2019, 1, 1)
    assert get_municipality(seeded, "11002").valid_from == date(2025, 1, 1)
    assert get_municipality(seeded, "12025").valid_from is None


def test_a_newer_file_changes_a_name_and_the_look_up_knows_at_once(
    seeded: Session, edited: Edit
) -> None:
    assert find_place(seeded, "Nieuwdam").place is None
    folder = edited("municipalities.csv", "11005,Boom,", "11005,Nieuwdam,")
    assert refresh_reference(seeded, folder) == Loaded(565, 2787, added=0, changed=1, removed=0)
    place = find_place(seeded, "Nieuwdam").place
    assert place is not None
    assert place.inside_nis == "11005"
    assert get_municipality(seeded, "11005").slug == "nieuwdam"
    refresh_reference(seeded, FOLDER)
    assert find_place(seeded, "Nieuwdam").place is None


def test_a_refresh_that_is_rolled_back_is_forgotten(seeded: Session, edited: Edit) -> None:
    refresh_reference(seeded, edited("municipalities.csv", "11005,Boom,", "11005,Nieuwdam,"))
    assert find_place(seeded, "Nieuwdam").place is not None
    seeded.rollback()
    assert find_place(seeded, "Nieuwdam").place is None
    assert find_place(seeded, "Boom").place is not None


def merge_boom_into_rumst(edited: Edit) -> Path:
    """A coming merger: Boom (11005) goes up in Rumst (11037), which keeps its code."""
    row = "11005,Boom,Boom,10000,11000,Antwerpen,flanders,51.09240,4.37170\n"
    folder = edited("municipalities.csv", row, "")
    for file, old, new in (
        ("postal_places.csv", ",11005,", ",11037,"),
        ("regions.csv", "REFREG01,Regio Antwerpen,11005,Boom\n", ""),
    ):
        path = folder / file
        path.write_text(path.read_text().replace(old, new))
    with (folder / "former_municipalities.csv").open("a") as file_:
        file_.write("11005,Boom,,2031-01-01,11037,merger,2850\n")
    path = folder / "neighbours.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "11005" not in line))
    return folder


def test_a_merger_ends_a_municipality_without_removing_it(seeded: Session, edited: Edit) -> None:
    refresh_reference(seeded, merge_boom_into_rumst(edited))
    assert get_municipality(seeded, "11005").valid_to == date(2031, 1, 1)
    assert get_municipality(seeded, "11037").valid_from == date(2031, 1, 1)
    assert len(list_municipalities(seeded)) == 564
    successor = find_successor(seeded, "11005")
    assert successor is not None
    assert successor.nis == "11037"
    for text in ("Boom", "11005"):
        place = find_place(seeded, text).place
        assert place is not None
        assert place.label == "Boom (Rumst)"
        assert place.inside_postcodes == {"2850"}


def test_a_merger_of_merged_municipalities_keeps_the_oldest_names(
    seeded: Session, edited: Edit
) -> None:
    """Puurs-Sint-Amands (2019, from Puurs and Sint-Amands) goes up in Bornem."""
    folder = edited("municipalities.csv", "12041,Puurs-Sint-Amands", "99041,Groot-Puurs")
    for file in ("postal_places.csv", "regions.csv", "neighbours.csv"):
        path = folder / file
        path.write_text(path.read_text().replace("12041", "99041"))
    path = folder / "neighbours.csv"
    head, *pairs = path.read_text().splitlines()
    ordered = [",".join([*sorted(pair.split(",")[:2]), pair.split(",")[2]]) for pair in pairs]
    path.write_text("\n".join([head, *ordered]))
    with (folder / "former_municipalities.csv").open("a") as file_:
        file_.write("12041,Puurs-Sint-Amands,,2031-01-01,99041,merger,2870 2890\n")
    refresh_reference(seeded, folder)
    old, between = find_place(seeded, "Puurs").place, find_place(seeded, "12041").place
    assert old is not None
    assert between is not None
    assert old.nis == between.nis == {"99041"}
    assert old.inside_postcodes == {"2870"}
    assert between.inside_postcodes == {"2870", "2890"}
    assert set(old.points) < set(between.points)


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (
            "municipalities.csv",
            "11005,Boom,Boom,10000,11000,Antwerpen,flanders,51.09240,4.37170\n",
            "",
            "no municipality 11005",
        ),
        ("municipalities.csv", "51.09240,4.37170", "48.85,2.35", "does not lie in Belgium"),
        ("municipalities.csv", "51.09240,4.37170", "nan,4.37170", "does not lie in Belgium"),
        (
            "municipalities.csv",
            "51.09240,4.37170",
            "51 north,4",
            "line 5: lat cannot be '51 north'",
        ),
        ("municipalities.csv", "Antwerpen,flanders", "Antwerpen,holland", "cannot be 'holland'"),
        ("municipalities.csv", "21013,", "21O13,", "'21O13' is no nis"),
        ("municipalities.csv", "name_fr", "naam_fr", "no column name_fr"),
        ("postal_places.csv", ",11005,", ",11555,", "no municipality 11555"),
        ("postal_places.csv", "2850,", "285,", "'285' is no postcode"),
        ("regions.csv", "REFREG01,Regio Antwerpen,11005,Boom\n", "", "11005 has 0 regions, not 1"),
        ("regions.csv", "REFREG15", "REFREG14", "15 regions"),
        ("networks.csv", "brussel,Brussel,,,brussels\n", "", "17 networks, not 18"),
        ("agencies.csv", "flanders brussels", "flanders", "Anderlecht is not served"),
        ("former_municipalities.csv", ",12041,merger,2870", ",12099,merger,2870", "leads to no"),
        ("former_municipalities.csv", "merger,2150", "merger,2151", "no place at 2151"),
        ("former_municipalities.csv", "2025-01-01", "soon", "valid_to cannot be 'soon'"),
        ("everyday_names.csv", "Kerkom-bij", "Kerkom-naast", "has no place Kerkom-naast"),
        ("neighbours.csv", "11001,11002,6.30", "11002,11001,6.30", "the lower code goes first"),
        ("neighbours.csv", "11001,11002,6.30", "11001,11002,inf", "is no length in km"),
        ("provinces.csv", "70000,Limburg,Limbourg\n", "", "has no such province"),
    ],
)
def test_unfit_files_are_refused_in_one_line_and_change_nothing(
    fresh: Session, edited: Edit, file: str, old: str, new: str, line: str
) -> None:
    with pytest.raises(ReferenceRefused) as refused:
        refresh_reference(fresh, edited(file, old, new))
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)
    assert counts(fresh) == [0] * 6


def test_a_file_that_lost_many_places_is_refused(seeded: Session, edited: Edit) -> None:
    path = edited("postal_places.csv", "2800,", "2800,") / "postal_places.csv"
    head, *rows = path.read_text().splitlines(keepends=True)
    seen: set[str] = set()
    thin = [r for r in rows if r.split(",")[3] not in seen and not seen.add(r.split(",")[3])]  # type: ignore[func-returns-value]
    path.write_text("".join([head, *thin]))
    for file in ("former_municipalities.csv", "everyday_names.csv"):
        text = (path.parent / file).read_text().splitlines()[0]
        (path.parent / file).write_text(text + "\n")
    with pytest.raises(ReferenceRefused, match="565 rows, while the tables hold 2787"):
        refresh_reference(seeded, path.parent)


def test_a_municipality_that_vanished_without_a_word_is_refused(
    seeded: Session, edited: Edit
) -> None:
    folder = merge_boom_into_rumst(edited)
    path = folder / "former_municipalities.csv"
    path.write_text(path.read_text().replace("11005,Boom,,2031-01-01,11037,merger,2850\n", ""))
    with pytest.raises(ReferenceRefused, match="11005 is gone and nothing says what it became"):
        refresh_reference(seeded, folder)


def test_a_missing_folder_or_broken_file_is_refused(
    fresh: Session, edited: Edit, tmp_path: Path
) -> None:
    with pytest.raises(ReferenceRefused, match=r"provinces\.csv: cannot be read"):
        refresh_reference(fresh, tmp_path / "nowhere")
    folder = edited("provinces.csv", "Luik", "Luik")
    (folder / "provinces.csv").write_bytes(b"nis,name_nl,name_fr\n10000,\xff,x\n")
    with pytest.raises(ReferenceRefused, match=r"provinces\.csv: is no CSV in UTF-8"):
        refresh_reference(fresh, folder)


def test_a_merger_that_gets_another_date_replaces_the_old_row(
    seeded: Session, edited: Edit
) -> None:
    refresh_reference(seeded, edited("former_municipalities.csv", "2025-01-01", "2025-02-01"))
    assert counts(seeded) == [565, 56, 2787, 14, 1581, 568]
    dates = set(seeded.scalars(select(models.FormerMunicipality.valid_to)))
    assert dates == {date(2019, 1, 1), date(2025, 2, 1)}
    place = find_place(seeded, "Galmaarden").place
    assert place is not None
    assert len(place.points) == 3
