"""The words of looks: what was looked at, and as what."""

from enum import StrEnum


class LookKind(StrEnum):
    """What somebody saw of a newcomer's file."""

    CASE = "case"
    """Traject: hours, activities, notes and messages, or a page about one of them."""
    HOURS = "hours"
    """Uren: one entry with its whole life."""
    PLAN = "plan"
    """Week en plan."""
    PROOFS = "proofs"
    """Bewijzen: the list or a file."""
    MESSAGES = "messages"
    """Berichten: what is written to the newcomer."""
    EXPORT = "export"
    """Bestand: the newcomer was in a file that somebody downloaded."""
    CONFIRMATION = "confirmation"
    """Uren om te bevestigen, by the link in a mail."""
    PROOF_CHECK = "proof_check"
    """Controle van een bewijs, by its code."""
    SUMMARY = "summary"
    """Samenvatting: what the newcomer shared by a code."""
    FIRST_VISIT = "first_visit"
    """Eerste bezoek: what the companion must know, by the link in a mail."""
    RESIDENTS = "residents"
    """Lijst van inwoners: name, agreement and proof, under a data protocol."""


class LookedAs(StrEnum):
    """In which role somebody looked, at that time."""

    COUNSELLOR = "counsellor"
    """Begeleider."""
    ADMINISTRATOR = "administrator"
    """Beheerder van het agentschap."""
    CONTACT = "contact"
    """Contactpersoon of an activity, who has a link."""
    COMPANION = "companion"
    """Toeleider, who has a link."""
    ORGANISATION = "organisation"
    """Lid van de organisatie where the activity is."""
    OFFICER = "officer"
    """Medewerker van de gemeente where the newcomer lives."""
    CODE_HOLDER = "code_holder"
    """Iemand met de code: whoever was given it."""
