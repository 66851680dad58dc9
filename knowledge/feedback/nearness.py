"""How near two pieces of text are in what they are about, by a thesaurus of ward life.

Each topic of `thesaurus.yaml` and `topics.yaml` is one direction; a text points where its words and
pairs of words stand. "Bốc hết đồ thải" is near "đống rác" though they share no word.
"""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from knowledge.feedback.cues import FEEDBACK_DATA
from knowledge.feedback.points import SAYS_NOTHING
from knowledge.text.folding import fold_word, word_set, words
from knowledge.yaml_lines import read_yaml

Meaning = Mapping[int, float]
"""A text's strongest topics."""

_STOP: Final = SAYS_NOTHING.folded | word_set(
    "duoc khong ko ubnd phuong xa nam ngay thang tuan dan cac ho con lai dang sang chieu toi nay "
    "mai qua hop bao viet"
)
KEPT: Final = 8
"""Topics of a meaning."""
FAINT: Final = 0.35
"""Share of the strongest below which a topic is left away."""
_ONE: Final = 0.35
_PAIR: Final = 0.7
_WHOLE: Final = 1.0
_MOST: Final = 2.0
"""What a word, a pair and a word that stands alone weigh in their topic, and the most together."""


class Nearness:
    """The words' topics, found by word and by pair."""

    def __init__(self, topics: Iterable[Sequence[str]]) -> None:
        """Of the phrases of each topic."""
        weighed = [_weigh(phrases) for phrases in topics]
        seen = Counter(gram for one in weighed for gram in one)
        self._rarity = {
            gram: max(math.log(len(weighed) / times + 0.3), 0.0) for gram, times in seen.items()
        }
        self._rarest = max(self._rarity.values(), default=0.0)
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for topic, one in enumerate(weighed):
            size = sum((min(x, _MOST) * self._rarity[gram]) ** 2 for gram, x in one.items())
            for gram, weight in one.items():
                strength = min(weight, _MOST) * self._rarity[gram] / (size**0.25 or 1.0)
                if strength > 0:
                    found[gram].append((topic, strength))
        self._topics = dict(found)

    def rarity(self, gram: str) -> float:
        """How few topics a folded word or pair of words belongs to; most for one in none."""
        return self._rarity.get(gram, self._rarest)

    def meaning(self, said: Sequence[str]) -> Meaning:
        """Where the words point to."""
        sums: dict[int, float] = defaultdict(float)
        for gram in set(_grams(said)):
            for topic, strength in self._topics.get(gram, ()):
                sums[topic] += strength * self._rarity[gram]
        best = sorted(sums.items(), key=lambda one: -one[1])[:KEPT]
        least = FAINT * best[0][1] if best else 0.0
        return {topic: strength for topic, strength in best if strength >= least}


def near(one: Meaning, other: Meaning) -> float:
    """From nought to one; nought when either says nothing."""
    shared = sum(strength * other.get(topic, 0.0) for topic, strength in one.items())
    return shared / (size(one) * size(other)) if shared else 0.0


def size(meaning: Meaning) -> float:
    """How strongly a text points anywhere."""
    return math.sqrt(sum(strength**2 for strength in meaning.values()))


@lru_cache(maxsize=1)
def shipped_nearness() -> Nearness:
    """The shipped topics, read once."""
    return _of_files("thesaurus.yaml")


@lru_cache(maxsize=1)
def shipped_remedies() -> Nearness:
    """The same and, narrowly, what is done about what: for a complaint beside its answer."""
    return _of_files("thesaurus.yaml", "remedies.yaml")


def _of_files(*names: str) -> Nearness:
    wide = [one for name in names for one in read_yaml(FEEDBACK_DATA / name).value.values()]
    own: dict[str, Any] = read_yaml(FEEDBACK_DATA / "topics.yaml").value
    listed = [*wide, *own["matters"].values(), *own["places"].values()]
    return Nearness([[*map(str, one["said"]), *map(str, one["told"])] for one in listed])


def _weigh(phrases: Sequence[str]) -> dict[str, float]:
    weights: dict[str, float] = defaultdict(float)
    for said in (words(phrase.lower()) for phrase in phrases):
        if len(said) == 1:
            weights[fold_word(said[0])] += _WHOLE
        for gram in _grams(said):
            weights[gram] += _PAIR if " " in gram else _ONE
    return weights


def _grams(said: Sequence[str]) -> list[str]:
    plain = [fold_word(word) for word in said]
    single = [one for one in plain if one not in _STOP and not one.isdigit() and len(one) > 1]
    pairs = (
        f"{one} {other}"
        for one, other in itertools.pairwise(plain)
        if not (one in SAYS_NOTHING.folded and other in SAYS_NOTHING.folded)
    )
    return [*single, *pairs]
