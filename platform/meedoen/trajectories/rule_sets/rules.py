"""Which values a rule set has; where they come from is told by each rule set itself."""

NUMBERS = (
    "target_minutes",
    "day_minutes_max",
    "rounding_minutes",
    "deadline_months",
    "allowance_day_cents",
    "allowance_year_cents",
    "retention_months",
    "silent_after_days",
    "unanswered_after_days",
    "absences_that_matter",
)
"""Values that are whole numbers."""

YES_OR_NO = ("required_when_working", "required_when_studying", "suspension_moves_deadline")
"""Values that are yes or no."""

VALUES = (*NUMBERS, *YES_OR_NO, "reminder_days")
"""All that the law may change; each has a source or the mark that we assumed it."""
