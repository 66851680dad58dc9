"""What the rules say of a dossier of the tests at a moment."""

from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.rulebook import Concern
from knowledge.dossiers.rules import Finding, findings
from tests.knowledge.dossiers.lives import CALENDAR, at

HEAD, LEAD, OFFICER = Concern.HEAD, Concern.DESK_LEAD, Concern.OFFICER
LIFE = (
    "registered 2026-11-19 08:00",
    "accepted 2026-11-19 09:00",
    "processing 2026-11-19 10:00",
)


def found(one: Dossier, now: str, copied: str | None = None) -> dict[str, Finding]:
    """What they say at a moment, by name; of a register copied at another, if that is given."""
    copied_at = at(copied or now)
    return {f.name: f for f in findings(one, CALENDAR, at(now), copied_at)}
