"""The mail that asks the owner of an address whether a new trajectory is theirs."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from meedoen.accounts.models import Account
from meedoen.messages.documents import Letter, home_of, write_letter
from meedoen.trajectories.links import TAKE_TRAJECTORY, make_token
from meedoen.trajectories.models import Trajectory


def link_letter(trajectory: Trajectory, owner: Account, *, at: datetime, base_url: str) -> Letter:
    """The question, with the link by which the owner takes the trajectory as theirs."""
    token = make_token(TAKE_TRAJECTORY, trajectory.id, owner.email or "", at=at)
    return write_letter(
        "messages/hours_link_trajectory.txt",
        subject=_l("Is dit traject van jou?"),
        language=owner.language,
        name=owner.name,
        link=f"{home_of(base_url, language=owner.language)}/trajecten/koppelen/{token}",
    )
