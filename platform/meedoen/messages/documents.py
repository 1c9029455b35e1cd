"""The mails themselves: text from a template, headers from a row; what they say is the domains'."""

import hashlib
import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _

from meedoen.messages.models import OutgoingMessage
from meedoen.web.addresses import prefix_of
from meedoen.web.audience import in_every_language
from meedoen.web.clock import BRUSSELS
from meedoen.web.languages import DUTCH, LANGUAGES, speaking
from meedoen.web.spoken import at_clock, on_weekday

ADDRESS = re.compile(r"https?://\S+")
"""A line of a letter that is a link."""


class Letter(NamedTuple):
    """A mail without its envelope: one line of subject, plain text, the language of both."""

    subject: str
    body: str
    language: str


def write_letter(template: str, *, subject: object, language: str, **facts: object) -> Letter:
    """The letter of a template such as "messages/reset_password.txt", else in Dutch.

    `subject` is a lazy text, read in the same language. A letter knows nothing of a request or of
    who is signed in: it says the same whoever causes it.
    """
    language = spoken(language) if in_every_language(template) else DUTCH
    with speaking(language):
        body = current_app.jinja_env.get_template(template).render(**facts).strip() + "\n"
        return Letter(str(subject), body, language)


def spoken(language: str) -> str:
    """`language` when there are texts in it, else Dutch."""
    return language if language in LANGUAGES else DUTCH


def home_of(base_url: str, *, language: str) -> str:
    """What the links of a letter begin with, so that they open in its language."""
    return base_url + prefix_of(spoken(language))


def moment_in_words(moment: datetime, *, language: str) -> str:
    """A moment as in a sentence, Brussels time: 'dinsdag 3 maart om 14.05 uur'."""
    with speaking(spoken(language)):
        local = moment.astimezone(BRUSSELS)
        return str(_("%(day)s om %(time)s uur", day=on_weekday(local.date()), time=at_clock(local)))


def host_of(base_url: str) -> str:
    """The name behind the @ of our own addresses: the host of the product."""
    host = urlsplit(base_url).hostname or "localhost"
    try:
        ip_address(host)
    except ValueError:
        return host
    return "localhost"


def name_of(message: OutgoingMessage) -> str:
    """What this mail is called, always the same: the left half of its Message-ID."""
    return hashlib.sha256(message.key.encode()).hexdigest()[:32]


def compose(message: OutgoingMessage, *, host: str) -> EmailMessage:
    """The mail of a row; composing it again gives the same, so that a repeat can be recognised."""
    mail = EmailMessage()
    mail["Message-ID"] = f"<{name_of(message)}@{host}>"
    mail["Date"] = format_datetime(message.created_at)
    mail["From"] = Address("Meedoen", "niet-antwoorden", host)
    mail["To"] = message.recipient
    mail["Subject"] = message.subject
    mail["Auto-Submitted"] = "auto-generated"
    plain = message.body.isascii()
    mail.set_content(message.body, charset="utf-8", cte="7bit" if plain else "quoted-printable")
    mail.add_alternative(as_page(message), subtype="html", charset="utf-8", cte="quoted-printable")
    mail.set_boundary(name_of(message))
    mail["Content-Language"] = message.language
    return mail


def as_page(message: OutgoingMessage) -> str:
    """The text of a mail in our colours, in the direction of its language, for who reads HTML.

    Whatever it says stands in the text already; nothing in it comes from elsewhere.
    """
    paragraphs = [
        [(line, ADDRESS.fullmatch(line) is not None) for line in part.splitlines()]
        for part in re.split(r"\n\s*\n", message.body.strip())
    ]
    with speaking(spoken(message.language)):
        return current_app.jinja_env.get_template("messages/_mail.html").render(
            letter=message,
            direction=LANGUAGES[spoken(message.language)].direction,
            paragraphs=paragraphs,
        )
