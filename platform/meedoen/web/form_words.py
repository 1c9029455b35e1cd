"""What a box says by itself when it is wrong: the library's own sentences, as we say them."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

FILL_IN = _l("Vul dit in.")
TOO_OLD = _l("Dit formulier is te oud. Kijk het na en stuur opnieuw.")
UNKNOWN = _l("Deze keuze kennen we niet. Kies er een uit de lijst.")
NO_WHOLE_NUMBER = _l("Schrijf een heel getal in cijfers, zoals 12.")
NO_DAY = _l("Dit is geen datum. Schrijf de datum zoals 03/03/2026, of kies een dag.")
NO_TIME = _l("Dit is geen uur. Schrijf het zoals 14:30.")
UNREADABLE = _l("Hier staan tekens in die we niet kunnen lezen. Typ deze tekst opnieuw.")
NOT_RIGHT = _l("Dit klopt niet. Kijk na wat je schreef.")

SAID: Mapping[str, LazyString] = {
    "This field is required.": FILL_IN,
    "Not a valid choice.": UNKNOWN,
    "Invalid Choice: could not coerce.": UNKNOWN,
    "Invalid choice(s): one or more data inputs could not be coerced.": UNKNOWN,
    "'%(value)s' is not a valid choice for this field.": UNKNOWN,
    "'%(value)s' are not valid choices for this field.": UNKNOWN,
    "Not a valid integer value.": NO_WHOLE_NUMBER,
    "Not a valid date value.": NO_DAY,
    "Not a valid time value.": NO_TIME,
    "Field cannot be longer than %(max)d characters.": _l(
        "Dit is te lang: hoogstens %(max)d tekens."
    ),
}
"""Sentence of the library → ours."""


class PlainWords:
    """What WTForms takes for a catalogue; a sentence that we do not know says to look again."""

    def gettext(self, string: str) -> str:
        """Our words for a sentence; a label that was made of a name has none."""
        return str(SAID.get(string, NOT_RIGHT)) if string.endswith(".") else string

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Our words for a sentence about so many."""
        return self.gettext(plural)
