"""One message in, one reading out."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from knowledge.guidance import Guidance, Heard
from knowledge.matching.alarms import Alarms
from knowledge.matching.calibration import Calibration, load_calibration
from knowledge.matching.following import Message
from knowledge.matching.hints import LIKELY, told_with
from knowledge.matching.losses import bereaved
from knowledge.matching.outcomes import (
    CardFound,
    InputStyle,
    Intent,
    Match,
    NoMatch,
    Outcome,
    Reading,
    RouteFound,
    Several,
    Subject,
)
from knowledge.matching.progress import asks_progress
from knowledge.matching.queries import Query
from knowledge.matching.slips import without_slips
from knowledge.matching.staying import Keeper
from knowledge.matching.swearing import ABUSE, CALMS, without_swearing
from knowledge.procedures import Procedure
from knowledge.text.characters import clean
from knowledge.text.codes import dossier_codes, procedure_codes, without_codes
from knowledge.text.folding import word_set

WISHES: Final = word_set("muon xin lam thu tuc giay don ly dang")
"""Words of who wants something done besides: "bị chồng đánh, muốn ly hôn"."""


class Matcher(Keeper):
    """Reads messages against one catalogue; pure and safe to share between threads."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        super().__init__(procedures, guidance, calibration)
        self.alarms = Alarms(guidance.alarms)

    def read(
        self, text: str, subject: Subject | None = None, visible: frozenset[str] | None = None
    ) -> Reading:
        """What `text` asks, in a conversation about `subject`; only `visible` codes are shown."""
        cleaned = clean(text)
        calm = without_swearing(cleaned)
        reading = self._read(without_slips(calm), subject, visible)
        return reading if calm == cleaned else self._calmed(reading)

    def _calmed(self, reading: Reading) -> Reading:
        """The answer to what was asked with an insult; nothing else said is the card for it."""
        if isinstance(reading.outcome, NoMatch) and ABUSE in self.guides.cards:
            return replace(reading, outcome=CardFound(ABUSE), intent=Intent.SMALLTALK)
        return replace(reading, said_first=reading.said_first or CALMS)

    def _read(
        self, cleaned: str, subject: Subject | None, visible: frozenset[str] | None
    ) -> Reading:
        whole, rows, style = self.reader.read(without_codes(cleaned))
        coded = self._coded(cleaned, visible)
        part = whole.asked[0] if whole.asked else None
        if coded:
            return Reading(coded, Intent.PROCEDURE, _code_style(whole, style), part)
        if dossier_codes(cleaned) or asks_progress(whole.typed):
            style = _code_style(whole, style)
            return Reading(self._card_with(Intent.DOSSIER), Intent.DOSSIER, style, part)
        if not whole.typed:
            return Reading(NoMatch(), Intent.UNKNOWN, InputStyle.EMPTY)
        message = Message(whole, rows, part, style)
        if danger := self._danger(message, visible):
            return danger
        reading = self._understood(message, subject, visible)
        reading = self.same_part(reading, message, subject)
        heard = self.hints.heard(whole.heard)
        if heard:
            reading = told_with(reading, heard, self._heard_of(heard, visible))
        mourned = whole.death and bereaved(whole.heard)
        return replace(reading, bereaved=True) if mourned else reading

    def _heard_of(self, heard: Heard, visible: frozenset[str] | None) -> Outcome | None:
        """The procedure or question back that was heard; None where there is none here."""
        if heard.code and (visible is None or heard.code in visible):
            return Match(heard.code, LIKELY) if heard.code in self.procedures else None
        family = self.guides.families.get(heard.family or "")
        meant = self._family(family, None, visible) if family else None
        return None if isinstance(meant, NoMatch) else meant

    def _understood(
        self, message: Message, subject: Subject | None, visible: frozenset[str] | None
    ) -> Reading:
        if subject and (reading := self._follow(message, subject, visible)):
            return reading if reading.follow_up else self._reconsidered(reading, message, visible)
        outcome, intent = self._decide(message.whole, message.rows, visible)
        if subject is not None and self.asks_again(message, subject, outcome):
            return self._reading(outcome, intent, message, follow_up=True)
        return self._reconsidered(self._reading(outcome, intent, message), message, visible)

    def _reconsidered(
        self, reading: Reading, message: Message, visible: frozenset[str] | None
    ) -> Reading:
        """A reading that stands alone, in the light of what its words speak for."""
        outcome, intent = self.opinion(reading.outcome, reading.intent, message.whole, visible)
        both = self.both(outcome, message.whole, message.rows, visible)
        if both is not outcome:
            outcome, intent = both, Intent.PROCEDURE
        same = outcome is reading.outcome
        return reading if same else self._reading(outcome, intent, message)

    def _danger(self, message: Message, visible: frozenset[str] | None) -> Reading | None:
        """The urgent route, or what was asked for with its number first."""
        heard = self.alarms.heard(message.whole.heard)
        if heard is None or (heard.last and self.hints.heard(message.whole.heard)):
            return None
        key = heard.leads_to
        if heard.beside and not message.whole.words.isdisjoint(WISHES):
            outcome, intent = self._decide(message.whole, message.rows, visible)
            if not isinstance(outcome, NoMatch | CardFound):
                return replace(self._reading(outcome, intent, message), alarm=key)
        return self._reading(RouteFound(key), Intent.EMERGENCY, message)

    def _coded(self, text: str, visible: frozenset[str] | None) -> Outcome | None:
        codes = [
            code
            for code in procedure_codes(text)
            if code in self.procedures and (visible is None or code in visible)
        ]
        matches = tuple(Match(code, 0.99) for code in codes)
        if not matches:
            return None
        return matches[0] if len(matches) == 1 else Several(matches)


def _code_style(whole: Query, style: InputStyle) -> InputStyle:
    return style if whole.weight else InputStyle.CODE


def build_matcher(
    procedures: Sequence[Procedure],
    guidance: Guidance,
    calibration: Calibration | None = None,
) -> Matcher:
    """A matcher over the active ones of `procedures`; the others are found by their code."""
    with _uncollected():
        return Matcher(procedures, guidance, calibration or load_calibration())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: all that is made stays; to look through it costs a quarter."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
