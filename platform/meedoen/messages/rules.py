"""What a mail may be: addresses, clean headers, and how long to wait after a failure."""

from datetime import timedelta

from email_validator import EmailNotValidError, validate_email

LONGEST_ADDRESS = 254
LONGEST_SUBJECT = 200

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""How long a mail waits after its first, second, … failure; the last one again and again."""


def mail_address(text: str | None) -> str | None:
    """`text` as the one form in which addresses are kept and compared, or None when it is none.

    Lower case, the domain in ASCII (IDNA), at most 254 signs (RFC 5321). Addresses with letters
    outside ASCII before the @ are refused, since many servers cannot take them. Names under
    `.test` are allowed: the demonstration lives there, and nothing else can.
    """
    if not text or len(text) > LONGEST_ADDRESS:
        return None
    try:
        found = validate_email(
            text.strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=True,
            strict=True,
        )
    except (EmailNotValidError, UnicodeError):
        return None
    address = (found.ascii_email or "").lower()
    return address if 0 < len(address) <= LONGEST_ADDRESS else None


def clean_header(text: str) -> str:
    """`text` on one line, without line breaks or other signs that could begin a new header."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:LONGEST_SUBJECT]


def pause_after(tries: int) -> timedelta:
    """How long to wait after `tries` failures (1 or more)."""
    return PAUSES[min(tries, len(PAUSES)) - 1]
