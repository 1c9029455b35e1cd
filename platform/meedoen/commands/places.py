"""`flask places …`: the reference data of municipalities and postcodes."""

from pathlib import Path

import click

from meedoen.commands.refused import PlainGroup, Refused
from meedoen.commands.stopped import keep
from meedoen.places.reference.rules import ReferenceRefused
from meedoen.seeding.reference import load_reference
from meedoen.web.session import db

REFERENCE_IS_THERE = "the reference data is loaded."

places = PlainGroup("places", help="Municipalities, postcodes, regions.")


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
