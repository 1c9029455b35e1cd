"""The table of dated rule sets; which values it has and what they may be: `rules`."""

from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column

from meedoen.core.database import Base, Moment, word
from meedoen.trajectories.rule_sets.terms import AppliesTo


class ValueSource(TypedDict):
    """Where one value comes from; assumed: no source gives it, we chose it."""

    source: str
    assumed: bool


class RuleSet(Base):
    """What the law may change, from a date on, with the source of each value."""

    __tablename__ = "rule_sets"
    __table_args__ = (
        CheckConstraint("target_minutes > 0", name="target_positive"),
        CheckConstraint("day_minutes_max BETWEEN 1 AND 1440", name="day_holds_a_day"),
        CheckConstraint("rounding_minutes BETWEEN 1 AND 60", name="rounding_within_an_hour"),
        CheckConstraint("deadline_months > 0", name="deadline_positive"),
        CheckConstraint(
            "allowance_day_cents >= 0 AND allowance_year_cents >= 0", name="allowances_positive"
        ),
        CheckConstraint("retention_months > 0", name="retention_positive"),
        CheckConstraint(
            "silent_after_days > 0 AND unanswered_after_days > 0 AND absences_that_matter > 0",
            name="patience_positive",
        ),
        CheckConstraint("(added_at IS NULL) = (added_by_id IS NULL)", name="added_by_and_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(unique=True)
    applies_to: Mapped[AppliesTo] = mapped_column(word(AppliesTo), default=AppliesTo.KEEP)
    target_minutes: Mapped[int]
    day_minutes_max: Mapped[int]
    required_when_working: Mapped[bool]
    required_when_studying: Mapped[bool]
    requires_duo_or_group: Mapped[bool] = mapped_column(default=True, server_default=true())
    requires_new_people: Mapped[bool] = mapped_column(default=True, server_default=true())
    requires_lasting_contact: Mapped[bool] = mapped_column(default=True, server_default=true())
    requires_dutch: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Which criteria an activity must meet to count."""
    rounding_minutes: Mapped[int]
    """Hours are whole multiples of so many minutes."""
    deadline_months: Mapped[int]
    """From the start of the trajectory."""
    reminder_days: Mapped[list[int]] = mapped_column(JSON)
    """How many days before the deadline somebody is reminded, the earliest first."""
    suspension_moves_deadline: Mapped[bool]
    allowance_day_cents: Mapped[int]
    allowance_year_cents: Mapped[int]
    """The most that a volunteer may get in lump sums, over all organisations; looked up by the day
    of the volunteering, not by the start of the trajectory."""
    retention_months: Mapped[int]
    """How long a trajectory is kept after its end."""
    unused_account_months: Mapped[int] = mapped_column(default=24, server_default="24")
    """How long an account is kept after it was used last, or closed."""
    erasure_notice_days: Mapped[int] = mapped_column(default=30, server_default="30")
    """How long before the erasing its owner is told."""
    silent_after_days: Mapped[int]
    unanswered_after_days: Mapped[int]
    absences_that_matter: Mapped[int]
    sources: Mapped[dict[str, ValueSource]] = mapped_column(JSON)
    """Per name of a value: where it comes from, and whether we assumed it."""
    source: Mapped[str] = mapped_column(Text)
    assumptions: Mapped[str] = mapped_column(Text, default="")
    """Which values no source gives, in words."""
    added_at: Mapped[datetime | None] = mapped_column(Moment)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """Who added it on the page; None: it came with the product."""
    request_key: Mapped[str | None] = mapped_column(String(36), unique=True)
