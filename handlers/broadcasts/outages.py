"""A planned stop of online filing is announced in time (S-6; Nghị định 224/2026, art. 13)."""

from datetime import date, datetime
from typing import Final

from handlers.broadcast import Broadcast
from handlers.news_topics import Topic
from handlers.ward import Ward
from knowledge.asked_days import asked_day
from knowledge.calendar import local

AHEAD: Final = 7
"""Working days between the announcement and the first day of the stop."""


def earliest(ward: Ward, one: Broadcast, text: str, leaves: datetime) -> date | None:
    """The first day a stop announced at `leaves` may begin; None where the text keeps to it.

    A text that names no day is told of the rule as well: nobody could keep to it.
    """
    if one.topic != Topic.SERVICE_OUTAGE:
        return None
    today = local(leaves).date()
    first = ward.calendar.add_working_days(today, AHEAD)
    named = asked_day(text, today, ward.calendar)
    return first if named is None or named.first < first else None
