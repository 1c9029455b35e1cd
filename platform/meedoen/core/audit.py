"""The append-only trail of who did what to which thing, and when; reading it is elsewhere."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from meedoen.core.database import Base, Moment


class Actor(Protocol):
    """Whoever acts: an account has an id; a link without account or a command has None."""

    @property
    def id(self) -> int | None: ...


class AuditRow(Base):
    """One act. No foreign keys, so that a person can be erased and the trail stands."""

    __tablename__ = "audit_rows"
    __table_args__ = (Index(None, "thing_kind", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[int | None]
    through: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(60))
    thing_kind: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int]
    facts: Mapped[dict[str, object]] = mapped_column(JSON)


def record(
    session: Session,
    act: str,
    thing_kind: str,
    thing_id: int,
    *,
    by: Actor | None,
    at: datetime,
    through: str = "page",
    **facts: object,
) -> None:
    """Add one audit row to the transaction of the act itself.

    `act` is verb and noun, such as "accept_hours". `through` says the way: page, link, command.
    `facts` are small JSON values without names or other personal data.
    """
    session.add(
        AuditRow(
            at=at,
            account_id=by.id if by else None,
            through=through,
            act=act,
            thing_kind=thing_kind,
            thing_id=thing_id,
            facts=facts,
        )
    )
