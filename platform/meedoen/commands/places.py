"""`flask places …`: the reference data of municipalities and postcodes, and their boundaries."""

from pathlib import Path

import click
from flask import current_app

from meedoen.commands.refused import PlainGroup, Refused, Trouble
from meedoen.commands.stopped import keep
from meedoen.places.boundaries.official.actions import keep_boundaries, read_official
from meedoen.places.boundaries.official.rules import BoundariesRefused
from meedoen.places.queries import list_municipalities
from meedoen.places.reference.rules import ReferenceRefused
from meedoen.seeding.reference import load_reference
from meedoen.settings import Settings
from meedoen.web.session import db

REFERENCE_IS_THERE = "the reference data is loaded."

places = PlainGroup("places", help="Municipalities, postcodes, regions, boundaries.")

MOST_NAMES = 10
"""How many of the missing municipalities are named."""


@places.command("refresh")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def refresh(folder: Path) -> None:
    """Load the reference data of FOLDER, made by `python -m seed_data.build`."""
    try:
        loaded = load_reference(db.session, folder)
    except ReferenceRefused as refusal:
        db.session.rollback()
        raise Refused(str(refusal)) from refusal
    keep(db.session.commit, REFERENCE_IS_THERE)
    click.echo(f"Reference data: {loaded}")


@places.command("import-boundaries")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--attribution",
    default="officieel",
    help="Whose boundaries they are; stands below the map.",
)
def import_official(file: Path, attribution: str) -> None:
    """Draw the municipal boundaries of FILE (GeoJSON with NIS codes) in place of approximate ones.

    They are kept in DATA_DIR; remove boundaries.json there to go back to the approximate ones.
    """
    settings: Settings = current_app.config["SETTINGS"]
    names = {row.nis: row.name_nl for row in list_municipalities(db.session)}
    db.session.rollback()
    if not names:
        raise Refused("The database holds no municipalities; seed the reference data first.")
    try:
        boundaries, read = read_official(file, known=names, attribution=attribution)
    except BoundariesRefused as refusal:
        raise Refused(f"{file}: {refusal}") from refusal
    except OSError as error:
        raise Refused(f"{file}: {error.strerror or error}") from error
    click.echo(f"Checked {read.municipalities} municipalities")
    try:
        keep_boundaries(boundaries, settings.data_dir)
    except OSError as error:
        raise Trouble(f"{settings.data_dir}: {error.strerror or error}") from error
    click.echo(f"The map draws the boundaries of {read.municipalities} of {len(names)}.")
    if read.missing:
        some = sorted(names[nis] for nis in read.missing)
        more = f" and {len(some) - MOST_NAMES} more" if len(some) > MOST_NAMES else ""
        click.echo(f"Missing, so drawn without a border: {', '.join(some[:MOST_NAMES])}{more}.")
