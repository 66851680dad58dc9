"""Short commands of text messages, `HCC …`, taken on every channel where they can be typed.

    HCC <dossier code> [last four digits]     where a dossier stands, the same rules as in chat
    HCC <procedure code>                      papers, fee, time
    HCC HELP                                  the commands
    HCC <a question or a command>             as if without HCC

Any case, with marks or without. A look-up by them is the chat's own: second factor, pause after
failures, nothing in a group.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.dossiers import LookUp
from handlers.guide import ProcedureGuide
from handlers.messages import Paragraph, Reply
from handlers.turns import Turn
from handlers.wording import short as wording
from knowledge.text.codes import dossier_codes
from knowledge.text.folding import fold

_PREFIX: Final = re.compile(r"\s*hcc\b[\s:,]*", re.IGNORECASE)
_HELP: Final = frozenset({"", "help", "giup", "tro giup", "trogiup", "huong dan", "lenh"})
_PROCEDURE: Final = re.compile(r"([1-9])[.,\s]{0,2}(\d{6})")
_TAIL: Final = re.compile(r"^(?P<code>.*\S)[\s,;:]+(?P<digits>\d{4})\s*$")
_THE_CENTRE: Final = ("o ", "nam ", "gan ", "la ", "cua ")
"""Words after which HCC is no command but the centre itself: "HCC ở đâu"."""


@dataclass(frozen=True, slots=True)
class ShortCommands:
    """Reads them for one message, whatever step is open: they say plainly what is wanted."""

    guide: ProcedureGuide
    look_up: LookUp

    def read(self, words: str) -> tuple[str, Turn | None]:
        """The turn of a short command; else the words to go on with."""
        prefix = _PREFIX.match(words)
        if prefix is None:
            return words, None
        rest = words[prefix.end() :].strip()
        folded = fold(rest)
        if folded in _HELP:
            return rest, Turn((Reply(tuple(wording.commands())),))
        if folded in wording.GO_ON_WORDS:  # where messages are paged it was taken before
            return rest, Turn((Reply((Paragraph(wording.NO_MORE),)),), unchanged=True)
        if dossier_codes(rest):
            return rest, self.look_up.words(_labelled(rest))
        code = _PROCEDURE.fullmatch(rest)
        if code is not None and (shown := by_code(self.guide, f"{code[1]}.{code[2]}")):
            return rest, shown
        return (words if folded.startswith(_THE_CENTRE) else rest), None


def by_code(guide: ProcedureGuide, code: str) -> Turn | None:
    """The procedure of this code; None for one nobody knows."""
    return None if guide.base.resolve(code) is None else guide.show(code)


def _labelled(rest: str) -> str:
    """Code and digits as the look-up reads them in a sentence."""
    tail = _TAIL.match(rest)
    if tail is None or len(dossier_codes(tail["code"])) != 1:
        return rest
    return f"{tail['code']}, 4 số cuối {tail['digits']}"
