"""The words of an export: whose trajectories it holds, and what became of each since the last."""

from enum import StrEnum


class ExportScope(StrEnum):
    """Whose trajectories an export holds."""

    CASELOAD = "caseload"
    """Eigen trajecten: those of one counsellor."""
    AGENCY = "agency"
    """Het hele agentschap."""


class ExportChange(StrEnum):
    """What became of a trajectory since the export that was compared with."""

    SAME = "same"
    """Hetzelfde."""
    NEW = "new"
    """Nieuw: it was not in that export."""
    CHANGED = "changed"
    """Gewijzigd: at least one value is another."""
    GONE = "gone"
    """Verdwenen: it is not in this scope any more."""
