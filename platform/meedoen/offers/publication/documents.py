"""The letters to an organisation about its offer; their text is in `templates/messages`."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from meedoen.messages.documents import letter, spoken
from meedoen.offers.models import Offer

TEMPLATES = {
    "published": "messages/offer_published.txt",
    "returned": "messages/offer_returned.txt",
    "suitability": "messages/offer_suitability.txt",
}
"""What is told, and the text that tells it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: one line of subject, and plain text."""

    subject: str
    body: str


def decision_letter(offer: Offer, news: str, *, language: str, base_url: str) -> Letter:
    """What a reviewer decided about an offer, in the language of the reader.

    `news` is a key of TEMPLATES; `base_url` is the address of this site without a last slash.
    """
    with force_locale(spoken(language)):
        subject = {
            "published": _("Je aanbod staat online: %(title)s", title=offer.title),
            "returned": _("Kijk je aanbod nog eens na: %(title)s", title=offer.title),
            "suitability": _("Telt je aanbod mee? %(title)s", title=offer.title),
        }[news]
    body = letter(
        TEMPLATES[news],
        language=language,
        offer=offer,
        reasons=offer.reviews[-1].reasons if offer.reviews else "",
        link=f"{base_url}/beheer/aanbod/{offer.id}",
    )
    return Letter(subject, body)
