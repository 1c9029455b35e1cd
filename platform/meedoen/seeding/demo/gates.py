"""Data protocols of the demonstration, one that holds and one that ended; and look-alikes."""

from datetime import timedelta

from meedoen.accounts.models import Account
from meedoen.dashboards.protocols.actions import record_protocol
from meedoen.offers.rules import day_of
from meedoen.seeding.demo.caseload import ALL_MET
from meedoen.seeding.demo.catalogue import Workshop
from meedoen.seeding.demo.moves import BONHEIDEN, of_person
from meedoen.seeding.demo.people import MECHELEN
from meedoen.trajectories.activities.actions import (
    add_own_activity,
    approve_activity,
    refuse_activity,
)

PURPOSE = "Inwoners opvolgen die een participatie- en netwerktraject volgen."
PROTOCOLS = (
    (MECHELEN, "Mechelen", 200, 165, "a7e1" * 8),
    (BONHEIDEN, "Bonheiden", 400, -35, "b7e1" * 8),
)
"""Municipality, days since it began, days until its end, and the key of its form."""

JUDGED = (
    ("Ana Popescu", "Schaken op zondag", "Schaakclub De Toren", "Elke week dezelfde tafel."),
    ("Diyar Osman", "Schaken op de computer", "Schaaksite", ""),
)
REFUSED_BECAUSE = "Online en alleen: je ontmoet er niemand."


def make_protocols(workshop: Workshop, people: dict[str, Account]) -> None:
    """Mechelen sees names today; the protocol of Bonheiden ended five weeks ago."""
    today = day_of(workshop.at)
    for nis, name, began, left, key in PROTOCOLS:
        record_protocol(
            workshop.session,
            nis=nis,
            reference=f"Protocol PNT {name}",
            document_number=f"AgII/{nis}/1",
            between=f"AgII en {name}",
            purpose=PURPOSE,
            valid_from=today - timedelta(days=began),
            valid_until=today + timedelta(days=left),
            by=people["agency"],
            at=workshop.at - timedelta(days=began),
            request_key=key,
        )


def make_look_alikes(workshop: Workshop) -> None:
    """Two decisions about chess, beside the one that waits for the counsellor."""
    at = workshop.at - timedelta(days=3)
    for name, title, host, why in JUDGED:
        trajectory = of_person(workshop, name)
        counsellor = trajectory.counsellor
        activity = add_own_activity(
            workshop.session,
            trajectory,
            title=title,
            host=host,
            contact_name="Rik Goossens",
            contact_email="rik.goossens@demo.test",
            criteria=ALL_MET,
            by=counsellor,
            at=at,
        )
        if why:
            approve_activity(workshop.session, activity, reason=why, by=counsellor, at=at)
        else:
            refuse_activity(
                workshop.session, activity, reason=REFUSED_BECAUSE, by=counsellor, at=at
            )
