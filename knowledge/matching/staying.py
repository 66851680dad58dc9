"""Whether a message with words of its own goes on with the subject, judged by what it says.

Rules read the form of many follow-ups (`following.py`), but most circumstances people tell name
other papers and persons ("giấy cưới mất rồi thì có sao không"), and a new matter often names
nothing. A judgement over words, likenesses and the rule's own reading, fitted on dialogues of our
own (`tests/benchmarks/dialogues`, `python -m tests.benchmarks._judgements --write`), is heard where
it is sure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from math import sqrt
from typing import Final

from knowledge.guidance import Guidance
from knowledge.matching.calibration import Calibration
from knowledge.matching.candidates import COVERED, OFFICIAL
from knowledge.matching.circumstances import is_circumstance, is_proxy
from knowledge.matching.dialogue import SMALL, is_bare, is_correction, points_back
from knowledge.matching.following import CHANGES, Follower, Message
from knowledge.matching.going_on import asks_fine, targets
from knowledge.matching.hints import Hints
from knowledge.matching.index import Entry
from knowledge.matching.judgements import odds, shipped_judgement
from knowledge.matching.outcomes import (
    Ambiguous,
    CardFound,
    Intent,
    Match,
    NoMatch,
    Outcome,
    ProcedureOption,
    Reading,
    RouteFound,
    Several,
)
from knowledge.matching.paper_questions import asks_paper
from knowledge.matching.queries import Query
from knowledge.matching.second_opinion import NAMED_SURELY
from knowledge.matching.situations import NOTHING, Guess
from knowledge.matching.weighing import is_code
from knowledge.procedures import Part, Procedure
from knowledge.text.characters import clean
from knowledge.text.codes import without_codes
from knowledge.text.folding import agrees, fold_word

STAYS_BY: Final[Mapping[type[Outcome], float]] = {
    NoMatch: 0.55, Match: 0.6, Ambiguous: 0.6, Several: 0.7, RouteFound: 0.85, CardFound: 0.85,
}  # fmt: skip
"""Probability of going on from which the subject is kept, by what else was understood."""
SURELY: Final = 0.85
"""The same where another procedure is named beyond doubt."""
LEAVES: Final = 0.35
FEW_LEAVE: Final = 0.1
"""Probability of going on under which it is left, and under which a few words leave it."""
CRIES: Final = ("cứu", "ngập", "lũ")
"""Words of who needs help, whatever was talked about."""
NAME: Final = "going_on"
_WORDS: Final = 1.6
_EDGE: Final = 0.5

Told = dict[str, float]


class Keeper(Follower):
    """Keeps or leaves the subject where the rules alone do not tell."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        super().__init__(procedures, guidance, calibration)
        self.staying = shipped_judgement(NAME)
        self.hints = Hints(guidance.heard)

    def _on_code(
        self, message: Message, code: str, visible: frozenset[str] | None
    ) -> Reading | None:
        whole = message.whole
        if asks_fine(whole):
            return self._stays(replace(message, part=Part.LIMIT), code, visible)
        ruled = super()._on_code(message, code, visible)
        pointed = ruled is not None and ruled.follow_up and points_back(whole)
        if ruled is None or pointed or is_bare(whole) or self._is_form(message, code):
            return ruled
        if code not in self.numbers or self._exact(whole, visible):
            return ruled
        return self._judged(message, code, ruled, visible)

    def _judged(
        self, message: Message, code: str, ruled: Reading, visible: frozenset[str] | None
    ) -> Reading:
        """The rules' reading, or what the judgement says surely enough against it."""
        whole, alone = message.whole, self._alone(message, visible)
        kept = isinstance(ruled.outcome, Match) and ruled.outcome.code == code
        anew = partial(self._decide, whole, message.rows, visible)
        if self._asks_of_another(whole, code, alone[0]):
            another = isinstance(ruled.outcome, Match) and not kept
            return ruled if another else self._reading(*anew(), message)
        share = self.staying.share(self._told_of(message, code, ruled, alone[0], visible))
        named = isinstance(alone[0], Match) and alone[0].confidence >= NAMED_SURELY
        least = SURELY if named else STAYS_BY[type(ruled.outcome)]
        if not kept and share >= least and not self._leads_off(whole):
            return self._stays(message, code, visible)
        if kept and ruled.follow_up and share <= (FEW_LEAVE if whole.weight < SMALL else LEAVES):
            return self._reading(*anew(), message)
        return ruled

    def _asks_of_another(self, whole: Query, code: str, alone: Outcome) -> bool:
        """True for a part asked of another matter by its name alone.

        "Lệ phí kết hôn" after a birth is no fee of the birth.
        """
        said = [term.word for term in whole.terms]
        entry = self.index.entries[self.numbers[code]]
        asked = set(whole.parts) - {Part.STEPS, Part.CONDITIONS, Part.DOCUMENTS}
        if not asked or not said or any(word in entry.names for word in said):
            return False
        others = [self.numbers[key] for key in targets(alone) if key in self.numbers]
        return any(all(word in self.index.entries[at].names for word in said) for at in others)

    def _leads_off(self, whole: Query) -> bool:
        """True for what never goes on: what is taken back, and what has a voice of its own."""
        return is_correction(whole) or self._is_foreign(whole)

    def _is_foreign(self, whole: Query) -> bool:
        """True for what has a voice of its own: what is heard, and a cry.

        Better a question back than the fee of a paper to who is under water.
        """
        cries = any(agrees(word, cry) for word in whole.heard for cry in CRIES)
        return cries or "offtopic" in whole.facets.has or self.hints.heard(whole.heard) is not None

    def _is_form(self, message: Message, code: str) -> bool:
        """True for a follow-up by its form: a paper, "what if", a word of the subject."""
        whole = message.whole
        paper = asks_paper(whole) or asks_paper(message.rows[-1])
        what_if = len(message.rows) == 1 and is_circumstance(whole)
        return paper or what_if or is_proxy(whole) or self.dialogue.repeats(whole, code)

    def _alone(self, message: Message, visible: frozenset[str] | None) -> tuple[Outcome, Intent]:
        """What the message says in a conversation of its own."""
        found, intent = self._decide(message.whole, message.rows, visible)
        return self.settled_opinion(found, intent, message.whole, visible)

    def staying_told(self, text: str, code: str) -> Told:
        """What is judged of `text` after the answer about `code`; empty where nothing is."""
        whole, rows, style = self.reader.read(without_codes(clean(text)))
        message = Message(whole, rows, whole.asked[0] if whole.asked else None, style)
        if not whole.typed or is_bare(whole) or self._exact(whole, None):
            return {}
        if self._is_form(message, code):
            return {}
        ruled = super()._on_code(message, code, None)
        return (
            self._told_of(message, code, ruled, self._alone(message, None)[0], None)
            if ruled
            else {}
        )

    def _told_of(
        self,
        message: Message,
        code: str,
        ruled: Reading,
        alone: Outcome,
        visible: frozenset[str] | None,
    ) -> Told:
        """What speaks for and against going on with the procedure `code`, by name."""
        whole, entry = message.whole, self.index.entries[self.numbers[code]]
        told = _words(whole)
        told.update(_size(whole, len(message.rows)))
        told.update(_asked(whole, entry))
        told.update(self._guessed(self.situations.guess(whole), code))
        told.update(self._outcome(whole, entry, alone, visible))
        told[f"rule {_verdict(ruled.outcome, code)}{' on' if ruled.follow_up else ''}"] = 1.0
        return told

    def _guessed(self, guess: Guess, code: str) -> Told:
        """What the words speak for: the subject, another matter, or nothing."""
        top, share = guess.rows[0]
        same, procedure = top == code, self.procedures.get(top)
        kind = "subject" if same else "procedure" if is_code(top) else top.split(":")[0]
        told = {
            "speaks for it": odds(guess.of(code)),
            "speaks for another": odds(0.0 if same else share),
            "speaks for it most": odds(share if same else 0.0),
            "speaks for nothing": odds(guess.of(NOTHING)),
            f"speaks for a {kind}": 0.7,
        }
        if procedure and not same:
            told["speaks for its field"] = float(procedure.field == self.procedures[code].field)
        return told

    def _outcome(
        self, whole: Query, entry: Entry, alone: Outcome, visible: frozenset[str] | None
    ) -> Told:
        """How the message is read by itself."""
        full = [term.word for term in whole.terms if term.weight >= 1]
        ranked = self.rank(whole, visible)
        told = {
            "knows": _share(full, entry.weights),
            "names": _share(full, entry.names),
            "confidence": ranked.confidence,
            "outside": self.calibration.out_of_scope(ranked.signs),
            f"alone {_verdict(alone, entry.key)}": 1.0,
        }
        if isinstance(alone, Match) and alone.code != entry.key:
            other = self.index.entries[self.numbers[alone.code]]
            told["other knows"] = _share(full, other.weights)
            told["only other knows"] = _share(full, other.weights, entry.weights)
            told["only other names"] = _share(full, other.names, entry.names)
            fields = self.procedures[alone.code].field, self.procedures[entry.key].field
            told["of one field"] = float(fields[0] == fields[1])
            told["other confidence"] = alone.confidence
            if ranked.procedures:
                told["official"] = ranked.procedures[0].features[OFFICIAL]
                told["covered"] = ranked.procedures[0].features[COVERED]
        if isinstance(alone, Ambiguous):
            codes = [one.code for one in alone.options if isinstance(one, ProcedureOption)]
            told["offered"] = float(entry.key in codes)
            told["offered first"] = float(codes[:1] == [entry.key])
        return told


def _words(whole: Query) -> Told:
    """Folded words and pairs, and those at the edges."""
    said = [fold_word(word) for word in whole.heard or whole.typed]
    keys = {f"w:{one}" for one in said} | {f"p:{one} {two}" for one, two in pairwise(said)}
    weight = _WORDS / sqrt(len(keys))
    edges = (f"^{said[0]}", f"^^{' '.join(said[:2])}", f"${' '.join(said[-2:])}")
    return dict.fromkeys(sorted(keys), weight) | dict.fromkeys(edges, _EDGE)


def _size(whole: Query, rows: int) -> Told:
    return {
        "weight": min(whole.weight, 12.0) / 6.0,
        "few": float(whole.weight < SMALL),
        "long": float(whole.weight > CHANGES),
        "no full word": float(not any(term.weight >= 1 for term in whole.terms)),
        "clauses": rows - 1.0,
    }


def _asked(whole: Query, entry: Entry) -> Told:
    """Parts asked, and what tells procedures of one matter apart."""
    told = {f"part {part.value}": 1.0 for part in whole.parts}
    told["no part"] = float(not whole.parts)
    told["part, few"] = float(bool(whole.parts) and whole.weight < SMALL)
    for facet in sorted(whole.facets.has):
        told[f"facet {facet}"] = 1.0
        told["facet of it" if facet in entry.own else "facet of another"] = 1.0
    return told


def _verdict(outcome: Outcome, code: str) -> str:
    if isinstance(outcome, Match):
        return "it" if outcome.code == code else "another"
    return type(outcome).__name__


def _share(
    words: Sequence[str], of: Mapping[str, float] | frozenset[str], but: object = ()
) -> float:
    """Share of the words in `of` that are not in `but`."""
    return sum(_held(words, of, but)) / len(words) if words else 0.0


def _held(words: Sequence[str], of: object, but: object) -> Iterator[bool]:
    return (word in of and word not in but for word in words)  # type: ignore[operator]
