"""Open cases that may be of the same matter: a hint for who may see both, never a join.

Only what could be joined is compared: of one kind, about nobody, and both with a name or both
without, since a hint is owed no answer. Kinds whose answer is one person's own are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from handlers.cases.room import Room
from handlers.cases.seeing import Seeing
from handlers.cases.visibility import may_see
from handlers.messages import Block, Item
from handlers.officers import Officer
from handlers.store import case_lists, cases
from handlers.store.unit_of_work import Work
from handlers.wording import case_cards as wording
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.likeness import likest, told
from knowledge.feedback.states import OPEN, About, CaseState

COMPARED: Final = frozenset(
    {FeedbackKind.LOCAL_MATTER, FeedbackKind.SERVICE, FeedbackKind.REGULATION}
)
AT_DESK: Final = frozenset({FeedbackKind.SERVICE})
"""Kinds about one place, which few name."""
WINDOW: Final = timedelta(days=30)
"""Between two reports of one lamp; what broke a season ago has broken again."""
MOST: Final = 3
CUT: Final = 120


@dataclass(frozen=True, slots=True)
class Likely:
    """Another case that may be of the same matter."""

    code: CaseCode
    matter: str
    earlier: bool
    """It came first: there the later one may be joined to it."""


def alike(work: Work, row: cases.Row) -> list[cases.Row]:
    """The open cases that seem to tell the same as an open one, the likest first; to nobody yet."""
    kind = FeedbackKind(row.kind)
    apart = kind not in COMPARED or row.about != About.NOBODY or row.named != "[]"
    if apart or not row.matter or CaseState(row.state) not in OPEN:
        return []
    others = case_lists.beside(work, row, row.received_at - WINDOW, row.received_at + WINDOW)
    compared = [told(one.matter or "", one.place or "") for one in others]
    found = likest(told(row.matter, row.place or ""), compared, at_desk=kind in AT_DESK)
    return [others[number] for _, number in found]


def likely(work: Work, row: cases.Row, seeing: Seeing) -> tuple[Likely, ...]:
    """Those that an officer may see."""
    found = [one for one in alike(work, row) if seeing.sees(one)][:MOST]
    return tuple(Likely(cases.code_of(one), _cut(one.matter), _earlier(one, row)) for one in found)


def of_unit(work: Work, row: cases.Row) -> list[cases.Row]:
    """Those of its own unit: what the unit's group may read."""
    return [one for one in alike(work, row) if one.unit == row.unit]


def hint_for(
    officer: Officer, found: Sequence[cases.Row], room: Room, unit: Sequence[str]
) -> list[Block]:
    """The line on an officer's card, of cases of the same unit (its names) that they may see."""
    return hint([one for one in found if may_see(officer, room.facts(one, unit))])


def hint(found: Sequence[cases.Row]) -> list[Block]:
    """The line on a card; nothing without any. References only: a card may lie in a group."""
    codes = [str(cases.code_of(one)) for one in found[:MOST]]
    return [Item(wording.LIKELY.format(codes=", ".join(codes)))] if codes else []


def _earlier(one: cases.Row, other: cases.Row) -> bool:
    return bool((one.received_at, one.id) < (other.received_at, other.id))


def _cut(matter: str) -> str:
    flat = " ".join(matter.split())
    return flat if len(flat) <= CUT else flat[: CUT - 1].rstrip() + "…"
