"""The words of accounts: roles and what happened at a sign-in."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody does here; every role but the last reaches no further than its scope."""

    NEWCOMER = "newcomer"
    """Inburgeraar: their own trajectory."""
    ORGANISATION_MEMBER = "organisation_member"
    """Medewerker van een organisatie: that organisation."""
    COUNSELLOR = "counsellor"
    """Trajectbegeleider: their own caseload, within one agency."""
    MUNICIPALITY_OFFICER = "municipality_officer"
    """Medewerker van een lokaal bestuur: that municipality."""
    NETWORK_COACH = "network_coach"
    """Netwerkmedewerker: the municipalities of one network."""
    AGENCY_ADMINISTRATOR = "agency_administrator"
    """Beheerder van een agentschap: the municipalities that the agency serves."""
    SYSTEM_ADMINISTRATOR = "system_administrator"
    """Systeembeheerder: accounts and settings, no personal files."""
