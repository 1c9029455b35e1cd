"""`flask trajectories …`: whether the ledger of hours is whole, and the photos that it names."""

import hashlib

import click
from flask import current_app
from sqlalchemy.orm import Session

from meedoen.commands.refused import PlainGroup, Refused, Trouble
from meedoen.trajectories.ledger.queries import Checked, check_ledgers, count_lines, one_moment
from meedoen.trajectories.sheets.queries import check_photos
from meedoen.web.session import db

trajectories = PlainGroup("trajectories", help="The ledger of hours.")


@trajectories.command("verify")
@click.option(
    "--trajectory",
    "only",
    type=click.IntRange(min=1),
    help="Look at the ledger of this trajectory alone.",
)
def verify(only: int | None) -> None:
    """Check the chain of every trajectory, and that it leads to the hours and photos there are.

    Changes nothing. The digest on the last line is over the heads of all chains: written down
    elsewhere, it shows later that nobody made the whole ledger anew. Exit status 1 when something
    is wrong.
    """
    with one_moment(db.session):
        found = look(db.session, only)
    if only and not found.trajectories:
        raise Refused(f"There is no trajectory {only}.")
    click.echo(
        f"trajectories {found.trajectories}, lines {found.lines}, entries {found.entries}, "
        f"accepted minutes {found.accepted_minutes}, faults {found.faults}, "
        f"digest {found.digest.hexdigest()}"
    )
    if found.faults:
        raise Trouble("The ledger is not whole.")


class Sums:
    """What was seen so far."""

    def __init__(self) -> None:
        self.trajectories = self.lines = self.entries = self.accepted_minutes = self.faults = 0
        self.digest = hashlib.sha256()

    def add(self, checked: Checked) -> None:
        """Count one trajectory, and put its head in the digest."""
        head = checked.head
        self.trajectories += 1
        self.lines += checked.lines
        self.entries += checked.entries
        self.accepted_minutes += checked.accepted_minutes
        self.faults += len(checked.faults)
        self.digest.update(f"{head.trajectory_id} {head.length} {head.hash}\n".encode())


def look(session: Session, only: int | None) -> Sums:
    """Look at every trajectory, or one, and say each fault on a line of its own."""
    sums = Sums()
    for checked in check_ledgers(session, only=only):
        sums.add(checked)
        for fault in checked.faults:
            line = f", line {fault.number}" if fault.number else ""
            click.echo(f"trajectory {checked.head.trajectory_id}{line}: {fault.what}")
    folder = current_app.config["SETTINGS"].photos_dir
    for trajectory_id, wrong in check_photos(session, folder, only=only):
        sums.faults += len(wrong)
        for words in wrong:
            click.echo(f"trajectory {trajectory_id}: {words}")
    strays = 0 if only else count_lines(session) - sums.lines
    if strays:
        sums.faults += 1
        click.echo(f"lines of no trajectory: {strays}")
    return sums
