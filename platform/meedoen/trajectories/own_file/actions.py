"""The one write of the own file: that it was downloaded."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.audit import record


def note_download(session: Session, account: Account, *, at: datetime) -> None:
    """Write in the trail that somebody took their whole file; each time is an act of its own."""
    record(session, "download_own_file", "account", account.id, by=account, at=at)
    session.flush()
