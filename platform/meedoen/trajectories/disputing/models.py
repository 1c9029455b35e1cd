"""The table of disputes: what a newcomer says of their hours, and what the counsellor answered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment, word
from meedoen.trajectories.disputing.terms import Answer
from meedoen.trajectories.models import HoursEntry


class Dispute(Base):
    """One dispute of one entry; while it is open the entry says from when (`disputed_at`)."""

    __tablename__ = "disputes"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answer_and_at"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        Index(
            "uq_disputes_open",
            "entry_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("hours_entries.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    answer: Mapped[Answer | None] = mapped_column(word(Answer))
    answer_reason: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    request_key: Mapped[str | None] = mapped_column(String(36), unique=True)

    entry: Mapped[HoursEntry] = relationship()
    answered_by: Mapped[Account | None] = relationship(foreign_keys=answered_by_id)
