"""The Dutch words of the terms, reasons and acts of organisations."""

from flask_babel import lazy_gettext as _l

from meedoen.organisations.terms import NextStep, OrganisationKind, OrganisationStatus
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    OrganisationKind: {
        OrganisationKind.NON_PROFIT: _l("Vzw"),
        OrganisationKind.DE_FACTO: _l("Feitelijke vereniging"),
        OrganisationKind.PUBLIC_BODY: _l("Openbaar bestuur"),
        OrganisationKind.SCHOOL: _l("School"),
        OrganisationKind.COMPANY: _l("Bedrijf"),
    },
    OrganisationStatus: {
        OrganisationStatus.NEW: _l("Wacht op goedkeuring"),
        OrganisationStatus.VERIFIED: _l("Goedgekeurd"),
        OrganisationStatus.REFUSED: _l("Niet goedgekeurd"),
        OrganisationStatus.PAUSED: _l("Op pauze"),
    },
    NextStep: {
        NextStep.WAIT: _l("De gemeente bekijkt je organisatie. Schrijf intussen je aanbod."),
        NextStep.MEND: _l("Lees waarom en verbeter je gegevens. We kijken daarna opnieuw."),
        NextStep.ASK: _l("Je aanbod is nu niet te zien. Neem contact op met je gemeente."),
        NextStep.ADD_CONTACT: _l("Voeg een contactpersoon toe. Die ontmoet de nieuwkomers."),
        NextStep.WRITE_OFFER: _l("Alles is in orde. Je kan aanbod online zetten."),
    },
}

REASONS: Words = {
    "organisation_name_wrong": _l("Vul een naam in van hoogstens %(most)s tekens, op één regel."),
    "de_facto_has_no_number": _l(
        "Een feitelijke vereniging heeft geen ondernemingsnummer. Laat dit leeg, of kies een ander "
        "soort organisatie."
    ),
    "about_wrong": _l("Schrijf gewone tekst van hoogstens %(most)s tekens."),
    "mail_address_wrong": _l("Dit is geen e-mailadres. Een voorbeeld: naam@voorbeeld.be"),
    "website_wrong": _l("Dit is geen adres van een website. Een voorbeeld: https://voorbeeld.be"),
    "enterprise_number_wrong": _l(
        "Dit nummer klopt niet. Een ondernemingsnummer heeft 10 cijfers, zoals 0403.019.261."
    ),
    "municipality_not_served": _l("Kies een gemeente uit de lijst."),
    "number_known": _l(
        "%(name)s in %(municipality)s gebruikt dit nummer al. Werk je daar ook? Vraag aan een "
        "collega om je uit te nodigen, of vraag het aan de gemeente."
    ),
    "organisation_step_impossible": _l("Dit kan nu niet: de organisatie staat op ‘%(before)s’."),
    "organisation_changed_meanwhile": _l(
        "Iemand anders heeft deze organisatie intussen gewijzigd. Bekijk de pagina opnieuw."
    ),
    "reason_missing": _l("Schrijf waarom. De organisatie leest dit."),
    "reason_too_long": _l("Schrijf gewone tekst van hoogstens %(most)s tekens."),
    "contact_known": _l("%(name)s heeft dit e-mailadres al."),
    "last_member": _l(
        "Dit is de laatste medewerker. Nodig eerst iemand anders uit, en wacht op het antwoord."
    ),
    "too_many_invitations": _l(
        "Er zijn al veel uitnodigingen zonder antwoord. Wacht, of trek er eerst enkele in."
    ),
}

KIND_HINTS: Words = {
    OrganisationKind.NON_PROFIT: _l("Vzw of ivzw"),
    OrganisationKind.DE_FACTO: _l("Feitelijke vereniging, zonder ondernemingsnummer"),
    OrganisationKind.PUBLIC_BODY: _l("Openbaar bestuur: gemeente, OCMW, bibliotheek"),
    OrganisationKind.SCHOOL: _l("School of centrum voor volwassenenonderwijs"),
    OrganisationKind.COMPANY: _l("Bedrijf"),
}
"""The kinds as answers to a question, with an example where the word alone is not enough."""

ACTS: Words = {
    "register_organisation": _l("Geregistreerd"),
    "change_organisation": _l("Gegevens gewijzigd"),
    "verify_organisation": _l("Goedgekeurd"),
    "refuse_organisation": _l("Niet goedgekeurd"),
    "pause_organisation": _l("Op pauze gezet"),
    "resume_organisation": _l("Weer actief"),
    "invite_member": _l("Medewerker uitgenodigd"),
    "accept_invitation": _l("Medewerker erbij"),
    "decline_invitation": _l("Uitnodiging geweigerd"),
    "withdraw_invitation": _l("Uitnodiging ingetrokken"),
    "remove_member": _l("Medewerker weg"),
    "add_contact": _l("Contactpersoon erbij"),
    "change_contact": _l("Contactpersoon gewijzigd"),
    "retire_contact": _l("Contactpersoon gestopt"),
}
"""What the audit trail says of an organisation, in words."""
