"""Fills the tables of places from the files of the repository; the rows themselves stand there."""

from pathlib import Path

from sqlalchemy.orm import Session

from meedoen.places.actions import Loaded, refresh_reference

FOLDER = Path(__file__).resolve().parents[3] / "seed_data" / "reference"


def seed_reference(session: Session) -> Loaded:
    """Load the reference data that comes with the product; doing so again changes nothing."""
    return load_reference(session, FOLDER)


def load_reference(session: Session, folder: Path) -> Loaded:
    """Load the reference data of another folder; never commits.

    Raises ReferenceRefused (`str()` is one clear line) when the folder is unfit or worse than what
    is there; nothing was changed then.
    """
    return refresh_reference(session, folder)
