"""The table of summaries: one text of one offer in one language that is not Dutch."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from meedoen.core.database import Base
from meedoen.offers.summaries.rules import MOST_SIGNS


class OfferSummary(Base):
    """A summary in a language of `web.languages`; that there is none is that there is no row."""

    __tablename__ = "offer_summaries"
    __table_args__ = (
        CheckConstraint("language != 'nl'", name="not_dutch"),
        CheckConstraint(f"length(text) BETWEEN 1 AND {MOST_SIGNS}", name="text_short"),
        CheckConstraint("length(tells) = 64", name="tells_a_digest"),
    )

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    text: Mapped[str] = mapped_column(String(MOST_SIGNS))
    tells: Mapped[str] = mapped_column(String(64))
    """The digest of the Dutch that it was written or confirmed for (`rules.digest_of`)."""
