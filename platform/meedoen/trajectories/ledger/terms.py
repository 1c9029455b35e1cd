"""The words of the ledger: which act a line tells of, in which role, and through what."""

from enum import StrEnum


class Act(StrEnum):
    """What was done with an entry of hours."""

    CARRIED_OVER = "carried_over"
    """Overgenomen: the entry was there before there was a ledger."""
    PLAN_HOURS = "plan_hours"
    """Gepland."""
    LOG_HOURS = "log_hours"
    """Gemeld."""
    REPORT_PLANNED = "report_planned"
    """Gemeld, after it was planned."""
    CHANGE_HOURS = "change_hours"
    """Verbeterd en opnieuw gemeld, after it was sent back."""
    CORRECT_HOURS = "correct_hours"
    """Rechtzetting gemeld: a new entry that names the accepted one."""
    ASK_CONFIRMATION = "ask_confirmation"
    """Bevestiging gevraagd: a mail to the contact person."""
    CONFIRM_HOURS = "confirm_hours"
    """Bevestigd by the contact person, through the link."""
    RECORD_PAPER_CONFIRMATION = "record_paper_confirmation"
    """Bevestigd op papier: the counsellor saw the signed sheet."""
    CONTEST_HOURS = "contest_hours"
    """Niet juist volgens de contactpersoon, so sent back."""
    SEND_BACK_HOURS = "send_back_hours"
    """Teruggestuurd by the counsellor."""
    WITHDRAW_HOURS = "withdraw_hours"
    """Ingetrokken."""
    ACCEPT_HOURS = "accept_hours"
    """Aanvaard."""
    TAKE_BACK_HOURS = "take_back_hours"
    """Aanvaarding teruggenomen, by who accepted it, shortly after."""
    NOTE_ABSENCE = "note_absence"
    """Niet gekomen: withdrawn, for nobody came to the appointment."""
    DISPUTE_HOURS = "dispute_hours"
    """Betwist by the newcomer."""
    ANSWER_DISPUTE = "answer_dispute"
    """Geantwoord on the dispute, by the counsellor."""
    ATTACH_PHOTO = "attach_photo"
    """Foto van het blad toegevoegd."""
    REMOVE_PHOTO = "remove_photo"
    """Foto van het blad verwijderd; its digest stays."""


class ActedAs(StrEnum):
    """In which role somebody did an act."""

    NEWCOMER = "newcomer"
    """Deelnemer: whose hours they are."""
    COUNSELLOR = "counsellor"
    """Begeleider."""
    ORGANISATION = "organisation"
    """Organisatie: a member of where the activity is."""
    CONTACT = "contact"
    """Contactpersoon of the activity, without account."""
    SYSTEM = "system"
    """Meedoen zelf: a command or a migration."""


class Through(StrEnum):
    """By which way an act came in."""

    PAGE = "page"
    """Op Meedoen, signed in."""
    LINK = "link"
    """Via de link in de mail."""
    PAPER = "paper"
    """Op papier: a signed sheet that the counsellor saw."""
    COMMAND = "command"
    """Door een opdracht of an operator, or a migration."""
