"""Tables of the caseload: who did not come, and the views of the list that somebody keeps."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from meedoen.core.database import Base, Moment


class Absence(Base):
    """A planned entry was withdrawn because the newcomer did not come; one row an entry."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("hours_entries.id"), unique=True)
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    noted_at: Mapped[datetime] = mapped_column(Moment)


class SavedView(Base):
    """A caseload as somebody likes to see it: a name for the question of an address."""

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("account_id", "name"),
        Index(
            "uq_saved_views_first",
            "account_id",
            unique=True,
            sqlite_where=text("shown_first"),
            postgresql_where=text("shown_first"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(String(400))
    """What stands behind the question mark of the address."""
    shown_first: Mapped[bool] = mapped_column(default=False)
    """Whether the caseload opens with it; at most one of an account."""
    created_at: Mapped[datetime] = mapped_column(Moment)
