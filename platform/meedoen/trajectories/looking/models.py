"""The table of looks: who saw what of whose file, and when."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from meedoen.core.database import Base, Moment, word
from meedoen.trajectories.looking.terms import LookedAs, LookKind


class Look(Base):
    """One look. It keeps name, role and body of that time, so that it stays true."""

    __tablename__ = "looks"
    __table_args__ = (Index(None, "newcomer_id", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    newcomer_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    trajectory_id: Mapped[int | None] = mapped_column(
        ForeignKey("trajectories.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[LookKind] = mapped_column(word(LookKind))
    looked_as: Mapped[LookedAs] = mapped_column(word(LookedAs))
    by_id: Mapped[int | None]
    """The account; no foreign key, so that somebody can be erased and the look stands."""
    by_name: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(String(160))
    at: Mapped[datetime] = mapped_column(Moment)
    once: Mapped[str] = mapped_column(String(120), unique=True)
    """What makes it one look: written twice in the same hour, it stands once."""
