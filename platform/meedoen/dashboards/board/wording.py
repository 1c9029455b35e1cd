"""The sentences of boards: what waits, what newcomers find, what there is none of."""

from flask_babel import gettext as _
from flask_babel import ngettext

from meedoen.web.spoken import hours_and_minutes


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
