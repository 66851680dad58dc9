"""Whether one of several listed complaints is left without a sentence, as numbers.

Each piece of the answer belongs to the complaint it is nearest to, by rare words, pairs of words,
topics and what is done about such things (`remedies.yaml`); one near to none goes on with the piece
before. A complaint without a piece is left out, unless a sentence that belongs to none stands there
or its neighbour has more than it needs: then it may be answered in other words.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.feedback.listing import complaints, told_sentences
from knowledge.feedback.nearness import Meaning, near, shipped_remedies
from knowledge.feedback.owning import Grams, grams_of, weight
from knowledge.feedback.stop_words import has_marks
from knowledge.feedback.telling_words import telling
from knowledge.feedback.topics import Topic, raised_by, with_amounts
from knowledge.text.folding import fold, words

NEAR: Final = 0.35
"""From here on a piece belongs to a complaint."""
ANSWERED: Final = 1.0
"""From here on a piece surely answers it."""
_WORD: Final = 6.0
"""The weight of a rare word: counted as one."""
_FAR: Final[Mapping[str, float]] = {
    "own": -1.2,
    "weak": 0.66,
    "said": -1.64,
    "about": -1.19,
    "bare": 1.01,
    "lost": 0.76,
    "spare": -0.83,
    "others": 0.88,
    "words": 1.48,
}
"""What tells that a complaint is left out, in log-odds: a logistic regression over the complaints
of the answers of `lists`, with all and with one left out."""
_BIAS: Final = -2.76
MOST_WORDS, SHORT = 50, 9
"""Words of a report, and of its complaints on average, that is a list and no tale."""
_AFTERWARDS: Final = re.compile(
    r"\b(?:lien he|goi (?:so|0\d|1900)|dau moi|so dien thoai 0|kinh bao|"
    r"can (?:them|hoi them|bo sung|gi them)|theo doi|giam sat|kiem tra lai|mong anh chi|"
    r"xin cam on|dang ky tai)\b"
)
"""A sentence on whom to ask and who looks after it answers no complaint."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A piece of an answer or a whole sentence."""

    grams: Grams
    words: Sequence[str]
    meaning: Meaning

    @classmethod
    def of(cls, text: str, *, exact: bool) -> "_Told":
        said = words(text.lower())
        about = shipped_remedies().meaning(said)
        return cls(grams_of(telling(text), text, exact=exact), with_amounts(text), about)


@dataclass(frozen=True, slots=True)
class _Complaint:
    """What only this complaint says."""

    words: frozenset[str]
    pairs: frozenset[str]
    meaning: Meaning
    topics: tuple[Topic, ...]

    def said(self, told: _Told) -> float:
        return weight(self.words & told.grams.words) / _WORD

    def near(self, told: _Told) -> float:
        """How near a piece is: from nought to some six."""
        together = weight(self.pairs & told.grams.pairs) / _WORD
        topic = any(one.told.found_in(told.words, exact=True) for one in self.topics)
        about = near(self.meaning, told.meaning)
        return self.said(told) + 1.5 * together + 2.5 * about + 0.7 * topic


def _complaints(matter: str, *, exact: bool) -> list[_Complaint]:
    texts = complaints(matter)
    raised = [grams_of(telling(one), one, exact=exact) for one in texts]
    found = []
    for text, mine in zip(texts, raised, strict=True):
        others = [one for one in raised if one is not mine]
        known = frozenset[str]().union(*(one.words for one in others))
        pairs = mine.pairs.difference(*(one.pairs for one in others))
        said = words(text.lower())
        own = [one for one in said if not grams_of((one,), "", exact=exact).words & known]
        topics = tuple(one for one in raised_by(text) if one.group != "asks")
        about = shipped_remedies().meaning(own)
        found.append(_Complaint(mine.words - known, pairs, about, topics))
    return found


@dataclass(frozen=True, slots=True)
class _Sentence:
    whole: _Told
    pieces: tuple[_Told, ...]
    afterwards: bool

    @classmethod
    def of(cls, pieces: Sequence[str], *, exact: bool) -> "_Sentence":
        told = tuple(_Told.of(one, exact=exact) for one in pieces)
        whole = ", ".join(pieces)
        after = _AFTERWARDS.search(fold(whole)) is not None
        return cls(_Told.of(whole, exact=exact), told, after)


@dataclass(frozen=True, slots=True)
class _Owned:
    """Whose each piece is (none: -1), sentence by sentence, and how near to each complaint."""

    nears: list[list[list[float]]]
    whose: list[list[int]]

    @classmethod
    def of(cls, raised: Sequence[_Complaint], told: Sequence[_Sentence]) -> "_Owned":
        nears = [[[one.near(piece) for one in raised] for piece in line.pieces] for line in told]
        return cls(nears, [_owners(line) for line in nears])

    def best(self, number: int) -> float:
        """How near the nearest of a complaint's own pieces is; nought without one."""
        pairs = zip(self.nears, self.whose, strict=True)
        own = (
            near_to[number]
            for line, owners in pairs
            for near_to, owner in zip(line, owners, strict=True)
            if owner == number
        )
        return max(own, default=0.0)

    def sentences(self, number: int) -> int:
        """In how many sentences it has a piece."""
        return sum(number in owners for owners in self.whose)


def _owners(line: Sequence[Sequence[float]]) -> list[int]:
    """A piece near to none goes on with the one before it, or begins the one after."""
    found: list[int] = []
    for nears in line:
        best = max(range(len(nears)), key=nears.__getitem__)
        found.append(best if nears[best] >= NEAR else found[-1] if found else -1)
    for place in range(len(found) - 2, -1, -1):
        if found[place] < 0:
            found[place] = found[place + 1]
    return found


def left_out_signs(reply: str, matter: str) -> list[dict[str, float]]:
    """Of each complaint, what tells whether it is left out."""
    exact = has_marks(words(matter)) and has_marks(words(reply))
    raised = _complaints(matter, exact=exact)
    told = [_Sentence.of(one, exact=exact) for one in told_sentences(reply)]
    owned = _Owned.of(raised, told)
    pairs = zip(told, owned.whose, strict=True)
    free = sum(not line.afterwards and set(whose) == {-1} for line, whose in pairs)
    best = [owned.best(number) for number in range(len(raised))]
    bare = [owned.sentences(number) == 0 for number in range(len(raised))]
    found = []
    for number, one in enumerate(raised):
        beside = [owned.sentences(at) for at in (number - 1, number + 1) if 0 <= at < len(raised)]
        spare = max(beside, default=0) > 1
        others = [near_to > ANSWERED for at, near_to in enumerate(best) if at != number]
        pieces = [piece for line in told for piece in line.pieces]
        found.append(
            {
                "own": min(best[number], 4.0) / 4,
                "weak": float(best[number] < ANSWERED),
                "said": min(max(map(one.said, pieces), default=0.0), 2.0) / 2,
                "about": max((near(one.meaning, line.whole.meaning) for line in told), default=0.0),
                "bare": float(bare[number]),
                "lost": float(bare[number] and sum(bare) > free),
                "spare": float(spare and best[number] < ANSWERED),
                "others": sum(others) / len(others) if others else 0.0,
                "words": min(len(one.words), 6) / 6,
            }
        )
    return found


def listing_signs(reply: str, matter: str) -> dict[str, float]:
    """Of the complaint that is most likely left out, and of the answer's sentences beside it."""
    texts = complaints(matter)
    none = dict.fromkeys(("l_lost", "l_list", "l_clear", "l_fewer", "l_list_fewer"), 0.0)
    if len(texts) < 2:
        return none
    each = left_out_signs(reply, matter)
    far = sorted(_BIAS + sum(_FAR[name] * value for name, value in one.items()) for one in each)
    lost = 1 / (1 + math.exp(-(far[-1] + 1)))
    clear = lost * min(far[-1] - far[-2], 4.0) / 4
    listed, fewer = _is_list(matter, texts), _sentences(reply) < len(texts)
    return {
        "l_lost": lost,
        "l_list": lost * listed,
        "l_clear": clear * listed,
        "l_fewer": lost * fewer,
        "l_list_fewer": lost * fewer * listed,
    }


def _is_list(matter: str, texts: Sequence[str]) -> bool:
    """Three short clauses with commas between: each of them calls for an answer."""
    commas = sum(one.rstrip().endswith(",") for one in texts)
    long = sum(len(one.split()) for one in texts) / len(texts)
    return len(texts) > 2 and commas > 1 and long <= SHORT and len(matter.split()) <= MOST_WORDS


def _sentences(reply: str) -> int:
    return sum(_AFTERWARDS.search(fold(", ".join(one))) is None for one in told_sentences(reply))
