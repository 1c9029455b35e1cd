"""Tables of forgetting: legal holds, requests of people, runs of the clock, and what was erased."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment, word
from meedoen.trajectories.forgetting.terms import Because


class LegalHold(Base):
    """A person is not erased until after a day, for a reason such as a complaint or a court."""

    __tablename__ = "legal_holds"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_by_and_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    until_on: Mapped[date]
    """The last day of it."""
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    lifted_at: Mapped[datetime | None] = mapped_column(Moment)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    request_key: Mapped[str] = mapped_column(String(36), unique=True)

    by: Mapped[Account] = relationship(foreign_keys=by_id)


class ErasureRequest(Base):
    """A newcomer asks to be erased. Granting it erases the row with all else; a refusal stays."""

    __tablename__ = "erasure_requests"
    __table_args__ = (
        CheckConstraint("(refused_at IS NULL) = (refused_by_id IS NULL)", name="refused_by_and_at"),
        Index(
            "uq_erasure_requests_open",
            "account_id",
            unique=True,
            sqlite_where=text("refused_at IS NULL"),
            postgresql_where=text("refused_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    refused_at: Mapped[datetime | None] = mapped_column(Moment)
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused, as the newcomer reads it."""


class ForgettingRun(Base):
    """One run of the clock; without `done_at` it goes on, or was killed: the next one goes on."""

    __tablename__ = "forgetting_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    began_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    """How much of each kind was forgotten beside people: visits, interests, mails, exports."""


class Erasure(Base):
    """One person was erased: numbers, no words. No foreign keys to what is no longer theirs."""

    __tablename__ = "erasures"
    __table_args__ = (Index(None, "agency_code", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    because: Mapped[Because] = mapped_column(word(Because))
    account_id: Mapped[int]
    trajectory_id: Mapped[int | None]
    """The newest trajectory; None for an account without any."""
    trajectories: Mapped[int]
    agency_code: Mapped[str | None] = mapped_column(ForeignKey("agencies.code"))
    rule_set_id: Mapped[int | None] = mapped_column(ForeignKey("rule_sets.id"))
    """The rules that said until when; None where a person decided."""
    due_on: Mapped[date | None]
    """From which day these rules said so."""
    by_id: Mapped[int | None]
    """Who decided; None for the clock."""
    run_id: Mapped[int | None] = mapped_column(ForeignKey("forgetting_runs.id"), index=True)
