"""The table of acts for a whole group; which hours each one wrote stands in the ledger."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from meedoen.core.database import Base, Moment, word
from meedoen.trajectories.ledger.terms import ActedAs


class HoursBatch(Base):
    """Hours of several people at one offer on one day, entered by one person in one act."""

    __tablename__ = "hours_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), index=True)
    on_date: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    acted_as: Mapped[ActedAs] = mapped_column(word(ActedAs))
    at: Mapped[datetime] = mapped_column(Moment)
    request_key: Mapped[str] = mapped_column(String(36), unique=True)
    """The form that entered them, so that a form sent twice enters once."""
