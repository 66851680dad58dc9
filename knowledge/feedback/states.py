"""The life of a case: its states and which act may move it (domain §7.3)."""

from enum import StrEnum
from typing import Final


class CaseState(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    NEEDS_INFO = "needs_info"
    """The citizen was asked for more: clocks of the answer stand still."""
    ASSIGNED = "assigned"
    FORWARDED = "forwarded"
    """Sent to the body in charge outside the ward."""
    NOT_ACCEPTED = "not_accepted"
    ANSWERED = "answered"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    """By the sender."""
    JOINED = "joined"
    """The same matter as another case: answered with it, then its sender's own again."""
    CLOSED = "closed"
    ROUTED = "routed"
    """A complaint or a denunciation after all: pointed to its law, nothing kept but the number."""


class About(StrEnum):
    """Whom a case is about; decides who may see it."""

    NOBODY = "nobody"
    OFFICER = "officer"
    HEAD = "head"
    UNCLEAR = "unclear"
    """Head and reviewer see it until the reviewer says whom it is about."""


class CaseAct(StrEnum):
    """What is done to a case; officers' acts and citizens' acts alike."""

    ADD = "add"
    RECLASSIFY = "reclassify"
    CLAIM = "claim"
    ASSIGN = "assign"
    ASK = "ask"
    ANSWER = "answer"
    FORWARD = "forward"
    REFUSE = "refuse"
    ROUTE = "route"
    """Say that it is a complaint or a denunciation: it is not kept."""
    JOIN = "join"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    RATE = "rate"
    NOTE = "note"
    MARK = "mark"
    """Say whom the case is about."""
    UNLOCK = "unlock"
    """Open the vault: see who the reporter is."""
    EXPLAIN = "explain"
    """Say why the answer is late."""
    KEEP = "keep"
    """Say that it is the ward's own matter: nobody asks any more whether to send it on."""
    URGENT = "urgent"
    """Say that it cannot wait: its answer is owed within the urgent clock from now on."""


S = CaseState
_OPEN: Final = frozenset({S.RECEIVED, S.NEEDS_INFO, S.ASSIGNED, S.REOPENED})
OPEN: Final = _OPEN
"""States in which the ward still owes something."""
ENDED: Final = frozenset({S.NOT_ACCEPTED, S.WITHDRAWN, S.JOINED, S.CLOSED, S.ROUTED})
"""States nothing follows, but publishing, withdrawing that again, and seeing what it really was."""
_KEPT: Final = frozenset(S) - {S.ROUTED}
"""States in which there is something to act on."""

MOVES: Final[dict[CaseAct, dict[CaseState, CaseState]]] = {
    CaseAct.ADD: {S.NEEDS_INFO: S.ASSIGNED},
    CaseAct.CLAIM: {S.RECEIVED: S.ASSIGNED, S.REOPENED: S.ASSIGNED},
    CaseAct.ASSIGN: {**dict.fromkeys(_OPEN, S.ASSIGNED), S.NEEDS_INFO: S.NEEDS_INFO},
    CaseAct.ASK: {S.RECEIVED: S.NEEDS_INFO, S.ASSIGNED: S.NEEDS_INFO, S.REOPENED: S.NEEDS_INFO},
    CaseAct.ANSWER: dict.fromkeys(_OPEN, S.ANSWERED),
    CaseAct.FORWARD: dict.fromkeys(_OPEN, S.FORWARDED),
    CaseAct.REFUSE: dict.fromkeys(_OPEN, S.NOT_ACCEPTED),
    CaseAct.ROUTE: dict.fromkeys(_KEPT, S.ROUTED),
    CaseAct.JOIN: dict.fromkeys(_OPEN, S.JOINED),
    CaseAct.REOPEN: {S.ANSWERED: S.REOPENED},
    CaseAct.WITHDRAW: dict.fromkeys({*_OPEN, S.ANSWERED, S.FORWARDED}, S.WITHDRAWN),
    CaseAct.CLOSE: {S.ANSWERED: S.CLOSED, S.FORWARDED: S.CLOSED, S.NOT_ACCEPTED: S.CLOSED},
}
"""Where an act leads from a state; an act that is not named for a state is not possible there."""

_STAYS: Final[dict[CaseAct, frozenset[CaseState]]] = {
    CaseAct.ADD: (_OPEN - {S.NEEDS_INFO}) | {S.JOINED},
    CaseAct.RECLASSIFY: _OPEN,
    CaseAct.PUBLISH: frozenset({S.ANSWERED, S.CLOSED}),
    CaseAct.UNPUBLISH: _KEPT,
    CaseAct.RATE: frozenset({S.ANSWERED, S.CLOSED}),
    CaseAct.NOTE: _KEPT,
    CaseAct.MARK: _KEPT,
    CaseAct.UNLOCK: _KEPT,
    CaseAct.KEEP: _OPEN,
    CaseAct.URGENT: _OPEN - {S.NEEDS_INFO},
    CaseAct.EXPLAIN: frozenset({*_OPEN, S.ANSWERED, S.CLOSED}),
}
"""Acts that leave a case where it is, and where they are possible."""


def after(state: CaseState, act: CaseAct, *, claimed: bool = True) -> CaseState | None:
    """The state an act leads to; None when it is not possible now.

    `claimed` says whether somebody holds the case: what a citizen adds then comes back to them.
    """
    if state in _STAYS.get(act, frozenset()):
        return state
    led = MOVES.get(act, {}).get(state)
    if act is CaseAct.ADD and led is not None and not claimed:
        return S.RECEIVED
    return led


def possible(state: CaseState) -> frozenset[CaseAct]:
    """Every act that is possible in a state."""
    return frozenset(act for act in CaseAct if after(state, act) is not None)
