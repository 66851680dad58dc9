"""Flow: somebody asks in words to see a form filled in; it is shown at once."""

import re
from dataclasses import dataclass
from typing import Final

from handlers import actions
from handlers.guide import ProcedureGuide
from handlers.info import InfoCards
from handlers.messages import Button, Paragraph, Reply
from handlers.saying import prefixed
from handlers.turns import Answer, AnswerProcedure, Told, Turn
from handlers.wording.samples import NO_SAMPLE, WHICH_SAMPLE
from knowledge.base import KnowledgeBase
from knowledge.matching.outcomes import Ambiguous, Intent, Match, ProcedureOption, Subject
from knowledge.procedures import Part
from knowledge.text.folding import fold

MOST_OFFERED: Final = 5
_PAPER: Final = r"(?:to khai|don|mau don|mau|ho so|phieu|bieu mau|form)"
_FILLED: Final = re.compile(
    rf"\b(?:{_PAPER} )?(?:da |duoc )?dien (?:san|mau|roi|du)\b"
    rf"|\b{_PAPER} (?:da|duoc|viet san|ghi san|lam san)(?: dien| viet| ghi)?\b"
    r"|\bmau (?:dien|viet)\b|\bho so mau\b|\bmau ho so da\b"
    rf"|\b(?:cach|huong dan|vi du|chi) (?:em |toi |minh )?(?:dien|ghi|viet|khai) {_PAPER}\b"
    r"|\bdien (?:nhu the nao|the nao|sao|ra sao)\b"
    rf"|\b{_PAPER}(?: \w+){{0,4}} (?:co )?(?:mau|ban) san\b|\b(?:mau|ban) (?:co )?san\b"
)
"""Words for a filled sample, folded."""
_ASKING: Final = re.compile(r"\b(?:cho|xin|xem|coi|em|toi|minh|voi|giup|muon|can|co)\b")


@dataclass(frozen=True, slots=True)
class FilledSamples:
    """Filled samples asked for in words."""

    base: KnowledgeBase
    subject: Subject | None = None

    def in_question(self, words: str) -> Turn | None:
        """The sample of what is named or was talked about; None when none is asked for."""
        folded = fold(words)
        if _FILLED.search(folded) is None:
            return None
        short, named = self._meant(_without_asking(folded)), self._meant(words)
        readings = [one for one in (self._sampled(short), self._sampled(named)) if one]
        sampled = min(readings, key=len, default=[])
        named = named or short
        if len(sampled) > 1:
            return self._which(sampled)
        if sampled:
            return InfoCards(self.base).sample(sampled[0])
        if len(named) != 1:
            return None
        shown = ProcedureGuide(self.base, self.subject).show(named[0], Part.FORMS)
        return prefixed(shown, Paragraph(NO_SAMPLE))

    def _sampled(self, codes: list[str]) -> list[str]:
        return [code for code in codes if self.base.sample(code) is not None]

    def _which(self, codes: list[str]) -> Turn:
        known = [one for code in codes if (one := self.base.active(code)) is not None]
        buttons = tuple(Button(one.title, actions.build("sample", one.code)) for one in known)
        shown = tuple(AnswerProcedure(one.code, one.title, 1.0) for one in known)
        answer = Answer("clarify", shown, part=Part.FORMS, intent=Intent.PROCEDURE)
        told = Told("clarify", part=Part.FORMS, asked_back=True)
        reply = Reply((Paragraph(WHICH_SAMPLE),), buttons[:MOST_OFFERED])
        return Turn((reply,), told=(told,), answer=answer)

    def _meant(self, words: str) -> list[str]:
        """The procedure named, or those that may be; empty when none is."""
        if not words:
            return [self.subject.code] if self.subject and self.subject.code else []
        outcome = self.base.read(words, self.subject).outcome
        if isinstance(outcome, Match):
            return [outcome.code]
        if not isinstance(outcome, Ambiguous):
            return []
        return [one.code for one in outcome.options if isinstance(one, ProcedureOption)]


def _without_asking(folded: str) -> str:
    """What is left when the words for a sample are taken away: the procedure's name."""
    return " ".join(_ASKING.sub(" ", _FILLED.sub(" ", folded)).split())
