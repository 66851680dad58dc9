"""A dossier filed at our own desk, in one line of an officer's chat (desk mode).

"hồ sơ mới 1.004194 4567": the procedure, and the last four digits the citizen will look it up by.
"""

import re
from dataclasses import replace
from typing import Final

from handlers.commands import WipeInbound
from handlers.desk_context import At, say
from handlers.duties.commands import OpenDossier
from handlers.duties.filing import DIGITS, Filing
from handlers.duties.values import Refused, Why
from handlers.roles import Act, may
from handlers.turns import Turn
from handlers.wording import duties as wording
from knowledge.dossiers.modes import RegisterMode
from knowledge.text.codes import dossier_codes, procedure_codes, without_codes
from knowledge.text.folding import fold

WORDS: Final = "ho so moi"
_FOUR: Final = re.compile(rf"(?<!\d)\d{{{DIGITS}}}(?!\d)")


def opened(at: At, words: str) -> Turn | None:
    """What "hồ sơ mới …" does; None: other words."""
    if not fold(words).startswith(WORDS):
        return None
    if at.ports.mode is not RegisterMode.DESK:
        return say(wording.WHY[Why.MIRROR])
    if not may(at.officer, Act.SET_STATUS):
        return say(wording.WHY[Why.NOT_ALLOWED])
    codes = procedure_codes(words)
    fours = tuple(_FOUR.findall(without_codes(words)))
    if len(codes) != 1 or not fours:
        return _wiped(say(wording.HOW_TO_OPEN))
    code = next(iter(dossier_codes(words)), "")
    new = at.book.propose(at.ward, Filing(codes[0], fours, code=code), at.now)
    if isinstance(new, Refused):
        return _wiped(at.objected(new))
    said = f"{wording.opened(new.dossier)} {wording.LOOKED_UP_BY}"
    return _wiped(at.doing(said, OpenDossier(new, at.ports.key, at.ports.mode)))


def _wiped(turn: Turn) -> Turn:
    """The message held digits of a person."""
    return replace(turn, commands=(*turn.commands, WipeInbound()))
