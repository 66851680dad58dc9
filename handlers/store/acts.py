"""Recorded acts of the ward's head."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.store.records import audit, record_act
from handlers.store.unit_of_work import Work

LIVE: Final = "live"


def record_live_act(
    work: Work, commune: str, by: str, now: datetime, gaps: Sequence[str], shown: str = ""
) -> None:
    """The head lets the commune go live, having seen these gaps and this privacy text."""
    record_act(work, commune, LIVE, by, {"gaps": list(gaps), "shown": shown}, now)
    audit(work, commune, by, "commune.live", commune, now)
