"""Which menus of a chat an answer leaves behind: read from what was sent, so it holds everywhere.

The live menu of a chat is what the newest answer with choices offers. A menu whose choices stand
for themselves (parts of a procedure, the directory) lives on under an answer without choices; a
step of a dialogue is spent by whatever is answered next. What we sent first keeps its buttons
until one of them is used. Officers' lists are worked through one by one and always stay.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from handlers import actions
from handlers.choices import resolve
from handlers.messages import Button, InboundKind, Reply
from handlers.store import menus as store
from handlers.store.codec import inbound_fields, reply_from_json
from handlers.store.outbox import DOUBT
from handlers.store.states import CRASH, MAYBE_TWICE, OutboxKind
from handlers.store.unit_of_work import Store

LASTING: Final = frozenset(
    {
        "az", "c", "data", "field", "hello", "help", "life", "limit", "list", "menu", "p", "r",
        "sample",
    }
)  # fmt: skip
"""Verbs that mean the same whenever they are tapped."""
DESK: Final = frozenset({"case", "teach", "work"})
"""Verbs of officers."""

AGAIN: Final = frozenset({CRASH, MAYBE_TWICE})
"""Why a reply leaves once more: the process that died may have taken the buttons off already."""


class Standing(Enum):
    """What becomes of a menu once something else was answered."""

    STEP = auto()
    LASTING = auto()
    DESK = auto()


def standing(choices: Sequence[Button]) -> Standing:
    """Which of them these choices are."""
    verbs = {action.verb for one in choices if (action := actions.parse(one.action)) is not None}
    if "cancel" not in verbs and verbs & DESK:
        return Standing.DESK
    return Standing.LASTING if verbs <= LASTING else Standing.STEP


@dataclass(frozen=True, slots=True)
class _Sent:
    """One message that left."""

    turn: str
    """What it answered: replies of one turn share it."""
    reply: Reply
    pushed: bool
    message: str
    """Channel's id of the part that wears the choices; empty where it is not known."""

    @property
    def choices(self) -> tuple[Button, ...]:
        return self.reply.choices


@dataclass(frozen=True, slots=True)
class _Act:
    """What the person did."""

    tapped: str = ""
    typed: str = ""


class SpentMenus:
    """Reads of a store which messages of a chat lose their buttons."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def left_by(self, outbox_id: int, stands: str) -> tuple[str, ...]:
        """Channel ids of the messages whose buttons this reply makes useless.

        `stands` is the channel's id of the reply itself: an edited message is not spent.

        Raises:
            StorageError: nothing can be read now.
        """
        with self._store.read() as work:
            row = store.sent_row(work, outbox_id)
            if row is None or row.body is None or row.kind != OutboxKind.REPLY:
                return ()
            if row.reason in AGAIN:
                return ()
            earlier = [_sent(one) for one in store.sent_before(work, row.contact, row.seq)]
            turn, _, number = row.key.rpartition(":")
            asked = store.payload_of(work, turn.rpartition(":")[2])
        offers = bool(reply_from_json(row.body).choices)
        opens = offers and not any(one.choices for one in earlier if one.turn == turn)
        answer = _Answer(turn, first=number == "0", opens=opens)
        found = answer.spends(earlier, _act(asked))
        return tuple(dict.fromkeys(one for one in found if one not in {"", DOUBT, stands}))


@dataclass(frozen=True, slots=True)
class _Answer:
    turn: str
    first: bool
    """Of its turn: by it the dialogue has gone on."""
    opens: bool
    """It is the first of its turn to offer choices."""

    def spends(self, earlier: Sequence[_Sent], act: _Act) -> list[str]:
        before = [one for one in earlier if one.turn != self.turn]
        found = []
        if act.tapped:  # a tap proves that the button was there, however long ago it was sent
            menu = next((one for one in before if one.message == act.tapped), None)
            if self._ends(standing(menu.choices) if menu else Standing.LASTING):
                found.append(act.tapped)
        newest = next((one for one in before if one.choices), None)
        if newest is not None and newest.pushed and resolve(act.typed, newest.choices):
            found += [newest.message] if self._ends(standing(newest.choices)) else []
        return found + self._menu_of(self.turns(before))

    @staticmethod
    def turns(before: Sequence[_Sent]) -> list[_Sent]:
        """Only what was answered, not what we sent first."""
        return [one for one in before if not one.pushed]

    def _menu_of(self, answers: Sequence[_Sent]) -> list[str]:
        """The menus of the newest turn that had some, where they are spent just now."""
        menu = next((one for one in answers if one.choices), None)
        if menu is None:
            return []
        current = answers[0].turn == menu.turn
        return [
            one.message
            for one in answers
            if one.turn == menu.turn and one.choices and self._spends(one, current=current)
        ]

    def _spends(self, menu: _Sent, *, current: bool) -> bool:
        """A step further back was spent by the answer that came after it."""
        kind = standing(menu.choices)
        return self._ends(kind) and (current or kind is Standing.LASTING)

    def _ends(self, kind: Standing) -> bool:
        """Once a turn: a step by its first reply, a lasting menu by the first with choices."""
        match kind:
            case Standing.STEP:
                return self.first
            case Standing.LASTING:
                return self.opens
            case Standing.DESK:
                return False


def _sent(row: store.SentRow) -> _Sent:
    reply = reply_from_json(row.body)
    ids = json.loads(row.provider_ids)
    place = len(ids) - len(reply.attachments) - 1  # the last of its words, before its files
    message = str(ids[place]) if 0 <= place < len(ids) else ""
    turn = row.key.rpartition(":")[0]
    return _Sent(turn, reply, row.kind != OutboxKind.REPLY, message)


def _act(payload: str | None) -> _Act:
    fields = inbound_fields(payload) if payload else {}
    if fields.get("kind") is InboundKind.TAP:
        return _Act(tapped=fields.get("reply_to") or "")
    return _Act(typed=fields.get("text") or "")
