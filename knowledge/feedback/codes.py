"""References of cases: `PA-YYMMDD-NNN`, unique within a commune, and the secret that opens one."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits nobody takes for another: no I, L, O, 0, 1."""
SECRET_LENGTH: Final = 6
"""31^6 is 887 million: at 20 tries a minute, a cookie would need 40 years for half of them."""

_CODE: Final = re.compile(
    r"(?i)(?<![a-z0-9])(?:([a-z][a-z0-9_-]{1,30})[:./])?PA[\s-]?(\d{6})[\s-]?(\d{3,5})(?!\d)"
)
_SECRET: Final = re.compile(rf"(?i)(?<![a-z0-9])[{ALPHABET}]{{{SECRET_LENGTH}}}(?![a-z0-9])")


@dataclass(frozen=True, slots=True, order=True)
class CaseCode:
    """The reference of a case."""

    commune: str
    day: date
    number: int

    def __str__(self) -> str:
        """As the citizen reads it; the commune goes without saying in its own chat."""
        return f"PA-{self.day:%y%m%d}-{self.number:03d}"

    @property
    def full(self) -> str:
        """With the commune before it, for where several are served."""
        return f"{self.commune}:{self}"

    @classmethod
    def read(cls, text: str, commune: str) -> Self | None:
        """The first reference in a text, of this commune unless it names another."""
        found = _CODE.search(text)
        if found is None:
            return None
        prefix, digits, number = found.groups()
        try:
            day = date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
        except ValueError:
            return None
        return cls((prefix or commune).lower(), day, int(number))


def read_secret(text: str) -> str | None:
    """The six characters beside a reference, in capitals."""
    found = _SECRET.search(_CODE.sub(" ", text))
    return found.group().upper() if found else None


def hash_of(code: CaseCode, secret: str) -> str:
    """What is stored of a secret: bound to its case."""
    return hashlib.sha256(f"{code.full}|{secret.upper()}".encode()).hexdigest()
