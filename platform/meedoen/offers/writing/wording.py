"""The Dutch words that makers and reviewers of offers read: states, reasons, hints."""

from flask_babel import lazy_gettext as _l

from meedoen.offers.summaries.terms import SummaryState
from meedoen.offers.terms import (
    CatchmentKind,
    Decision,
    Health,
    Level,
    OfferStatus,
    OfferType,
    Rhythm,
    SessionStatus,
    Source,
    Suitability,
)
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    OfferStatus: {
        OfferStatus.DRAFT: _l("Concept"),
        OfferStatus.SUBMITTED: _l("Wordt nagekeken"),
        OfferStatus.RETURNED: _l("Teruggestuurd"),
        OfferStatus.PUBLISHED: _l("Online"),
        OfferStatus.PAUSED: _l("Op pauze"),
        OfferStatus.EXPIRED: _l("Voorbij"),
        OfferStatus.ARCHIVED: _l("In het archief"),
    },
    CatchmentKind: {
        CatchmentKind.EVERYONE: _l("Iedereen, waar je ook woont"),
        CatchmentKind.REGIONS: _l("Mensen uit één of meer regio's"),
        CatchmentKind.MUNICIPALITIES: _l("Mensen uit bepaalde gemeenten"),
    },
    Rhythm: {
        Rhythm.ONCE: _l("Eén keer"),
        Rhythm.SERIES: _l("Een reeks: je start samen"),
        Rhythm.CONTINUOUS: _l("Altijd: je kan elke week starten"),
    },
    Suitability: {
        Suitability.UNKNOWN: _l("Nog niet bekeken voor het traject"),
        Suitability.CLAIMED: _l("Telt mee, zegt de organisatie"),
        Suitability.CONFIRMED: _l("Telt mee voor het traject"),
        Suitability.UNSUITABLE: _l("Telt niet mee voor het traject"),
    },
    Source: {
        Source.OWN: _l("Ingevoerd door de organisatie"),
        Source.MUNICIPALITY: _l("Ingevoerd door de gemeente"),
    },
    Decision: {
        Decision.APPROVED: _l("Goedgekeurd"),
        Decision.RETURNED: _l("Teruggestuurd"),
    },
    SessionStatus: {
        SessionStatus.PLANNED: _l("Gaat door"),
        SessionStatus.CANCELLED: _l("Gaat niet door"),
    },
    Health: {
        Health.GOOD: _l("In orde"),
        Health.HIDDEN: _l("Niet te zien voor nieuwkomers"),
        Health.WITHOUT_DATE: _l("Geen dag of sessie meer"),
        Health.ENDS_SOON: _l("Stopt binnenkort"),
        Health.UNCHECKED: _l("Al lang niet nagekeken"),
    },
    SummaryState: {
        SummaryState.MISSING: _l("Nog niets"),
        SummaryState.OUTDATED: _l("Verouderd"),
        SummaryState.UP_TO_DATE: _l("In orde"),
    },
}

WRITING: Words = {
    "title_needed": _l("Geef je aanbod een titel. Dan kan je het bewaren."),
    "text_unreadable": _l("Hier staan tekens in die we niet kunnen lezen. Typ deze tekst opnieuw."),
    "text_too_long": _l("Deze tekst is te lang. Schrijf hoogstens %(most)s tekens."),
    "number_out_of_bounds": _l("Schrijf een getal van %(least)s tot %(most)s."),
    "end_before_start": _l("De laatste dag komt vóór de eerste dag."),
    "ages_out_of_order": _l("De hoogste leeftijd is lager dan de laagste."),
    "contact_unknown": _l("Kies een contactpersoon van jullie organisatie."),
    "region_unknown": _l("Kies een regio uit de lijst."),
    "municipality_unknown": _l("Eén van de gemeenten kennen we niet."),
    "too_many_places": _l("Schrijf hoogstens %(most)s plaatsen."),
    "postcode_missing": _l("Schrijf de postcode van deze plaats."),
    "postcode_unknown": _l("We kennen de postcode %(postcode)s niet."),
    "postcode_in_two": _l("De postcode %(postcode)s ligt in twee gemeenten. Kies de juiste."),
    "point_outside": _l("Dit punt ligt niet in België. Schrijf het zo: 51.0257, 4.4776."),
    "point_far": _l("Dit punt ligt ver van de postcode. Kijk het na."),
    "offer_closed": _l("Dit aanbod is voorbij. Maak een kopie en pas die aan."),
    "offer_changed_meanwhile": _l(
        "Iemand anders heeft dit aanbod intussen veranderd. Kijk het na en bewaar opnieuw."
    ),
    "offer_move_impossible": _l("Dit kan niet meer. Het aanbod staat nu op: %(before)s."),
}
"""What stands in the way of keeping what was typed."""

MISSING: Words = {
    "title_missing": _l("Er is nog geen titel."),
    "summary_missing": _l("Schrijf één zin over wat je doet. Die staat bij de resultaten."),
    "description_missing": _l("Vertel wat mensen gaan doen. Zo durven ze komen."),
    "goals_missing": _l("Kies waarom iemand meedoet: minstens één doel."),
    "level_missing": _l("Kies hoeveel Nederlands iemand nodig heeft."),
    "contact_missing": _l("Kies een contactpersoon. Nieuwkomers willen weten bij wie ze komen."),
    "contact_left": _l("De contactpersoon werkt niet meer bij jullie. Kies iemand anders."),
    "how_to_join_missing": _l("Schrijf hoe iemand kan meedoen."),
    "place_missing": _l("Zeg waar het is, of kies: online, of we komen naar jou."),
    "regions_missing": _l("Kies uit welke regio's mensen mogen komen."),
    "municipalities_missing": _l("Schrijf uit welke gemeenten mensen mogen komen."),
    "moments_missing": _l("Kies wanneer het meestal is, of plan een sessie."),
    "end_past": _l("De laatste dag is voorbij: %(ends_on)s."),
    "end_missing": _l("Schrijf de laatste dag. Daarna verdwijnt je aanbod vanzelf."),
    "minutes_missing": _l("Schrijf hoeveel tijd het vraagt. Nieuwkomers tellen hun uren."),
    "insurance_missing": _l("Zeg wie de deelnemers verzekert."),
    "insurance_note_missing": _l("Schrijf welke verzekering het is."),
    "insurance_for_volunteers_only": _l(
        "De Vlaamse vrijwilligersverzekering is er alleen voor vrijwilligers. "
        "Deelnemers en stagiairs zijn er niet mee verzekerd."
    ),
    "insurance_not_for_this_host": _l(
        "De Vlaamse vrijwilligersverzekering is er alleen voor vzw's en feitelijke verenigingen."
    ),
    "host_may_not_have_volunteers": _l(
        "Vrijwilligerswerk kan niet bij een bedrijf. Kies een ander soort aanbod."
    ),
    "volunteer_information_missing": _l(
        "Schrijf wat een vrijwilliger vooraf moet weten. Dat vraagt de wet."
    ),
    "tutor_missing": _l("Schrijf wie de stagiair begeleidt."),
    "agreement_missing": _l("Schrijf welke afspraken er zijn voor de stage."),
    "claim_without_duo_or_group": _l("Telt het mee? Dan is het met twee of in groep."),
    "claim_without_new_people": _l("Telt het mee? Dan leert iemand nieuwe mensen kennen."),
    "claim_without_lasting_contact": _l("Telt het mee? Dan kan het contact blijven duren."),
    "claim_without_dutch": _l("Telt het mee? Dan spreken jullie er Nederlands."),
    "organisation_not_verified": _l(
        "Je organisatie is nog niet nagekeken. Dat doet je gemeente of het agentschap."
    ),
}
"""What an offer lacks before newcomers may see it, and why."""

REVIEW: Words = {
    "reviewer_submitted_it": _l("Je hebt dit aanbod zelf ingediend. Een collega beslist."),
    "reviewer_is_member": _l("Dit aanbod is van je eigen organisatie. Iemand anders beslist."),
    "return_reasons_missing": _l("Schrijf waarom je het terugstuurt."),
    "return_reasons_too_long": _l("Schrijf hoogstens %(most)s tekens."),
    "offer_not_up_for_review": _l("Hierover kan je nu niet beslissen. Het staat op: %(status)s."),
}

SESSIONS: Words = {
    "session_ends_before_start": _l(
        "Het einde komt niet na het begin. Duurt het tot middernacht? Schrijf dan 00:00 of 24:00."
    ),
    "session_too_long": _l("Een sessie duurt hoogstens een dag."),
    "session_past": _l("Dit moment is al voorbij."),
    "session_too_far": _l("Plan hoogstens twee jaar vooruit."),
    "session_began": _l("Deze sessie is al begonnen."),
    "session_place_unknown": _l("Kies een plaats van dit aanbod."),
    "too_many_sessions": _l("Eén aanbod heeft hoogstens %(most)s sessies."),
    "weeks_end_before_start": _l("De laatste dag komt vóór de eerste dag."),
    "weeks_without_day": _l("Tussen deze dagen ligt geen enkele sessie die nog komt."),
    "weeks_too_many": _l("Plan hoogstens %(most)s sessies tegelijk."),
}

SUMMARIES: Words = {
    "dutch_summary_missing": _l(
        "Schrijf eerst in het Nederlands wat je aanbod is, in één of twee zinnen."
    ),
    "summary_changed_meanwhile": _l(
        "Iemand anders schreef hier intussen iets anders. Kijk het na en bewaar opnieuw."
    ),
}

REASONS: Words = {**WRITING, **MISSING, **REVIEW, **SESSIONS, **SUMMARIES}

TYPE_HINTS: Words = {
    OfferType.BUDDY: _l("Buddy: twee mensen spreken geregeld af"),
    OfferType.INTERNSHIP: _l("Kennismakingsstage: een paar dagen meewerken, zonder loon"),
    OfferType.VOLUNTEERING: _l("Vrijwilligerswerk: gratis helpen bij een organisatie"),
    OfferType.LANGUAGE_PRACTICE: _l("Oefenkans Nederlands: praten, zoals aan een praattafel"),
    OfferType.ACTIVITY: _l("Andere activiteit: sport, club, koken, buurtwerk"),
}
"""Each kind of offer as an organisation chooses it."""

LEVEL_QUESTIONS: Words = {
    Level.STARTING: _l("Niets. We tonen alles voor, je kan meedoen zonder Nederlands."),
    Level.LITTLE: _l("Een beetje verstaan. Wie ‘Kom om 2 uur, breng water mee’ verstaat, kan mee."),
    Level.SOME: _l("Uitleg volgen en iets zeggen. Je vertelt bijvoorbeeld over je weekend."),
    Level.GOOD: _l("Vlot meepraten. Je bespreekt plannen, regels of nieuws met de anderen."),
}
"""The four levels as questions of every day, so that nobody has to choose a number."""
