"""The Dutch words of steps, which newcomers read too; those of status and reasons lie in `page`."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.states.terms import Step
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    Step: {
        Step.INFORMED: _l("Ingelicht"),
        Step.SEARCHING: _l("Activiteit zoeken"),
        Step.AGREED: _l("Activiteit afgesproken"),
        Step.RUNNING: _l("Bezig met uren"),
        Step.PROOF_WAITING: _l("Wachten op het bewijs"),
        Step.COMPLETED: _l("Klaar"),
    },
}
