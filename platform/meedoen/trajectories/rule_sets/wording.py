"""The Dutch words of rule sets and their values, which counsellors and administrators read."""

from collections.abc import Sequence

from flask_babel import format_currency, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from meedoen.trajectories.rule_sets.terms import AppliesTo
from meedoen.web.spoken import in_a_row, in_full
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    AppliesTo: {
        AppliesTo.KEEP: _l("Alleen trajecten die vanaf die dag beginnen"),
        AppliesTo.MOVE: _l("Ook trajecten die al lopen"),
    },
}

REASONS: Words = {
    "rules_after_the_last": _l("De laatste regels beginnen op %(last)s. Kies een latere dag."),
    "rules_too_far_ahead": _l("Regels begin je ten laatste binnen een jaar."),
    "moves_when_it_holds": _l(
        "Lopende trajecten gaan pas over als de regels gelden. "
        "Voeg ze toe op de eerste dag of later."
    ),
    "value_outside": _l("Kies een getal van %(least)s tot en met %(most)s."),
    "reminders_wrong": _l("Schrijf hoogstens %(most)s getallen onder 367, het grootste eerst."),
    "day_above_year": _l("Per dag kan niet meer zijn dan per jaar."),
    "source_missing": _l("Schrijf waar dit vandaan komt, in hoogstens %(most)s tekens."),
    "source_of_the_old_value": _l(
        "De waarde is anders. Schrijf ook waar de nieuwe vandaan komt, of dat het een aanname is."
    ),
}

VALUE_WORDS: Words = {
    "target_minutes": _l("Doel, in minuten"),
    "day_minutes_max": _l("Hoogstens op één dag, in minuten"),
    "rounding_minutes": _l("Uren tellen per zoveel minuten"),
    "required_when_working": _l("Ook wie werkt, moet het traject doen"),
    "required_when_studying": _l("Ook wie studeert, moet het traject doen"),
    "requires_duo_or_group": _l("Een activiteit moet met twee of in groep zijn"),
    "requires_new_people": _l("De deelnemer moet er nieuwe mensen ontmoeten"),
    "requires_lasting_contact": _l("Er moet een echte kans zijn op blijvend contact"),
    "requires_dutch": _l("Er moet Nederlands gesproken worden"),
    "deadline_months": _l("Einddatum, in maanden na het begin"),
    "reminder_days": _l("Herinneringen, in dagen voor de einddatum"),
    "suspension_moves_deadline": _l("Rust schuift de einddatum op"),
    "allowance_day_cents": _l("Vergoeding van vrijwilligers per dag, in eurocent"),
    "allowance_year_cents": _l("Vergoeding van vrijwilligers per jaar, in eurocent"),
    "retention_months": _l("Bewaren na het einde, in maanden"),
    "unused_account_months": _l("Een account bewaren dat niemand gebruikt, in maanden"),
    "erasure_notice_days": _l("Verwittigen voor het wissen, in dagen"),
    "silent_after_days": _l("Stil na zoveel dagen zonder uren"),
    "unanswered_after_days": _l("Opnieuw vragen na zoveel dagen zonder antwoord"),
    "absences_that_matter": _l("Zoveel keer afwezig vraagt een gesprek"),
}
"""What each value is called above its box."""

NAMES: Words = {
    "target_minutes": _l("Doel"),
    "day_minutes_max": _l("Hoogstens op één dag"),
    "rounding_minutes": _l("Uren tellen per"),
    "required_when_working": _l("Moet ook wie werkt?"),
    "required_when_studying": _l("Moet ook wie studeert?"),
    "requires_duo_or_group": _l("Met twee of in groep?"),
    "requires_new_people": _l("Nieuwe mensen?"),
    "requires_lasting_contact": _l("Kans op blijvend contact?"),
    "requires_dutch": _l("In het Nederlands?"),
    "deadline_months": _l("Einddatum na het begin"),
    "reminder_days": _l("Herinnering voor de einddatum"),
    "suspension_moves_deadline": _l("Schuift rust de einddatum op?"),
    "allowance_day_cents": _l("Vergoeding van vrijwilligers per dag"),
    "allowance_year_cents": _l("Vergoeding van vrijwilligers per jaar"),
    "retention_months": _l("Bewaren na het einde"),
    "unused_account_months": _l("Ongebruikt account bewaren"),
    "erasure_notice_days": _l("Verwittigen voor het wissen"),
    "silent_after_days": _l("Stil zonder uren na"),
    "unanswered_after_days": _l("Opnieuw vragen na"),
    "absences_that_matter": _l("Afwezig vraagt een gesprek na"),
}
"""What each value is called in a list, where its unit stands beside it."""


def value_in_words(name: str, value: bool | int | Sequence[int]) -> str:
    """A value of a rule set with its unit."""
    if isinstance(value, bool):
        return str(_("ja") if value else _("nee"))
    if not isinstance(value, int):
        return str(_("%(days)s dagen", days=in_a_row([str(day) for day in value])))
    if name.endswith("_cents"):
        return str(format_currency(value / 100, "EUR"))
    if name == "rounding_minutes":
        return str(ngettext("%(num)s minuut", "%(num)s minuten", value))
    if name.endswith("_months"):
        return str(ngettext("%(num)s maand", "%(num)s maanden", value))
    if name.endswith("_days"):
        return str(ngettext("%(num)s dag", "%(num)s dagen", value))
    if name == "absences_that_matter":
        return str(_("%(num)s keer", num=value))
    return in_full(value)
