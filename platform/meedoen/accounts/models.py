"""Tables of people who sign in: accounts, roles, sign-ins and failed attempts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.terms import Role
from meedoen.core.database import Base, Moment, word


class Account(Base):
    """A person known to the product. Without a password nobody can sign in with it."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    phone: Mapped[str | None] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(8), default="nl")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    told_on: Mapped[date | None]
    """When its owner was told that all this will be erased; counts as long as nothing happened."""
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    """From then on it is a number alone, to which rows that must stay can point."""

    roles: Mapped[list["AccountRole"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", lazy="selectin"
    )


class AccountRole(Base):
    """One role of one person, with the one scope that the role asks for."""

    __tablename__ = "account_roles"
    __table_args__ = (
        UniqueConstraint(
            "account_id", "role", "organisation_id", "nis", "network_code", "agency_code"
        ),
        CheckConstraint(
            "(organisation_id IS NOT NULL) = (role = 'organisation_member')",
            name="organisation_scope",
        ),
        CheckConstraint("(nis IS NOT NULL) = (role = 'municipality_officer')", name="nis_scope"),
        CheckConstraint(
            "(network_code IS NOT NULL) = (role = 'network_coach')", name="network_scope"
        ),
        CheckConstraint(
            "(agency_code IS NOT NULL) = (role IN ('counsellor', 'agency_administrator'))",
            name="agency_scope",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(word(Role))
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    nis: Mapped[str | None] = mapped_column(ForeignKey("municipalities.nis"))
    network_code: Mapped[str | None] = mapped_column(ForeignKey("networks.code"))
    agency_code: Mapped[str | None] = mapped_column(ForeignKey("agencies.code"))

    account: Mapped[Account] = relationship(back_populates="roles")


class SignIn(Base):
    """One visit of one person. The cookie holds the token; here is only its SHA-256."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    account: Mapped[Account] = relationship(lazy="joined")


class SignInAttempt(Base):
    """One failed attempt, under the hash of who it was for and of where it came from."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index(None, "account_key", "at"),
        Index(None, "address_key", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_key: Mapped[str] = mapped_column(String(64))
    address_key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
