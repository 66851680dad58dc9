"""What a question, a refusal or a word of forwarding owes before its sender reads it.

No blame, nothing of others, polite; a refusal or forwarding ends the clock as an answer does, so
a late one says why. An officer may let it leave all the same, with a note.
"""

from datetime import datetime
from typing import Final

from handlers.cases.lateness import OF_ANY_ANSWER, is_late, look_at
from handlers.cases.outcomes import Answer, Outcome, Refused
from handlers.store import cases
from handlers.ward import Ward
from knowledge.feedback.ready import unfilled
from knowledge.feedback.reviews import Fault, FaultKind
from knowledge.feedback.states import CaseAct

LEAVES: Final = frozenset({CaseAct.ASK, CaseAct.REFUSE, CaseAct.FORWARD})
"""Acts whose words the sender reads, besides the answer."""
ENDS: Final = frozenset({CaseAct.REFUSE, CaseAct.FORWARD})
"""Those that end the clock."""


def blank(words: str) -> Refused | None:
    """Why words may not leave whatever is noted: there are none, or a place is not filled in."""
    if not words.strip():
        return Refused.NEEDS_REASON
    return Refused.BLANK if unfilled(words) else None


def faults_of(
    ward: Ward, row: cases.Row, words: str, spoken: str | None = None
) -> tuple[Fault, ...]:
    """What no words to a sender may hold; how polite they are is judged by the `spoken` ones."""
    found = {one.kind: one for one in look_at(ward, row, words)}
    if spoken is not None:
        found.pop(FaultKind.IMPOLITE, None)
        said = look_at(ward, row, spoken) if spoken.strip() else ()
        found |= {one.kind: one for one in said if one.kind is FaultKind.IMPOLITE}
    wanted = OF_ANY_ANSWER - {FaultKind.BLANK}
    return tuple(one for kind, one in found.items() if kind in wanted)


def held_back(
    ward: Ward,
    row: cases.Row,
    act: CaseAct,
    given: Answer,
    faults: tuple[Fault, ...],
    now: datetime,
) -> Outcome:
    """Why they do not leave yet; done when they may."""
    code = cases.code_of(row)
    if (held := blank(given.words)) is not None:
        return Outcome(code, held)
    if faults and not given.override.strip():
        return Outcome(code, faults=faults)
    if act in ENDS and is_late(ward, row, now) and not given.late_reason.strip():
        return Outcome(code, Refused.LATE_REASON)
    return Outcome(code)
