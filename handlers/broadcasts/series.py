"""What an act over a broadcast that repeats means for the times of it that have not begun."""

from datetime import datetime
from typing import Any, Final

from handlers.broadcast import Broadcast, BroadcastState
from handlers.repeats import Repeat
from handlers.store import broadcasts
from handlers.store.unit_of_work import Work
from handlers.ward import Ward

WITH_SERIES: Final = "series"
"""Why a time is paused: the whole was."""
_S = BroadcastState
_TEXT: Final = ("words", "values", "written_by", "template", "template_version")


def upcoming(ward: Ward, repeats: str, now: datetime) -> dict[str, Any]:
    """Columns of one that begins, or goes on, to repeat: its next time is still to come."""
    rule = Repeat.load(repeats)
    day = rule.upcoming(now, ward.calendar)
    due = rule.due(day, ward.calendar)
    return {"state": _S.REPEATING, "reason": None, "next_on": day, "due": due}


def carry(work: Work, one: Broadcast, values: dict[str, Any], now: datetime) -> None:
    """Pause, resume, cancel, approve or change the words of the times that wait."""
    for each in broadcasts.waiting_of(work, one.id):
        if new := _new(each, values, now):
            broadcasts.change(work, each, **new)


def _new(each: Broadcast, values: dict[str, Any], now: datetime) -> dict[str, Any]:
    match values.get("state"):
        case _S.PAUSED if each.state is _S.SCHEDULED:
            return {"state": _S.PAUSED, "reason": WITH_SERIES}
        case _S.REPEATING if each.reason == WITH_SERIES:
            return {"state": _S.SCHEDULED, "reason": None}
        case _S.CANCELLED:
            return {"state": _S.CANCELLED, "finished_at": now}
        case None if "words" in values:
            words = {name: values[name] for name in _TEXT}
            return {**words, "version": each.version + 1}
        case None if "approved_by" in values:
            approved = {name: values[name] for name in ("approved_by", "approved_size")}
            return {**approved, "approved_version": each.version}
        case _:
            return {}
