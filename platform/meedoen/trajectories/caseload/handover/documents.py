"""The mails of a hand-over; in Dutch, to people who work here."""

from flask_babel import lazy_gettext as _l

from meedoen.accounts.models import Account
from meedoen.messages.documents import Letter, write_letter
from meedoen.trajectories.caseload.handover.models import Handover
from meedoen.trajectories.confirming.rules import short_name
from meedoen.trajectories.models import Trajectory


def taken_letter(trajectory: Trajectory, taker: Account, giver: Account, base_url: str) -> Letter:
    """To who guides it from now on."""
    return write_letter(
        "messages/handover_taken.txt",
        subject=_l("Je begeleidt een traject meer"),
        language="nl",
        name=taker.name,
        giver=giver.name,
        who=short_name(trajectory.newcomer.name),
        link=f"{base_url}/trajecten/{trajectory.id}",
    )


def offered_letter(handover: Handover, reader: Account, giver: Account, base_url: str) -> Letter:
    """To who administers the agency to which it is offered."""
    return write_letter(
        "messages/handover_offered.txt",
        subject=_l("Een ander agentschap biedt een traject aan"),
        language="nl",
        name=reader.name,
        giver=giver.name,
        link=f"{base_url}/regie/overdrachten",
    )


def refused_letter(handover: Handover, trajectory: Trajectory, base_url: str) -> Letter:
    """To who offered it."""
    return write_letter(
        "messages/handover_refused.txt",
        subject=_l("Een overdracht is geweigerd"),
        language="nl",
        name=handover.giver.name,
        who=short_name(trajectory.newcomer.name),
        agency=handover.to_agency.name,
        reason=handover.reason,
        link=f"{base_url}/trajecten/{trajectory.id}",
    )
