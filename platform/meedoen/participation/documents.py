"""The letters about somebody who wants to join; their text is in `templates/messages`."""

from flask_babel import lazy_gettext as _l

from meedoen.messages.documents import Letter, home_of, write_letter
from meedoen.offers.finding.showing.documents import guide_of
from meedoen.participation.models import Interest
from meedoen.participation.rules import ANSWER_WITHIN_DAYS, first_name


def asked_letter(interest: Interest, *, language: str, base_url: str) -> Letter:
    """For the organisation: somebody wants to join. How to reach them stands behind the link."""
    title = interest.offer.title
    return write_letter(
        "messages/interest_asked.txt",
        subject=_l("Iemand wil meedoen: %(title)s", title=title),
        language=language,
        who=first_name(interest.name),
        title=title,
        waiting_list=interest.for_waiting_list,
        days=ANSWER_WITHIN_DAYS,
        link=f"{base_url}/beheer/organisaties/{interest.organisation_id}/interesse",
    )


def answered_letter(interest: Interest, *, base_url: str) -> Letter:
    """For the person, in the language in which they asked: what the organisation said, and whom
    to call."""
    offer, home = interest.offer, home_of(base_url, language=interest.page_language)
    return write_letter(
        "messages/interest_answered.txt",
        subject=_l("Antwoord op je vraag: %(title)s", title=offer.title),
        language=interest.page_language,
        name=first_name(interest.name),
        title=offer.title,
        organisation=offer.organisation.name,
        status=interest.status.value,
        reason=interest.reason,
        guide=guide_of(offer),
        link=f"{home}/aanbod/{offer.id}",
        search=f"{home}/aanbod",
    )
