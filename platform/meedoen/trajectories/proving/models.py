"""The signed files of proofs, apart from the proofs so that a list of those carries no bytes."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from meedoen.core.database import Base, Moment


class ProofDocument(Base):
    """The file of a proof as it was signed, once; it is handed out again byte for byte (ADR 17)."""

    __tablename__ = "proof_documents"

    proof_id: Mapped[int] = mapped_column(
        ForeignKey("proofs.id", ondelete="CASCADE"), primary_key=True
    )
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    certificate_sha256: Mapped[str] = mapped_column(String(64))
    """Which certificate belongs to the key that signed it."""
    made_at: Mapped[datetime] = mapped_column(Moment)
