"""Guess the kind of a message from our own labels and cue words; one tap confirms it.

The classifier is trained at start from `knowledge/data/feedback/labels.jsonl` (20 ms). The words of
the cue lists go in as words of their own, so that a rare word counts like a frequent one.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from knowledge.feedback.cues import FEEDBACK_DATA, Cues, shipped_cues
from knowledge.feedback.kinds import ROUTED, TAKEN, FeedbackKind
from knowledge.text.folding import fold, words

NGRAMS: Final = (1, 2)
"""Single words and pairs: 4-fold on our labels, pairs gain two points, triples none."""
CUE_WEIGHT: Final = 2
"""How often a cue's own word is repeated; 1 loses 3 points, 3 gains nothing."""
ROUTE_FROM: Final = 0.62
"""Score from which the classifier alone, without a cue, calls a message a complaint or
denunciation. Held out: no message of another kind reaches it, a third of the others do."""
FEW: Final = 5
"""Words under which that score says nothing: "Phước Tiến" is a place."""
TELLS_FROM: Final = 0.65
"""Score from which words that ask nothing tell of something wrong, whatever paper they name: of
3,500 labelled questions seven reach it, of labelled reports of these kinds four in ten."""
TELLS: Final = frozenset({FeedbackKind.CONDUCT, FeedbackKind.SERVICE, FeedbackKind.LOCAL_MATTER})
"""Kinds that are told so; a late dossier is looked up first, and rules are asked about as well."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence and what it is."""

    text: str
    kind: FeedbackKind


@dataclass(frozen=True, slots=True)
class KindReading:
    """What a message seems to be."""

    kind: FeedbackKind
    """The best guess: a kind that is taken, unless everything speaks for another."""
    options: tuple[FeedbackKind, ...]
    """Kinds to offer, the likeliest first; only such as are taken."""
    routed: FeedbackKind | None = None
    """A complaint or a denunciation: its own road, nothing kept."""
    suspected: bool = False
    """It may be one, though no word says so: asked before anything is taken."""
    emergency: bool = False
    """Numbers to call come first."""
    abuse: bool = False


class KindReader:
    """Reads kinds; built once, safe to share between threads."""

    def __init__(self, labels: Iterable[Labelled], cues: Cues) -> None:
        from underthesea_core import TextClassifier

        learned = tuple(labels)
        self._cues = cues
        self._classifier: Any = TextClassifier(ngram_range=NGRAMS)
        self._classifier.fit(
            [self._features(one.text) for one in learned], [one.kind.value for one in learned]
        )

    def read(self, text: str) -> KindReading:
        """What a message seems to be."""
        found = self._cues.found_in(text)
        name, score = self._classifier.predict_with_score(self._features(text, found))
        guessed = FeedbackKind(name)
        ordered = _ordered(guessed, found)
        return KindReading(
            kind=_best(guessed, found, ordered),
            options=ordered,
            routed=_routed(guessed, found, float(score) if len(words(text)) >= FEW else 0.0),
            suspected=guessed in ROUTED or self._cues.suspects(text),
            emergency=FeedbackKind.EMERGENCY in found,
            abuse=FeedbackKind.ABUSE in found,
        )

    def tells(self, text: str) -> bool:
        """Whether it tells of something wrong and asks nothing."""
        if len(words(text)) < FEW or self._cues.asks(text):
            return False
        found = self._cues.found_in(text, exact=True)
        name, score = self._classifier.predict_with_score(self._features(text, found))
        return FeedbackKind(name) in TELLS & found and float(score) >= TELLS_FROM

    def _features(self, text: str, found: frozenset[FeedbackKind] | None = None) -> str:
        cues = self._cues.found_in(text) if found is None else found
        names = sorted(f"cue{kind.value.replace('_', '')}" for kind in cues)
        return " ".join([fold(text), *(names * CUE_WEIGHT)])


def load_labels(path: Path = FEEDBACK_DATA / "labels.jsonl") -> Iterator[Labelled]:
    """The shipped labels, in file order."""
    for line in path.read_text(encoding="utf-8").splitlines():
        value = json.loads(line)
        yield Labelled(value["text"], FeedbackKind(value["kind"]))


@lru_cache(maxsize=1)
def shipped_reader() -> KindReader:
    """The reader of the shipped labels, trained at first use."""
    return KindReader(load_labels(), shipped_cues())


def _ordered(guessed: FeedbackKind, found: frozenset[FeedbackKind]) -> tuple[FeedbackKind, ...]:
    """All kinds that are taken: the guess, then those with a cue, then the rest."""
    first = [guessed] if guessed in TAKEN else []
    return tuple(dict.fromkeys([*first, *(one for one in TAKEN if one in found), *TAKEN]))


def _best(
    guessed: FeedbackKind, found: frozenset[FeedbackKind], ordered: tuple[FeedbackKind, ...]
) -> FeedbackKind:
    """A cue of a kind we take outweighs a guess that leads away from feedback."""
    if guessed in TAKEN or not found.intersection(TAKEN):
        return guessed
    return ordered[0]


def _routed(
    guessed: FeedbackKind, found: frozenset[FeedbackKind], score: float
) -> FeedbackKind | None:
    """One cue is enough: to keep a denunciation by mistake is worse than to point one too many."""
    for kind in (FeedbackKind.DENUNCIATION, FeedbackKind.COMPLAINT):
        if kind in found:
            return kind
    return guessed if guessed in ROUTED and score >= ROUTE_FROM else None
