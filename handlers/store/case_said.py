"""Which message of a sender's is which part of a case, so that an edit corrects that part alone.

The channel's ids lie with the words they came with (`feedback_event.said`) and go with them.
"""

import json
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from handlers.messages import Said, lines_of
from handlers.store.codec import dumps
from handlers.store.tables import CaseEventRow, CaseRow, table_of
from handlers.store.unit_of_work import Work

_CASE, _EVENT = table_of(CaseRow), table_of(CaseEventRow)
_OF_CONTACT = (
    select(_EVENT.c.id, _EVENT.c.case, _EVENT.c.said)
    .join(_CASE, _CASE.c.id == _EVENT.c.case)
    .where(_CASE.c.contact == bindparam("contact"), _EVENT.c.said.is_not(None))
    .order_by(_EVENT.c.id.desc())
)
_SAID = select(_EVENT.c.said).where(_EVENT.c.id == bindparam("event"))
_MOVED = update(_EVENT).where(_EVENT.c.id == bindparam("event")).values(said=bindparam("now_said"))


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words of a message are kept."""

    case: int
    event: int
    part: int


def find(work: Work, contact: str, message: str) -> Found | None:
    """Of which case of a chat a message is part; None: of none, or it was forgotten."""
    for row in work.run(_OF_CONTACT, {"contact": contact}).all():
        ids = [one for one, _ in json.loads(row.said)]
        if message in ids:
            return Found(row.case, row.id, ids.index(message))
    return None


def anew(work: Work, matter: str, where: tuple[int, int], words: str) -> str | None:
    """The matter with one of its messages said anew; None: its lines are not told apart."""
    event, part = where
    said: Said = tuple((one, lines) for one, lines in json.loads(_said(work, event)))
    lines = matter.split("\n")
    if part >= len(said) or sum(number for _, number in said) != len(lines):
        return None
    start = sum(number for _, number in said[:part])
    mine, number = said[part]
    now_said = (*said[:part], (mine, lines_of(words)), *said[part + 1 :])
    work.run(_MOVED, {"event": event, "now_said": dumps(now_said)})
    return "\n".join((*lines[:start], words, *lines[start + number :]))


def _said(work: Work, event: int) -> str:
    return str(work.run(_SAID, {"event": event}).scalar() or "[]")
