"""What an officer says of a record that is due for a look, and why it is not taken."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Trouble(StrEnum):
    """Why an answer was not taken."""

    NO_ROLE = "no_role"
    NO_SOURCE = "no_source"
    BAD_DAY = "bad_day"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Answer:
    """That a record is still right."""

    code: str
    source: str
    """What it was compared with."""
    review_by: date | None = None
