"""Which signs a typed text may hold: what nobody sees is taken out, what was lost is refused.

Signs that join or part letters stay: Persian and many emoji are written with them.
"""

import re
import unicodedata

BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
"""Ways to begin a new line other than the usual one."""

UNSEEN = re.compile(
    "["
    "\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control signs
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb"  # no width
    "\u202a-\u202e\u2066-\u2069\u206a-\u206f"  # turn the direction of what follows
    "\u115f\u1160\u3164\uffa0"  # letters without a shape
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001"
    "]"
)
"""Signs that nobody sees or types on purpose; copying brings them along, and they can mislead."""

LOST = re.compile(
    "[\x00\ufffd\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
"""What stands where a sign could not be read, and what can be no sign."""

SHAPELESS = {"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"}
"""Kinds of signs that show nothing by themselves (categories of Unicode)."""


def cleaned(text: str) -> str:
    """The text without signs that nobody sees, each line ended alike; "" where nothing is left.

    What was lost is shown as U+FFFD, so that people see where.
    """
    kept = LOST.sub("\ufffd", UNSEEN.sub("", BREAKS.sub("\n", text)))
    return "" if is_blank(kept) else kept


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in the text."""
    return all(
        UNSEEN.match(sign) or unicodedata.category(sign) in SHAPELESS for sign in text.strip()
    )


def is_readable(text: str) -> bool:
    """Whether every sign of the text can be kept and shown; line breaks can."""
    return not UNSEEN.search(text) and not LOST.search(text)


def is_one_line(text: str) -> bool:
    """Whether the text can be read and stands on one line."""
    return is_readable(text) and not re.search("[\t\n]", text) and not BREAKS.search(text)
