"""The words of photos and of the printed form, which newcomers read in their language."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from meedoen.web.wording import Words

REASONS: Words = {
    "photo_missing": _l("Kies eerst een foto."),
    "photo_again": _l("Kies je foto opnieuw."),
    "photo_empty": _l("Deze foto is leeg. Maak een nieuwe."),
    "photo_too_large": _l(
        "Deze foto is te groot: hoogstens %(most)s MB. Maak een foto met minder megapixels."
    ),
    "photo_is_heic": _l(
        "Deze foto is een HEIC-bestand. Dat kunnen we niet lezen. Bewaar ze als JPEG."
    ),
    "photo_of_no_kind": _l("Dit is geen foto die we kunnen lezen. Kies een JPEG, PNG of WebP."),
    "photo_too_many_pixels": _l(
        "Deze foto is te groot: hoogstens %(most)s megapixels. Maak een kleinere foto."
    ),
    "photo_broken": _l("Deze foto is beschadigd. Maak een nieuwe."),
    "photo_too_many": _l("Kies hoogstens %(most)s foto’s tegelijk."),
    "photo_too_many_of_activity": _l(
        "Bij deze activiteit passen hoogstens %(most)s foto’s. Verwijder er eerst een."
    ),
    "photo_too_late": _l("De uren van %(date)s zijn %(state)s. Daar kan nu geen foto meer bij."),
    "photo_was_relied_on": _l(
        "Uren op dit blad zijn al aanvaard. Alleen je begeleider kan de foto nog verwijderen."
    ),
    "photo_of_another": _l("Iemand anders voegde deze foto toe. Vraag het aan je begeleider."),
}


def form_words() -> dict[str, str]:
    """All words of the printed form in the language that is spoken now."""
    return {
        "title": _("Blad voor je uren"),
        "trajectory": _("Participatie- en netwerktraject"),
        "name": _("Naam"),
        "activity": _("Activiteit"),
        "host": _("Bij"),
        "contact": _("Contactpersoon"),
        "fill": _("Schrijf na elke keer een lijn. De contactpersoon tekent."),
        "day": _("Datum"),
        "begin": _("Van"),
        "end": _("Tot"),
        "signature": _("Handtekening van de contactpersoon"),
        "photo": _("Is het blad vol? Scan de code en maak een foto van het hele blad."),
        "signing": _("Wie tekent, schrijft ook zijn naam."),
    }
