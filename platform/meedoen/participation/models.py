"""The table of interests: who wants to join which offer; forgotten by itself after a while."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.core.database import Base, Moment, word
from meedoen.offers.models import Offer
from meedoen.offers.terms import Language
from meedoen.participation.terms import InterestStatus
from meedoen.places.models import Municipality


class Interest(Base):
    """Somebody wants to join an offer. `language` is the one to be called in, None for Dutch."""

    __tablename__ = "interests"
    __table_args__ = (
        CheckConstraint("phone IS NOT NULL OR email IS NOT NULL", name="can_be_reached"),
        CheckConstraint("(status = 'waiting') = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("(status = 'not_possible') = (reason IS NOT NULL)", name="reason"),
        Index(None, "offer_id", "status"),
        Index(None, "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(30))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[Language | None] = mapped_column(word(Language))
    page_language: Mapped[str] = mapped_column(String(8), default="nl", server_default="nl")
    """The language of the page on which it was asked: the answer comes in it."""
    message: Mapped[str] = mapped_column(Text, default="")
    for_waiting_list: Mapped[bool] = mapped_column(default=False)
    """Whether the offer was full when it was asked."""
    status: Mapped[InterestStatus] = mapped_column(
        word(InterestStatus), default=InterestStatus.WAITING
    )
    reason: Mapped[str | None] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    request_key: Mapped[str] = mapped_column(String(36), unique=True)
    """The form that asked, so that a form sent twice asks once."""
    version: Mapped[int] = mapped_column(default=1)

    offer: Mapped[Offer] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def organisation_id(self) -> int:
        """Whose offer it is about, so that permissions ask the same of it as of the offer."""
        return self.offer.organisation_id

    @property
    def home(self) -> Municipality:
        """The municipality of that organisation."""
        return self.offer.home
