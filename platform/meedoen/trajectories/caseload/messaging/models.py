"""The table of messages that counsellors sent to newcomers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment, word
from meedoen.trajectories.caseload.messaging.terms import MessageKind


class CaseMessage(Base):
    """A message as it left, kept on the file; `answered_at` is when the counsellor heard back."""

    __tablename__ = "case_messages"
    __table_args__ = (
        CheckConstraint("(offer_id IS NOT NULL) = (kind = 'proposal')", name="offer_of_proposal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"), index=True)
    kind: Mapped[MessageKind] = mapped_column(word(MessageKind))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offers.id"))
    language: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    request_key: Mapped[str] = mapped_column(String(36), unique=True)

    by: Mapped[Account] = relationship()
