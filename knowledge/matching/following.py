"""A message in the light of the conversation: asked on, changed, chosen, or a matter of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from knowledge.guidance import Guidance
from knowledge.matching.calibration import Calibration
from knowledge.matching.candidates import COVERED, OFFICIAL, UNKNOWN
from knowledge.matching.cases import case_of
from knowledge.matching.circumstances import (
    AGES,
    asks_for_another,
    continues,
    is_circumstance,
    is_proxy,
    tells,
    tells_age,
)
from knowledge.matching.dialogue import (
    SMALL,
    STRANGE,
    Dialogue,
    begins_anew,
    is_act,
    is_bare,
    is_correction,
    points_back,
)
from knowledge.matching.going_on import (
    WISHED,
    asks_on,
    asks_part,
    is_among,
    is_another,
    is_condition,
    part_meant,
    road,
    targets,
)
from knowledge.matching.guides import INTENTS, route_intent
from knowledge.matching.outcomes import (
    Ambiguous,
    Candidate,
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
from knowledge.matching.overtures import is_overture
from knowledge.matching.paper_questions import asks_paper
from knowledge.matching.queries import Query
from knowledge.matching.twofold import Twofold
from knowledge.matching.what_about import is_about_another, names_another
from knowledge.procedures import Part, Procedure
from knowledge.text.folding import agrees, fold_word

KEPT: Final = 0.9
"""Confidence of the subject when only a part of it is asked."""
CHANGES: Final = 7.0
"""Full words above which a message does more than change one thing about the subject."""
TOLD: Final = ("rồi", "đã", "từng")
"""Words of what somebody has behind them."""
BLENDED: Final = 0.85
"""Confidence of a procedure found by the subject and what was changed about it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A cleaned message and what was read of its form."""

    whole: Query
    rows: list[Query]
    part: Part | None
    style: InputStyle


class Follower(Twofold):
    """Reads messages that may go on with a conversation."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        super().__init__(procedures, guidance, calibration)
        self.dialogue = Dialogue(self.index, self.ranker, self.reader, self.guides, self.numbers)

    def _reading(
        self, outcome: Outcome, intent: Intent, message: Message, *, follow_up: bool = False
    ) -> Reading:
        case = None
        if isinstance(outcome, Match):
            procedure = self.procedures[outcome.code]
            case, intent = case_of(procedure, message.whole), road(procedure) or intent
            message = replace(message, part=part_meant(message.part, message.whole))
        return Reading(outcome, intent, message.style, message.part, case, follow_up)

    def _follow(
        self, message: Message, subject: Subject, visible: frozenset[str] | None
    ) -> Reading | None:
        """The reading that needs the conversation, or None when the words stand alone."""
        bare = is_bare(message.whole)
        if bare and (begins_anew(message.whole) or is_overture(message.whole.typed)):
            return None
        if self.laws.alone(message.whole.typed, visible):
            return None
        if subject.route in self.guides.routes:
            on = bare or is_act(message.whole)
            return self._on_route(message, subject.route, visible) if on else None
        if subject.options and (found := self._chosen(message, subject, visible)):
            return found
        code = subject.code
        return self._on_code(message, code, visible) if code in self.procedures else None

    def _on_code(
        self, message: Message, code: str, visible: frozenset[str] | None
    ) -> Reading | None:
        """The reading of words in a conversation about the procedure `code`."""
        if is_bare(message.whole) or _asks_of_that(message.whole):
            aged = self._of_age(message, code, visible) if tells_age(message.whole) else None
            return aged or self._asked_on(message, code, visible)
        if asks_paper(message.whole) or asks_paper(message.rows[-1]):
            return self._stays(replace(message, part=Part.DOCUMENTS), code, visible)
        if is_proxy(message.whole):
            return self._stays(replace(message, part=Part.APPLICANTS), code, visible)
        who = Part.APPLICANTS in message.whole.parts
        if (who or len(message.rows) == 1) and is_circumstance(message.whole):
            return self._stays(message, code, visible)
        return self._changed(message, code, visible)

    def _asked_on(
        self, message: Message, code: str, visible: frozenset[str] | None
    ) -> Reading | None:
        """Words without a matter ask on about `code`, unless a card is said by them."""
        whole = message.whole
        if self._hours(whole):
            return None
        exact = self._exact(whole, visible) or self._said(whole, message.rows)
        sum_asked = len(whole.typed) == 1 and Part.FEE in whole.parts
        if exact and not (points_back(whole) or sum_asked or asks_part(exact[0], whole)):
            return None
        return self._reading(Match(code, KEPT), Intent.PROCEDURE, message, follow_up=True)

    def _of_age(
        self, message: Message, code: str, visible: frozenset[str] | None
    ) -> Reading | None:
        """The procedure for the age told, where that is another than the one talked about."""
        age, field = message.whole.facets.has & AGES, self.procedures[code].field
        _, rows = self.dialogue.blend(message.whole, code, visible) or ("", ())
        same = (row.entry for row in rows if self.procedures[row.entry.key].field == field)
        found = next((entry.key for entry in same if age & entry.own), code)
        if found == code:
            return None
        return self._reading(Match(found, BLENDED), Intent.PROCEDURE, message, follow_up=True)

    def _on_route(
        self, message: Message, key: str, visible: frozenset[str] | None
    ) -> Reading | None:
        """Words without a matter ask on about the route told last."""
        whole = message.whole
        said = self._exact(whole, visible) or self._said(whole, message.rows)
        if said and not points_back(whole) and not asks_part(said[0], whole):
            return None
        intent = route_intent(self.guides.routes[key])
        return self._reading(RouteFound(key), intent, message, follow_up=True)

    def _stays(self, message: Message, code: str, visible: frozenset[str] | None) -> Reading:
        """A circumstance of the subject: it stays, and what was named instead is on tap."""
        outcome, _ = self._decide(message.whole, message.rows, visible)
        other = outcome.code if isinstance(outcome, Match) else code
        others = (Candidate(other, 0.0),) if other != code else ()
        match = Match(code, KEPT, others)
        return self._reading(match, Intent.PROCEDURE, message, follow_up=True)

    def _changed(self, message: Message, code: str, visible: frozenset[str] | None) -> Reading:
        """Words with a matter: a new one, or one thing changed about the subject `code`."""
        whole = message.whole
        outcome, intent = self._decide(whole, message.rows, visible)
        taken_back = isinstance(outcome, CardFound) and is_correction(whole)
        alone = isinstance(outcome, RouteFound | CardFound | Several) and not taken_back
        led = isinstance(outcome, RouteFound)
        told = asks_for_another(whole) or is_condition(whole) or self._is_told(whole, code)
        if (led and told) or is_among(code, outcome, whole):
            return self._reading(Match(code, KEPT), Intent.PROCEDURE, message, follow_up=True)
        named = isinstance(outcome, Match) and self._stands_alone(whole, visible)
        if alone or (named and (not tells(whole) or is_correction(whole))):
            return self._reading(outcome, intent, message)
        told = tells(whole) and not is_correction(whole)
        told = told and isinstance(outcome, Match | Ambiguous)
        if told or self.dialogue.repeats(whole, code):
            return self._reading(Match(code, KEPT), Intent.PROCEDURE, message, follow_up=True)
        little = whole.weight <= CHANGES and "offtopic" not in whole.facets.has
        little = little and not names_another(message.rows[-1])
        blended = self.dialogue.blend(whole, code, visible) if little else None
        if blended and (blended[0] != code or not is_correction(whole)):
            match = Match(blended[0], BLENDED)
            return self._reading(match, Intent.PROCEDURE, message, follow_up=True)
        if isinstance(outcome, NoMatch) and self._goes_on(message, code):
            return self._reading(Match(code, KEPT), Intent.PROCEDURE, message, follow_up=True)
        return self._reading(outcome, intent, message)

    def _is_told(self, whole: Query, code: str) -> bool:
        """True for what the subject's papers tell of and who asks has behind them.

        "Em ly hôn rồi thì cần gì" of the single status wants no divorce.
        """
        told = any(agrees(word, say) for word in whole.typed[1:] for say in TOLD)
        wished = not WISHED.isdisjoint(map(fold_word, whole.typed))
        return told and not wished and self.dialogue.knows(whole, code)

    def _goes_on(self, message: Message, code: str) -> bool:
        """True when words without a match of their own still belong to the subject `code`."""
        whole = message.whole
        if "offtopic" in whole.facets.has or self.rank(whole).signs[UNKNOWN] >= STRANGE:
            return False
        if continues(whole):
            return True
        wished = not WISHED.isdisjoint(map(fold_word, whole.typed))
        if whole.parts and (wished or whole.weight > SMALL) and not is_bare(whole):
            return self.dialogue.knows(whole, code)
        return whole.weight <= SMALL

    def _stands_alone(self, query: Query, visible: frozenset[str] | None) -> bool:
        ranked = self.rank(query, visible)
        features = ranked.procedures[0].features if ranked.procedures else None
        return features is not None and (features[OFFICIAL] >= 0.6 or features[COVERED] >= 0.95)

    def _chosen(
        self, message: Message, subject: Subject, visible: frozenset[str] | None
    ) -> Reading | None:
        whole = message.whole
        if (is_bare(whole) and whole.parts) or asks_on(whole):
            return self._reading(NoMatch(), Intent.PROCEDURE, message, follow_up=True)
        if len(message.rows) == 1 and is_circumstance(whole):
            apart = self.dialogue.told_apart(whole, subject)
            if told := apart or self.told_of(whole, subject.options):
                return self._picked(told, message)
            return self._reading(NoMatch(), Intent.PROCEDURE, message, follow_up=True)
        if self._leaves(message, subject, visible):
            return None
        ranked = self.rank(whole, visible)
        first = ranked.procedures[0].entry.key if ranked.procedures else ""
        named = bool(ranked.procedures) and ranked.procedures[0].features[OFFICIAL] >= 0.9
        if named and ranked.confidence >= self.calibration.sure and first not in subject.options:
            return None
        picked = self.dialogue.pick(whole, subject) or self.told_of(whole, subject.options)
        return self._picked(picked, message) if picked else None

    def _leaves(self, message: Message, subject: Subject, visible: frozenset[str] | None) -> bool:
        """True for another matter by its own name: "sổ đỏ" is no choice between births."""
        if "offtopic" in message.whole.facets.has:
            return True
        found = self._exact(message.whole, visible)
        if found is None and is_about_another(message.whole):
            found = self._decide(message.whole, message.rows, visible)
        if found is None or isinstance(found[0], NoMatch):
            return False
        return is_another(targets(found[0]), subject.options)

    def same_part(self, reading: Reading, message: Message, subject: Subject | None) -> Reading:
        """The part asked last for "còn khai tử thì sao", which asks no part of its own."""
        moved = subject is not None and not reading.follow_up and is_about_another(message.whole)
        return replace(reading, part=subject.part) if subject and moved else reading

    def asks_again(self, message: Message, subject: Subject, outcome: Outcome) -> bool:
        """True for a few words that choose none of the options and name nothing else."""
        few = message.whole.weight <= SMALL and isinstance(outcome, NoMatch)
        strange = (
            few
            and not is_bare(message.whole)
            and self.rank(message.whole).signs[UNKNOWN] >= STRANGE
        )
        return bool(subject.options) and few and not strange

    def _picked(self, picked: str, message: Message) -> Reading | None:
        """The reading of an option chosen by words: a procedure, a route or a card."""
        outcome: Outcome
        intent = Intent.PROCEDURE
        if picked in self.guides.routes:
            outcome, intent = RouteFound(picked), route_intent(self.guides.routes[picked])
        elif picked in self.guides.cards:
            outcome, intent = CardFound(picked), INTENTS[self.guides.cards[picked].intent]
        elif picked in self.procedures:
            outcome = Match(picked, KEPT)
        else:
            return None
        return self._reading(outcome, intent, message, follow_up=True)


def _asks_of_that(whole: Query) -> bool:
    """True for a part asked of what is only pointed at: "thế xin giấy đó ở đâu"."""
    return bool(whole.parts) and whole.weight <= SMALL and points_back(whole)
