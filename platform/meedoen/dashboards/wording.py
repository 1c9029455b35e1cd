"""The sentences of first pages: what matters now, in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from meedoen.trajectories.terms import Need
from meedoen.web.wording import Words, hours_and_minutes

NEWCOMER_STEPS: Words = {
    Need.HOURS_TO_ACCEPT: _l("Je begeleider kijkt je uren na."),
    Need.HOURS_TO_MEND: _l("Er klopt iets niet bij je uren. Praat erover met je begeleider."),
    Need.TO_COMPLETE: _l("Je hebt genoeg uren. Je begeleider maakt je bewijs klaar."),
    Need.ACTIVITY_TO_JUDGE: _l("Je begeleider bekijkt je activiteit."),
    Need.NO_ACTIVITY: _l("Zoek een activiteit die je leuk vindt."),
    Need.SILENT: _l("Je hebt al een maand geen uren. Zoek een activiteit of plan iets."),
    Need.NOT_CONFIRMED: _l("De contactpersoon kijkt je uren na."),
    Need.NOTHING: _l("Alles loopt goed. Ga zo door."),
    Need.ENDED: _l("Dit traject is afgerond."),
}
"""What each need means for the newcomer."""


def waiting_sentence(organisations: int, offers: int, *, may_decide: bool) -> str:
    """What waits, in one sentence; on whom depends on whether the reader may decide."""
    parts = []
    if organisations:
        parts.append(_("organisaties (%(n)s)", n=organisations))
    if offers:
        parts.append(_("aanbod (%(n)s)", n=offers))
    if not parts:
        return str(_("Er wacht niets: alles is bekeken."))
    what = str(_(" en ")).join(parts)
    if may_decide:
        return str(_("Dit wacht op jou: %(what)s.", what=what))
    return str(_("Dit wacht op een beslissing: %(what)s.", what=what))


def found_sentence(here: int, nearby: int) -> str:
    """What newcomers find, in one sentence."""
    return str(
        _(
            "Nieuwkomers kunnen hier op %(here)s meedoen, en op %(nearby)s in buurgemeenten.",
            here=ngettext("%(num)s manier", "%(num)s manieren", here),
            nearby=ngettext("%(num)s manier", "%(num)s manieren", nearby),
        )
    )


def missing_sentence(missing: list[str]) -> str:
    """Which types there are none of, in one sentence."""
    if not missing:
        return str(_("Van elke soort aanbod is er iets."))
    return str(_("Dit is er hier nog niet: %(types)s.", types=", ".join(missing).lower()))


def share_words(minutes: int, people: int | None) -> str:
    """So many hours of so many people; None stands for too few people to tell."""
    if people is None:
        return str(_("minder dan 5 mensen"))
    return str(_("%(time)s, van %(people)s mensen", time=hours_and_minutes(minutes), people=people))
