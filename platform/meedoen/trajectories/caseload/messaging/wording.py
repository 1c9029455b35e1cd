"""What messages to newcomers say, in every language; and how counsellors call their kinds."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from meedoen.trajectories.caseload.messaging.terms import MessageKind

SUBJECTS: dict[MessageKind, LazyString] = {
    MessageKind.REMINDER: _l("Je afspraak"),
    MessageKind.HOW_ARE_YOU: _l("Hoe gaat het?"),
    MessageKind.CALL_ME: _l("Wil je mij bellen?"),
    MessageKind.PAPER_MISSING: _l("Er ontbreekt een papier"),
    MessageKind.PROPOSAL: _l("Een voorstel voor jou"),
}

TEXTS: dict[MessageKind, LazyString] = {
    MessageKind.REMINDER: _l(
        "Je hebt een afspraak: %(activity)s, %(when)s. Lukt het niet? Laat het mij weten."
    ),
    MessageKind.HOW_ARE_YOU: _l("Hoe gaat het met je activiteiten? Ik hoor het graag van jou."),
    MessageKind.CALL_ME: _l("Wil je mij bellen? Ik wil iets met jou bespreken."),
    MessageKind.PAPER_MISSING: _l("Er ontbreekt nog een papier. Bel mij, dan zeg ik welk papier."),
    MessageKind.PROPOSAL: _l("Dit is misschien iets voor jou: %(offer)s. Kijk hier: %(link)s"),
}
"""Each says one thing in a few short sentences."""
