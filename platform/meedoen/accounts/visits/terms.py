"""The words of visits: what is tried from outside, and counted."""

from enum import StrEnum


class Attempt(StrEnum):
    """Something that anybody can try, and therefore only a few times in a while."""

    SIGN_IN = "sign_in"
    """Aanmelden: counted when it fails."""
    RESET = "reset"
    """Nieuw wachtwoord vragen: counted each time."""
    REGISTER = "register"
    """Een organisatie registreren zonder account: counted each time, since it sends mail."""
    JOIN = "join"
    """Vragen om mee te doen zonder account: counted each time, since it sends mail."""
    SHARE_CODE = "share_code"
    """Een code van een samenvatting proberen: counted when it opens nothing."""
