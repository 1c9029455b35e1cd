"""The table of data protocols between agencies and municipalities."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment
from meedoen.places.models import Municipality


class DataProtocol(Base):
    """Under this agreement a municipality sees names of its residents, on these days alone."""

    __tablename__ = "data_protocols"
    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="in_order"),
        CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_and_on"
        ),
        Index(
            "uq_data_protocols_standing",
            "nis",
            "document_number",
            unique=True,
            sqlite_where=text("withdrawn_on IS NULL"),
            postgresql_where=text("withdrawn_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nis: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"))
    reference: Mapped[str] = mapped_column(String(80))
    document_number: Mapped[str] = mapped_column(String(80))
    between: Mapped[str] = mapped_column(String(200))
    """The parties, as the document names them."""
    purpose: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    """The last day on which it holds."""
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_on: Mapped[date | None]
    """The first day on which it holds no more, though its own end is later."""
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    request_key: Mapped[str] = mapped_column(String(36), unique=True)

    municipality: Mapped[Municipality] = relationship()
    recorded_by: Mapped[Account] = relationship(foreign_keys=recorded_by_id)

    @property
    def home(self) -> Municipality:
        """Whose it is, so that permissions ask which agency serves it."""
        return self.municipality
