"""The mail that asks the owner of an address whether a new trajectory is theirs."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from meedoen.accounts.models import Account
from meedoen.messages.documents import letter, spoken
from meedoen.trajectories.documents import make_token
from meedoen.trajectories.models import Trajectory

PURPOSE = "link newcomer"


def link_letter(
    trajectory: Trajectory, owner: Account, *, at: datetime, base_url: str
) -> tuple[str, str]:
    """Subject and text, with the link by which the owner takes the trajectory as theirs."""
    token = make_token(PURPOSE, trajectory.id, owner.email or "", at=at)
    with force_locale(spoken(owner.language)):
        subject = _("Is dit traject van jou?")
    body = letter(
        "messages/hours_link_trajectory.txt",
        language=owner.language,
        name=owner.name,
        link=f"{base_url}/trajecten/koppelen/{token}",
    )
    return subject, body
