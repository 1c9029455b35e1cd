"""For whom a new rule set holds."""

from enum import StrEnum


class AppliesTo(StrEnum):
    """What a new rule set does with trajectories that are open when it is added."""

    KEEP = "keep"
    """Alleen trajecten die vanaf die dag beginnen; who began before keeps the rules they had."""
    MOVE = "move"
    """Ook lopende trajecten: open ones go over to it; those that ended never do."""
