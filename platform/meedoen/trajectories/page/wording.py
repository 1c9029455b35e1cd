"""The Dutch words of trajectories that counsellors and contact persons read."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from meedoen.trajectories.states.terms import Act, StatusReason
from meedoen.trajectories.terms import ActivityDecision, ConfirmedHow, TrajectoryStatus
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    TrajectoryStatus: {
        TrajectoryStatus.RUNNING: _l("lopend"),
        TrajectoryStatus.SUSPENDED: _l("in rust"),
        TrajectoryStatus.COMPLETED: _l("voltooid"),
        TrajectoryStatus.STOPPED: _l("stopgezet"),
        TrajectoryStatus.EXEMPTED: _l("vrijgesteld"),
        TrajectoryStatus.MOVED: _l("verhuisd"),
    },
    Act: {
        Act.SUSPEND: _l("Laat dit traject rusten"),
        Act.RESUME: _l("Hervat dit traject"),
        Act.EXEMPT: _l("Geef een vrijstelling"),
        Act.MOVE: _l("De deelnemer gaat weg uit Vlaanderen en Brussel"),
        Act.REOPEN: _l("Open dit traject opnieuw"),
    },
    StatusReason: {
        StatusReason.TARGET_REACHED: _l("Het doel is bereikt"),
        StatusReason.WORK: _l("Werk"),
        StatusReason.STUDY: _l("Studie of opleiding"),
        StatusReason.CARE: _l("Zorg voor kinderen of familie"),
        StatusReason.PERSONAL: _l("Persoonlijke reden"),
        StatusReason.AGE: _l("Leeftijd"),
        StatusReason.DECISION: _l("Beslissing van het agentschap"),
        StatusReason.MOVED_AWAY: _l("Verhuisd"),
        StatusReason.REST_OVER: _l("De rust is voorbij"),
        StatusReason.MISTAKE: _l("Vergissing"),
        StatusReason.OTHER: _l("Andere reden"),
    },
    ActivityDecision: {
        ActivityDecision.PROPOSED: _l("voorgesteld"),
        ActivityDecision.APPROVED: _l("goedgekeurd"),
        ActivityDecision.REFUSED: _l("afgekeurd"),
    },
    ConfirmedHow: {
        ConfirmedHow.LINK: _l("via de link"),
        ConfirmedHow.PAPER: _l("op papier"),
    },
}

REASONS: Words = {
    "not_obliged": _l("Deze persoon is geen verplichte inburgeraar."),
    "works": _l("Deze persoon werkt."),
    "studies": _l("Deze persoon studeert."),
    "obliged_without_exemption": _l("Verplichte inburgeraar, die niet werkt en niet studeert."),
    "not_accepted": _l("Deze uren zijn nog niet aanvaard. Ze zijn nu: %(state)s."),
    "target_not_reached": _l("Er ontbreken nog %(remaining)s aanvaarde minuten."),
    "correction_open": _l("De rechtzetting van %(date)s (%(activity)s) is nog niet afgewerkt."),
    "activity_not_approved": _l(
        "‘%(activity)s’ is niet goedgekeurd. Keur de activiteit eerst goed."
    ),
    "before_last_situation": _l(
        "Sinds %(since)s geldt de vorige situatie. Kies die dag of een latere."
    ),
    "still_to_come": _l("Deze dag komt nog. Schrijf het op als het zover is."),
    "status_not_next": _l("Een traject dat %(now)s is, kan niet %(then)s worden."),
    "rests_overlap": _l("Op die dag was er al een rust. Kies een latere dag."),
    "resumes_before_rest": _l("De rust begint op %(from_on)s. Kies een latere dag."),
    "rest_too_long": _l("Zo lang kan een rust niet zijn. Kijk de datum na."),
    "hours_in_rest": _l("Op %(date)s staan al uren. De rust kan die dag niet omvatten."),
    "reason_does_not_fit": _l("Kies een reden uit de lijst."),
    "planned_in_the_past": _l("Deze dag is voorbij. Meld de uren, plan ze niet."),
    "not_disputed": _l("Er is niets om op te antwoorden."),
    "dispute_open": _l(
        "De deelnemer zegt dat de uren van %(date)s niet kloppen. Antwoord daar eerst op."
    ),
    "trajectory_at_rest": _l("Dit traject is in rust. Hervat het eerst."),
    "not_confirmed": _l("De contactpersoon moet de uren van %(date)s eerst bevestigen."),
    "corrected_already": _l("Voor deze uren loopt al een rechtzetting, of ze zijn al rechtgezet."),
    "accepted_by_another": _l("De uren van %(date)s zijn door iemand anders aanvaard."),
    "accepted_too_long_ago": _l(
        "De uren van %(date)s zijn meer dan %(minutes)s minuten geleden aanvaard. "
        "Zet ze recht als er iets niet klopt."
    ),
    "proof_of_whole_stays": _l("Het bewijs van deelname blijft. Je kan het niet intrekken."),
    "proof_rests_on_it": _l("Met de uren van %(date)s is al een bewijs gemaakt."),
    "correction_rests_on_it": _l("De uren van %(date)s horen bij een rechtzetting. Die blijft."),
    "nothing_chosen": _l("Kruis eerst uren aan."),
    "nothing_to_confirm": _l("Voor ‘%(activity)s’ zijn er geen uren om te bevestigen."),
    "answered_already": _l("Op deze uren is al geantwoord. Kijk opnieuw."),
    "not_in_duo_or_group": _l("De activiteit moet met twee of in groep zijn."),
    "no_new_people": _l("De deelnemer moet er nieuwe mensen ontmoeten."),
    "no_lasting_contact": _l("Er moet een echte kans zijn op blijvend contact."),
    "not_in_dutch": _l("Er moet Nederlands gesproken worden."),
    "contact_is_newcomer": _l("Dit is de deelnemer zelf. Iemand anders moet de uren bevestigen."),
    "contact_is_counsellor": _l(
        "Dit is de trajectbegeleider. Iemand van de activiteit moet de uren bevestigen."
    ),
    "contact_address_unreadable": _l(
        "Dit is geen e-mailadres. Schrijf het zoals naam@voorbeeld.be."
    ),
    "offer_not_open": _l("Dit aanbod is niet open. Kies een ander."),
    "offer_not_suitable": _l("Dit aanbod telt niet mee voor het traject."),
    "offer_without_contact": _l(
        "Bij dit aanbod staat geen contactpersoon die uren kan bevestigen."
    ),
    "activity_has_hours": _l("Bij ‘%(activity)s’ staan al uren. Trek die eerst in."),
    "activity_too_far": _l("Dit is %(km)s km van het nieuwe adres."),
    "not_for_residents": _l("Dit is niet voor inwoners van de nieuwe gemeente."),
    "no_move": _l("Dit is geen verhuizing: hier begon het traject."),
    "not_the_last_move": _l("Alleen de laatste verhuizing kan je terugdraaien."),
    "no_counsellor": _l("Alleen een trajectbegeleider kan een traject openen."),
    "place_not_served": _l("Kies een gemeente in Vlaanderen of Brussel."),
    "no_rules_then": _l("Het participatie- en netwerktraject bestaat pas sinds 1 januari 2023."),
    "starts_too_late": _l("Een traject begint ten laatste binnen een jaar."),
}


def waited(since: datetime | None, now: datetime) -> str:
    """How long something waits, in whole days: 'wacht 6 dagen'; empty when not known."""
    if since is None:
        return ""
    days = (now - since).days
    if days < 1:
        return str(_("sinds vandaag"))
    return str(ngettext("wacht %(num)s dag", "wacht %(num)s dagen", days))
