"""The base of every table: names of constraints, moments in UTC, terms as text; no table here."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, Enum, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every model derives from this class, so that all tables share one metadata."""

    metadata = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused (ValueError)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def word(kind: type[StrEnum]) -> Enum:
    """A column type that keeps a term by its code and lets the database refuse any other.

    `kind` is an enum of a `terms` module; the CHECK is named after it.
    """
    codes: Callable[[type[StrEnum]], list[str]] = lambda terms: [term.value for term in terms]  # noqa: E731
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=codes,
        name=kind.__name__.lower(),
    )
