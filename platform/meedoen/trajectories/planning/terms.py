"""The words of a plan: what somebody's week asks for, what a plan is best at, where it stands."""

from enum import StrEnum


class ChildrenNeed(StrEnum):
    """Whether the newcomer's children come along."""

    NONE = "none"
    """Nee, ik kom alleen."""
    ALONG = "along"
    """Ja, mijn kinderen komen mee: they are welcome or looked after."""
    CHILDCARE = "childcare"
    """Ja, en er moet kinderopvang zijn."""


class WomenOnly(StrEnum):
    """Whether offers for women alone suit; says what suits, not who somebody is."""

    NO = "no"
    """Nee: none of them."""
    ALSO = "also"
    """Dat mag ook."""
    ONLY = "only"
    """Ik wil alleen met vrouwen."""


class Emphasis(StrEnum):
    """What a plan is best at, of those that fill the hours."""

    SOON = "soon"
    """Het snelst klaar."""
    NEAR = "near"
    """Het dichtst bij huis."""
    WISHED = "wished"
    """Wat je graag doet."""
    STEADY = "steady"
    """Vaste plek en vaste dag: few places, few moments of the week."""


class Loosened(StrEnum):
    """The one thing that could be wider when the hours cannot be filled."""

    HALF_DAY = "half_day"
    """Een halve dag meer vrij."""
    FURTHER = "further"
    """5 kilometer verder."""
    LEVEL = "level"
    """Aanbod van één niveau hoger."""
    MORE_OFTEN = "more_often"
    """Een keer meer per week."""


class PlanStatus(StrEnum):
    """Where a plan that was chosen is."""

    CHOSEN = "chosen"
    """Gekozen door de nieuwkomer: waits for the counsellor."""
    ADOPTED = "adopted"
    """Overgenomen: its sessions stand as planned hours."""
    OVERTAKEN = "overtaken"
    """Vervangen door een ander plan."""
