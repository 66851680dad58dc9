"""All flows about dossiers behind one door: the router asks here and nowhere else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from handlers import news
from handlers.dossiers import SHOWN, LookUp
from handlers.following import Following, number_in
from handlers.joins import Joining
from handlers.rating import Rating
from handlers.reminding import Reminding
from handlers.turns import Turn, meaning
from knowledge.matching.outcomes import Intent
from knowledge.text.codes import dossier_codes, procedure_codes
from knowledge.text.folding import fold

_PROCEDURE: Final = re.compile(r"\d[.,\s]{1,2}\d{6}")
"""A procedure's code may stand there; looked for before anything is folded."""
STANDS: Final = ("toi dau", "den dau", "xong chua", "sao roi", "the nao roi", "co ket qua chua")
"""Words that ask how far something is."""
FOLLOW_WORDS: Final = frozenset({"theo doi", "theo doi ho so", "theo doi ho so nay", "bao cho toi"})
REMIND_WORDS: Final = frozenset(
    {"nhac toi", "nhac han", "nhac em", "nhac han giup", "tinh han", "tinh han giup", "nhac viec"}
)
LONGEST_WORDS: Final = 20
"""Characters of the longest of them, with room; longer messages are not folded for this."""


@dataclass(frozen=True, slots=True)
class DossierFlows:
    """The flows about dossiers for one message."""

    look_up: LookUp

    def act(self, verb: str, first: str, second: str) -> Turn:
        """What a tap with one of `VERBS` does."""
        return VERBS[verb](self, first, second)

    def read(self, words: str) -> Turn | None:
        """What these flows make of free words; None lets them be a question."""
        turn = (
            Rating(self.look_up).read(words)
            or Following(self.look_up).read(words)
            or Joining(self.look_up).read(words)
            or self._short(words)
            or (self._of_procedure(words) if _PROCEDURE.search(words) else None)
            or self.look_up.read(words)
        )
        return meaning(turn, Intent.DOSSIER)

    def _of_procedure(self, words: str) -> Turn | None:
        """A procedure's code where a dossier's was meant, "hồ sơ 1.001193 tới đâu" (§3.2)."""
        up, folded = self.look_up, fold(words)
        if up.inbound.group or not any(cue in folded for cue in STANDS):
            return None
        if dossier_codes(words) or not up.ports.dossiers.kept(up.base.commune.key):
            return None
        return up.code_step(words) if procedure_codes(words) else None

    def _short(self, words: str) -> Turn | None:
        """A few words that mean one of these flows wherever they are typed."""
        if len(words) > LONGEST_WORDS:
            return None
        folded = fold(words)
        if folded in FOLLOW_WORDS and self.look_up.state.step == SHOWN:
            return Following(self.look_up).act("start", "")
        return Reminding(self.look_up).offer() if folded in REMIND_WORDS else None


VERBS: Final[dict[str, Callable[[DossierFlows, str, str], Turn]]] = {
    "dossier": lambda flows, what, name: flows.look_up.act(what, name),
    "follow": lambda flows, what, name: Following(flows.look_up).act(what, name),
    "ds": lambda flows, dossier, _: Following(flows.look_up).see(number_in(dossier)),
    "unf": lambda flows, follow, _: Following(flows.look_up).stop(follow=number_in(follow)),
    "unr": lambda flows, one, _: Following(flows.look_up).stop_reminder(number_in(one)),
    "remind": lambda flows, code, day: Reminding(flows.look_up).remind(code, day),
    "join": lambda flows, what, code: Joining(flows.look_up).act(what, code),
    "news": lambda flows, what, topic: news.act(flows.look_up, what, topic),
    "unnews": lambda flows, *_: news.stop(flows.look_up),
    "rate": lambda flows, dossier, what: Rating(flows.look_up).act(number_in(dossier), what),
}
"""What each verb of theirs does."""
