"""A commune as jobs need it: its settings and its working calendar."""

from dataclasses import dataclass

from knowledge.calendar import WorkingCalendar, calendar_of
from knowledge.commune import Commune


@dataclass(frozen=True, slots=True)
class Ward:
    """One commune served by this process; nothing of it changes while the process runs."""

    commune: Commune
    calendar: WorkingCalendar


def ward_of(commune: Commune) -> Ward:
    """The ward with its calendar worked out once."""
    return Ward(commune, calendar_of(commune.calendar))
