"""The Dutch words of allowances, which counsellors and organisations read."""

from flask_babel import lazy_gettext as _l

from meedoen.web.wording import Words

REASONS: Words = {
    "allowance_over_day": _l(
        "Op %(date)s komen de vergoedingen samen op %(total)s. Een dag mag hoogstens %(most)s zijn."
    ),
    "allowance_over_year": _l(
        "In %(year)s komen de vergoedingen samen op %(total)s, over alle organisaties. "
        "Een jaar mag hoogstens %(most)s zijn."
    ),
    "no_volunteering": _l("Een vergoeding is er alleen bij vrijwilligerswerk."),
    "allowance_outside": _l("Schrijf een bedrag boven nul, en hoogstens %(most)s."),
}
