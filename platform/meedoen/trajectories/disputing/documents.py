"""The mails about a dispute: to the counsellor in Dutch, to the newcomer in their language."""

from flask import current_app
from flask_babel import lazy_gettext as _l

from meedoen.messages.documents import Letter, home_of, write_letter
from meedoen.trajectories.confirming.rules import short_name
from meedoen.trajectories.disputing.models import Dispute


def disputed_letter(dispute: Dispute) -> Letter:
    """Tells the counsellor that there is something to answer; what it is stands on the page."""
    trajectory = dispute.entry.trajectory
    return write_letter(
        "messages/hours_disputed.txt",
        subject=_l("Uren die volgens de deelnemer niet kloppen"),
        language="nl",
        name=trajectory.counsellor.name,
        who=short_name(trajectory.newcomer.name),
        day=dispute.entry.on_date,
        link=page_of(dispute, language="nl"),
    )


def answered_letter(dispute: Dispute) -> Letter:
    """Tells the newcomer what the counsellor answered."""
    newcomer = dispute.entry.trajectory.newcomer
    return write_letter(
        "messages/hours_dispute_answered.txt",
        subject=_l("Je begeleider antwoordde over je uren"),
        language=newcomer.language,
        name=newcomer.name,
        day=dispute.entry.on_date,
        answer=dispute.answer,
        reason=dispute.answer_reason,
        link=page_of(dispute, language=newcomer.language),
    )


def page_of(dispute: Dispute, *, language: str) -> str:
    """The address of the page of the entry.

    Many acts answer a dispute, so the address of the product is read here and not handed on by
    each of them.
    """
    home = home_of(current_app.config["SETTINGS"].base_url, language=language)
    entry = dispute.entry
    return f"{home}/trajecten/{entry.trajectory_id}/uren/{entry.id}"
