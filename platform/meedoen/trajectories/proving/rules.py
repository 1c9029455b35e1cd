"""Codes of proofs: long enough that nobody guesses one, and forgiving to whoever types one."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nothing looks like something else."""

LENGTH = 16
"""Signs of five bits each: 80 bits. At a million guesses a second, one of a thousand proofs is
found after some tens of millions of years, so that guessing needs no throttle."""

LOOKS_LIKE = str.maketrans("ILO", "110")


def read_code(typed: str) -> str | None:
    """The code that somebody typed, whatever the case, dashes and spaces; None when it is none."""
    signs = "".join(sign for sign in typed[:80] if sign.isalnum()).upper().translate(LOOKS_LIKE)
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return signs


def grouped(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def initials(name: str) -> str:
    """The first letters of a name: as much as a stranger with the code needs to compare."""
    return "".join(f"{part[0].upper()}." for part in name.split() if part[0].isalpha())
