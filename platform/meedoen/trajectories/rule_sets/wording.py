"""The Dutch words of rule sets, which counsellors and administrators read."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.rule_sets.terms import AppliesTo
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    AppliesTo: {
        AppliesTo.KEEP: _l("Alleen trajecten die vanaf die dag beginnen"),
        AppliesTo.MOVE: _l("Ook trajecten die al lopen"),
    },
}
