"""Days, times, distances, durations and lists, as the language of the page says them (CLDR)."""

from collections.abc import Sequence
from datetime import date, datetime, time

from babel.lists import format_list
from babel.units import format_unit
from flask_babel import format_currency, format_date, format_decimal, get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from meedoen.web.clock import BRUSSELS
from meedoen.web.languages import DUTCH, current_language


def on_day(day: date) -> str:
    """A day as people say it: 'dinsdag 3 maart 2026'."""
    return str(format_date(day, "full"))


def on_weekday(day: date) -> str:
    """A day without its year: 'dinsdag 3 maart'."""
    return str(format_date(day, current_language().day))


def on_date(day: date) -> str:
    """A day as papers write it: '3 maart 2026'."""
    return str(format_date(day, "long"))


def briefly(day: date) -> str:
    """A day where there is little room: '3 mrt 2026'."""
    return str(format_date(day, "medium"))


def in_figures(day: date) -> str:
    """A day in figures, for tables: '3/3/2026'."""
    return str(format_date(day, "d/M/y"))


def at_clock(moment: time | datetime) -> str:
    """A time of day without the word: '14.30', in other languages '14:30'."""
    point = "." if current_language().code == DUTCH else ":"
    return f"{moment.hour}{point}{moment.minute:02d}"


def at_end(moment: time) -> str:
    """A time at which something ends, as `at_clock`; midnight ends the day: '24.00'."""
    return at_clock(moment).replace("0", "24", 1) if moment == time(0) else at_clock(moment)


def with_clock(day: str, moment: time | None) -> str:
    """A day in words, with the time of day when that is known: 'dinsdag 3 maart, 14.30 uur'."""
    return str(_("%(day)s, %(time)s uur", day=day, time=at_clock(moment))) if moment else day


def at_moment(moment: datetime) -> str:
    """A moment as people say it, in Brussels: 'dinsdag 3 maart, 14 uur'."""
    local = moment.astimezone(BRUSSELS)
    whole = local.minute == 0 and current_language().code == DUTCH
    clock = str(local.hour) if whole else at_clock(local)
    return str(_("%(day)s, %(time)s uur", day=on_weekday(local.date()), time=clock))


def kilometres(metres: float | None) -> str | None:
    """A distance for people: '350 m', '2,4 km', '31 km'; None stays None."""
    if metres is None:
        return None
    if metres < 1000:
        return length(round(metres / 10) * 10, "meter")
    return length(round(metres / 1000, 1 if metres < 10_000 else 0), "kilometer")


def length(number: float, unit: str) -> str:
    """A number of "meter" or "kilometer", as short as can be."""
    return str(format_unit(number, f"length-{unit}", "short", locale=get_locale()))


def hours_and_minutes(minutes: int) -> str:
    """Whole minutes as people write them: '2 u', '1 u 30', '45 min'."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return str(_("%(minutes)s min", minutes=rest))
    if rest:
        return str(_("%(hours)s u %(minutes)s", hours=hours, minutes=f"{rest:02d}"))
    return str(_("%(hours)s u", hours=hours))


def in_full(minutes: int) -> str:
    """Whole minutes in full words: '40 uur', '40 uur en 15 minuten'."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours or not rest:
        parts.append(str(ngettext("%(num)s uur", "%(num)s uur", hours)))
    if rest:
        parts.append(str(ngettext("%(num)s minuut", "%(num)s minuten", rest)))
    return in_a_row(parts)


def in_a_row(words: Sequence[str]) -> str:
    """Things one after the other: 'brood, kaas en melk'."""
    return str(format_list(words, locale=get_locale())) if words else ""


def one_of(words: Sequence[str]) -> str:
    """Things of which one is meant: '‘taal’ of ‘tafel’'."""
    return str(format_list(words, style="or", locale=get_locale()))


def as_written(text: object) -> Markup:
    """What is written from left to right in every language: a code, an address."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def in_dutch(text: str | None) -> Markup:
    """Words that somebody wrote in Dutch, within a page in any language; nothing stays nothing."""
    return Markup('<bdi lang="nl" dir="ltr">{}</bdi>').format(text) if text else Markup("")


def euros(cents: int) -> str:
    """An amount of money: '€ 41,48'."""
    return str(format_currency(cents / 100, "EUR"))


def quoted(text: str) -> str:
    """What somebody typed, between the quotation marks of the language."""
    return str(_("‘%(text)s’", text=text))


def number(value: float, pattern: str | None = None) -> str:
    """A number with the signs of the language: '2,5'."""
    return str(format_decimal(value, pattern))
