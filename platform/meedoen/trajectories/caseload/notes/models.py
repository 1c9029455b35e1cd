"""The table of notes on a trajectory, for whoever guides it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment


class CaseNote(Base):
    """Something to remember about a trajectory. It is never changed: one writes another.

    Personal data of the newcomer: whoever answers a request for access (GDPR, article 15) gives
    these too, and so the page says to write them as if the person reads along.
    """

    __tablename__ = "case_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    request_key: Mapped[str] = mapped_column(String(36), unique=True)

    by: Mapped[Account] = relationship()
