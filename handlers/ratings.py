"""Flow: how satisfied a person is with a finished dossier (R-1 to R-4, QĐ 766/QĐ-TTg).

One answer per dossier, without a name: nobody can see who gave it.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

WORDS_STEP: Final = "rating.words"
LOW: Final = 3
"""R-3: up to this score we ask what was wrong; 4 and 5 count as satisfied."""
CHANGEABLE: Final = timedelta(days=7)
"""R-1."""
LONGEST: Final = 500
"""Letters kept of an answer: two sentences."""


class Criterion(StrEnum):
    """The six groups of the ward's checklist."""

    ACCESS = "access"
    CONDITIONS = "conditions"
    PROCEDURE = "procedure"
    CONDUCT = "conduct"
    RESULT = "result"
    FEEDBACK = "feedback"


class RatingBook(Protocol):
    """Reads whether a dossier was rated."""

    def rated_at(self, dossier: int) -> datetime | None:
        """When it was first rated."""
        ...


class NoRatings:
    """Nothing was rated."""

    def rated_at(self, dossier: int) -> datetime | None:
        """Never."""
        del dossier
        return None
