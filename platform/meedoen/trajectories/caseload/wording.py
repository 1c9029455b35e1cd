"""The Dutch words of the caseload, which counsellors read: needs, their reasons, orders."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.caseload.handover.terms import HandoverState
from meedoen.trajectories.caseload.messaging.terms import MessageKind
from meedoen.trajectories.caseload.terms import Need, Order
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    Need: {
        Need.HOURS_DISPUTED: _l("Uren die niet kloppen"),
        Need.OUT_OF_REACH: _l("Termijn niet haalbaar"),
        Need.ABSENT: _l("Niet gekomen"),
        Need.UNANSWERED: _l("Geen antwoord"),
        Need.HOURS_TO_ACCEPT: _l("Uren om te aanvaarden"),
        Need.HOURS_TO_MEND: _l("Uren om te verbeteren"),
        Need.TO_RESUME: _l("De rust is voorbij"),
        Need.TO_COMPLETE: _l("Klaar om af te ronden"),
        Need.ACTIVITY_TO_JUDGE: _l("Activiteit om te beoordelen"),
        Need.NO_ACTIVITY: _l("Nog niets afgesproken"),
        Need.PLAN_PASSED: _l("Afspraak is voorbij"),
        Need.SILENT: _l("Al lang geen uren"),
        Need.NOT_CONFIRMED: _l("Wacht op de contactpersoon"),
        Need.NOTHING: _l("Loopt goed"),
        Need.AT_REST: _l("In rust"),
        Need.ENDED: _l("Afgerond"),
    },
    MessageKind: {
        MessageKind.REMINDER: _l("Herinnering aan een afspraak"),
        MessageKind.HOW_ARE_YOU: _l("Hoe gaat het?"),
        MessageKind.CALL_ME: _l("Bel mij"),
        MessageKind.PAPER_MISSING: _l("Er ontbreekt een papier"),
        MessageKind.PROPOSAL: _l("Voorstel"),
    },
    HandoverState: {
        HandoverState.OFFERED: _l("aangeboden"),
        HandoverState.ACCEPTED: _l("overgenomen"),
        HandoverState.REFUSED: _l("geweigerd"),
        HandoverState.WITHDRAWN: _l("ingetrokken"),
    },
    Order: {
        Order.NEED: _l("Wie eerst hulp nodig heeft"),
        Order.NAME: _l("Naam"),
        Order.LEAST_HOURS: _l("Minste uren eerst"),
        Order.NEXT: _l("Eerste afspraak eerst"),
        Order.DEADLINE: _l("Einddatum eerst"),
        Order.LONGEST: _l("Langst begonnen eerst"),
    },
}

REASONS: Words = {
    "waits_disputed": _l("De deelnemer zegt dat de uren van %(date)s niet kloppen."),
    "waits_out_of_reach": _l(
        "Nog %(remaining)s minuten te gaan tegen %(deadline)s, in %(weeks)s weken. "
        "Nodig: %(needed)s minuten per week. Nu: %(accepted)s minuten per week."
    ),
    "waits_out_of_time": _l(
        "Nog %(remaining)s minuten te gaan, en er is geen volle week meer tot %(deadline)s."
    ),
    "waits_absent": _l("%(count)s keer na elkaar niet gekomen of niet gemeld. Laatst: %(date)s."),
    "waits_unanswered_contact": _l(
        "De contactpersoon van ‘%(activity)s’ antwoordt al %(days)s dagen niet over %(date)s."
    ),
    "waits_unanswered": _l("Al %(days)s dagen geen antwoord op ‘%(what)s’ van %(date)s."),
    "waits_to_accept": _l("%(count)s keer bevestigd, samen %(minutes)s minuten."),
    "waits_to_mend": _l("%(count)s keer teruggestuurd. Oudste: uren van %(date)s."),
    "waits_to_complete": _l("%(minutes)s minuten aanvaard. Het bewijs kan gemaakt worden."),
    "waits_to_judge": _l("‘%(activity)s’ is voorgesteld. Keur goed of keur af."),
    "waits_for_activity": _l("Er is nog geen activiteit goedgekeurd."),
    "waits_plan_passed": _l("‘%(activity)s’ stond gepland op %(date)s. Is het gebeurd?"),
    "waits_silent": _l("Geen uren sinds %(date)s."),
    "waits_not_confirmed": _l("%(count)s keer gemeld. De contactpersoon kijkt het na."),
    "waits_to_resume": _l("De rust eindigde op %(date)s. Hervat het traject."),
    "waits_at_rest": _l("Dit traject is in rust. Er wordt nu niets gevraagd."),
    "waits_for_nothing": _l("Er is nu niets te doen."),
    "waits_for_nothing_more": _l("Dit traject loopt niet meer."),
    "no_address_to_write": _l("Er is geen e-mailadres."),
    "no_appointment_ahead": _l("Er is geen afspraak gepland."),
    "sent_just_now": _l("Dit bericht is net verstuurd. Wacht tien minuten."),
    "guides_nobody_there": _l("Kies iemand die daar trajecten begeleidt."),
    "cannot_take_it": _l("Deze persoon kan dit traject niet overnemen."),
    "taker_is_contact": _l(
        "Deze persoon is contactpersoon van een activiteit. Niemand bevestigt én aanvaardt uren."
    ),
    "handover_decided": _l("Over deze overdracht is al beslist."),
    "absence_ahead": _l("Deze afspraak (%(date)s) moet nog komen."),
    "view_too_many": _l("Je hebt al %(most)s weergaven. Haal er eerst een weg."),
}

NEED_MARKS: dict[Need, tuple[str, str]] = {
    Need.HOURS_DISPUTED: ("coral", "cross"),
    Need.OUT_OF_REACH: ("coral", "cross"),
    Need.ABSENT: ("coral", "cross"),
    Need.UNANSWERED: ("coral", "dotted"),
    Need.HOURS_TO_ACCEPT: ("sun", "half"),
    Need.HOURS_TO_MEND: ("coral", "cross"),
    Need.TO_RESUME: ("sun", "half"),
    Need.TO_COMPLETE: ("leaf", "ring"),
    Need.ACTIVITY_TO_JUDGE: ("sun", "half"),
    Need.NO_ACTIVITY: ("coral", "cross"),
    Need.PLAN_PASSED: ("sun", "half"),
    Need.SILENT: ("coral", "cross"),
    Need.NOT_CONFIRMED: ("plain", "dotted"),
    Need.NOTHING: ("leaf", "solid"),
    Need.AT_REST: ("plain", "pale"),
    Need.ENDED: ("leaf", "solid"),
}
"""Tone and shape of a need, as the component `status` takes them."""
