"""Fills the tables of places and rule sets from the files of the repository."""

from pathlib import Path

from sqlalchemy.orm import Session

from meedoen.places.actions import Loaded, refresh_reference
from meedoen.trajectories.rule_sets.actions import load_rule_sets

SEED_DATA = Path(__file__).resolve().parents[3] / "seed_data"


def seed_reference(session: Session) -> Loaded:
    """Load the places and rule sets that come with the product; again changes nothing."""
    load_rule_sets(session, SEED_DATA / "rules")
    return load_reference(session, SEED_DATA / "reference")


def load_reference(session: Session, folder: Path) -> Loaded:
    """Load the reference data of another folder; never commits.

    Raises ReferenceRefused (`str()` is one clear line) when the folder is unfit or worse than what
    is there; nothing was changed then.
    """
    return refresh_reference(session, folder)
