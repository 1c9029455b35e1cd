"""The table of shared summaries: with whom, what more than the least, and until when."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.core.database import Base, Moment
from meedoen.trajectories.models import Trajectory


class Share(Base):
    """A summary that a newcomer shares. Of its code only a hash is kept."""

    __tablename__ = "shares"

    id: Mapped[int] = mapped_column(primary_key=True)
    newcomer_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    trajectory_id: Mapped[int] = mapped_column(
        ForeignKey("trajectories.id", ondelete="CASCADE"), index=True
    )
    shared_with: Mapped[str] = mapped_column(String(120))
    """The organisation, as the newcomer named it."""
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    with_activities: Mapped[bool]
    with_phone: Mapped[bool]
    with_email: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the newcomer ended it before its time."""
    request_key: Mapped[str] = mapped_column(String(36), unique=True)
    """The form that made it. With the key of the installation it gives the code again, for the
    newcomer alone; without that key it says nothing."""

    trajectory: Mapped[Trajectory] = relationship()
