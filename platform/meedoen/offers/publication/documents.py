"""The letters to an organisation about its offer; their text is in `templates/messages`."""

from flask_babel import lazy_gettext as _l

from meedoen.messages.documents import Letter, write_letter
from meedoen.offers.models import Offer

TEMPLATES = {
    "published": "messages/offer_published.txt",
    "returned": "messages/offer_returned.txt",
    "suitability": "messages/offer_suitability.txt",
}
"""What is told, and the text that tells it."""


def decision_letter(offer: Offer, news: str, *, language: str, base_url: str) -> Letter:
    """What a reviewer decided about an offer, in the language of the reader.

    `news` is a key of TEMPLATES; `base_url` is the address of this site without a last slash.
    """
    subjects = {
        "published": _l("Je aanbod staat online: %(title)s", title=offer.title),
        "returned": _l("Kijk je aanbod nog eens na: %(title)s", title=offer.title),
        "suitability": _l("Telt je aanbod mee? %(title)s", title=offer.title),
    }
    return write_letter(
        TEMPLATES[news],
        subject=subjects[news],
        language=language,
        offer=offer,
        reasons=offer.reviews[-1].reasons if offer.reviews else "",
        link=f"{base_url}/beheer/aanbod/{offer.id}",
    )
