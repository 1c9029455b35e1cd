"""The words of organisations: what kind they are and whether they were verified."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """Legal kind. Volunteering is only possible at one without profit aim."""

    NON_PROFIT = "non_profit"
    """Vzw of ivzw."""
    DE_FACTO = "de_facto"
    """Feitelijke vereniging: has no enterprise number."""
    PUBLIC_BODY = "public_body"
    """Openbaar bestuur: municipality, OCMW, library."""
    SCHOOL = "school"
    """School of centrum voor volwassenenonderwijs."""
    COMPANY = "company"
    """Bedrijf: may host introductory internships, never volunteers."""


class OrganisationStatus(StrEnum):
    """Whether the municipality or agency knows this organisation to be real."""

    NEW = "new"
    """Nieuw: waits to be verified; its offers can be written but not published."""
    VERIFIED = "verified"
    """Geverifieerd."""
    REFUSED = "refused"
    """Geweigerd, with a reason."""
    PAUSED = "paused"
    """Gepauzeerd: its offers are not shown."""


class NextStep(StrEnum):
    """What an organisation can best do now."""

    WAIT = "wait"
    """Wachten op goedkeuring; intussen aanbod schrijven."""
    MEND = "mend"
    """Gegevens verbeteren na een weigering."""
    ASK = "ask"
    """Contact opnemen na een pauze."""
    ADD_CONTACT = "add_contact"
    """Een contactpersoon toevoegen."""
    WRITE_OFFER = "write_offer"
    """Aanbod schrijven."""
