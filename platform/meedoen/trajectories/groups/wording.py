"""The Dutch words of hours of a group, which counsellors and organisations read."""

from flask_babel import lazy_gettext as _l

from meedoen.web.wording import Words

REASONS: Words = {
    "nobody_chosen": _l("Kruis aan wie er was."),
    "group_too_large": _l("Meld hoogstens %(most)s personen tegelijk."),
    "minutes_no_number": _l("‘%(typed)s’ is geen aantal minuten. Schrijf een getal, zoals 90."),
}
