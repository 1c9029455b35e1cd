"""The Dutch words of every 'why?', which newcomers read in their own language."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.explaining.terms import Question
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    Question: {
        Question.HOURS: _l("Waarom tellen deze uren wel of niet?"),
        Question.OBLIGATION: _l("Waarom is dit verplicht of vrijwillig?"),
        Question.ACTIVITIES: _l("Welke activiteiten tellen mee?"),
        Question.DEADLINE: _l("Waarom deze einddatum?"),
    },
}

REASONS: Words = {
    "rule_accepted_counts": _l(
        "Alleen uren die de begeleider heeft aanvaard, tellen mee. Het doel is %(target)s."
    ),
    "these_count": _l("Dit telt mee: %(time)s."),
    "these_wait": _l("Dit telt nog niet mee: %(time)s. Die uren zijn %(state)s."),
    "these_correct": _l("Een rechtzetting is nog niet aanvaard: %(time)s."),
    "these_were_withdrawn": _l("Dit telt niet mee: %(time)s. Die uren zijn ingetrokken."),
    "these_need_approval": _l("Dit telt niet mee: %(time)s. De activiteit is niet goedgekeurd."),
    "these_were_corrected": _l("Dit telt niet meer mee: %(time)s. Die uren zijn rechtgezet."),
    "these_were_overtaken": _l("Een rechtzetting is vervangen door een andere."),
    "target_is_reached": _l("Het doel is bereikt."),
    "still_to_go": _l("Nog %(rest)s te gaan."),
    "rule_obliged_must": _l("Wie verplicht moet inburgeren, moet dit traject doen."),
    "not_working": _l("Wie werkt, mag het doen maar moet niet."),
    "also_working": _l("Ook wie werkt, moet het doen."),
    "not_studying": _l("Wie studeert, mag het doen maar moet niet."),
    "also_studying": _l("Ook wie studeert, moet het doen."),
    "is_obliged": _l("Inburgeren is hier verplicht."),
    "is_not_obliged": _l("Inburgeren is hier niet verplicht."),
    "is_working": _l("Er is werk."),
    "is_not_working": _l("Er is geen werk."),
    "is_studying": _l("Er is een studie of opleiding."),
    "is_not_studying": _l("Er is geen studie of opleiding."),
    "situation_since": _l("Zo is het sinds %(since)s."),
    "counts_when_approved": _l("Een activiteit telt mee als je begeleider ze goedkeurt."),
    "counts_in_duo_or_group": _l("Je doet ze met twee of in groep."),
    "counts_with_new_people": _l("Je ontmoet er nieuwe mensen."),
    "counts_with_lasting_contact": _l("Er is een echte kans op blijvend contact."),
    "counts_in_dutch": _l("Er wordt Nederlands gesproken."),
    "rule_months": _l("Een traject duurt hoogstens %(months)s maanden."),
    "started_on": _l("Het begon op %(starts_on)s."),
    "rest_moves": _l("Dagen in rust: %(days)s. Die komen erbij."),
    "rest_moves_not": _l("Dagen in rust: %(days)s. Die komen er niet bij."),
    "due_then": _l("De einddatum is %(due)s."),
}
