"""How near each piece of an answer is to each complaint of a list, and whose it is.

Near by rare words, pairs of words, topics, what is done about such things (`remedies.yaml`) and
words that stand for each other (`same.yaml`), each only where no other complaint says it too. A
piece near to none goes on with the piece before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.feedback.listing import complaints, told_sentences
from knowledge.feedback.nearness import Meaning, near, shipped_remedies
from knowledge.feedback.owning import Grams, grams_of, weight
from knowledge.feedback.same import Lines, shared, shipped_same
from knowledge.feedback.stop_words import StopWords, has_marks
from knowledge.feedback.telling_words import telling
from knowledge.feedback.topics import Topic, raised_by, with_amounts
from knowledge.text.folding import words

NEAR: Final = 0.35
"""From here on a piece belongs to a complaint."""
FULL: Final = 2.5
"""More than this answers no better."""
_WORD: Final = 6.0
"""The weight of a rare word: counted as one."""
_LINKS_NOTHING: Final = StopWords.of(
    "ngay theo ngoài bằng cùng nhưng đúng riêng từng tới đầy đang đoạn luôn hẳn thêm mức bên phía "
    "nên hơn kém gần xa lúc đợt kỳ mình nhau họ nó ấy đây đấy kia nọ thôi mới cũ cao thấp người ta "
    "dùng nhận làm có sẵn xong hoặc nếu tuy dù chỉ đều cứ vẫn hay toàn khác chung lên xuống vào cho"
)
"""Words both say that still link nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of an answer."""

    grams: Grams
    words: Sequence[str]
    meaning: Meaning
    lines: Lines

    @classmethod
    def of(cls, text: str, *, exact: bool) -> "Told":
        """Of its words."""
        about = shipped_remedies().meaning(words(text.lower()))
        lines = shipped_same().lines_of(text)
        return cls(_grams_of(text, exact=exact), with_amounts(text), about, lines)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What only this complaint says."""

    text: str
    words: frozenset[str]
    pairs: frozenset[str]
    meaning: Meaning
    """Of what no other complaint says."""
    whole: Meaning
    topics: tuple[Topic, ...]
    lines: Lines
    own_lines: Lines

    def said(self, told: Told) -> float:
        """By rare words alone."""
        return weight(self.words & told.grams.words) / _WORD

    def near(self, told: Told) -> float:
        """How near a piece is: from nought to some seven."""
        together = weight(self.pairs & told.grams.pairs) / _WORD
        topic = any(one.told.found_in(told.words, exact=True) for one in self.topics)
        about = near(self.meaning, told.meaning)
        same = shared(self.own_lines, told.lines)
        return self.said(told) + 1.5 * together + 2.5 * about + 0.7 * topic + same

    def akin(self, other: "Complaint") -> float:
        """How far both are of one matter."""
        return near(self.whole, other.whole) + 0.5 * shared(self.lines, other.lines)


def _grams_of(text: str, *, exact: bool) -> Grams:
    links = [
        one
        for one in telling(text)
        if not one[0].isdigit() and not _LINKS_NOTHING.holds(one, marked=exact)
    ]
    return grams_of(links, text, exact=exact)


def _raised(texts: Sequence[str], *, exact: bool) -> list[Complaint]:
    said = [_grams_of(one, exact=exact) for one in texts]
    lines = [shipped_same().lines_of(one) for one in texts]
    found = []
    for number, text in enumerate(texts):
        others = [one for at, one in enumerate(said) if at != number]
        known = frozenset[str]().union(*(one.words for one in others))
        pairs = said[number].pairs.difference(*(one.pairs for one in others))
        typed = words(text.lower())
        own = [one for one in typed if not grams_of((one,), "", exact=exact).words & known]
        elsewhere = {line for at, one in enumerate(lines) if at != number for line in one}
        found.append(
            Complaint(
                text,
                said[number].words - known,
                pairs,
                shipped_remedies().meaning(own),
                shipped_remedies().meaning(typed),
                tuple(one for one in raised_by(text) if one.group != "asks"),
                lines[number],
                {key: sure for key, sure in lines[number].items() if key not in elsewhere},
            )
        )
    return found


@dataclass(frozen=True)
class Nears:
    """Each complaint beside each piece of each sentence."""

    raised: Sequence[Complaint]
    told: Sequence[Sequence[Told]]
    nears: Sequence[Sequence[Sequence[float]]]
    """Sentence by sentence, piece by piece: to each complaint."""

    @classmethod
    def of(cls, reply: str, matter: str) -> "Nears":
        """Of the answer to a report."""
        exact = has_marks(words(matter)) and has_marks(words(reply))
        raised = _raised(complaints(matter), exact=exact)
        told = [[Told.of(one, exact=exact) for one in line] for line in told_sentences(reply)]
        return cls(raised, told, [[[one.near(x) for one in raised] for x in line] for line in told])

    @cached_property
    def owners(self) -> list[list[int]]:
        """Whose each piece is; none: -1."""
        return [_owners(line) for line in self.nears]

    @cached_property
    def sentences(self) -> list[list[float]]:
        """How near each sentence's nearest piece is to each complaint."""
        return [[max(column) for column in zip(*line, strict=True)] for line in self.nears]

    def best(self, number: int) -> float:
        """How near the nearest piece is to a complaint."""
        return max((line[number] for line in self.sentences), default=0.0)

    def own(self, number: int) -> float:
        """How near the nearest of its own pieces is."""
        pairs = zip(self.nears, self.owners, strict=True)
        return max(
            (
                nears[number]
                for line, owners in pairs
                for nears, owner in zip(line, owners, strict=True)
                if owner == number
            ),
            default=0.0,
        )

    def free(self) -> list[int]:
        """The sentences that belong to none."""
        return [at for at, owners in enumerate(self.owners) if set(owners) == {-1}]

    @cached_property
    def by_piece(self) -> list[float]:
        """How near each complaint is to a piece that is given to no other: one to one."""
        return _given([piece for line in self.nears for piece in line], len(self.raised))

    @cached_property
    def by_sentence(self) -> list[float]:
        """The same with whole sentences."""
        return _given(self.sentences, len(self.raised))


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


def _given(rows: Sequence[Sequence[float]], many: int) -> list[float]:
    """The nearest first: each row to one complaint, each complaint one row."""
    ranked = sorted(
        (
            (min(one, FULL), -number, -at)
            for at, row in enumerate(rows)
            for number, one in enumerate(row)
        ),
        reverse=True,
    )
    given: dict[int, float] = {}
    taken: set[int] = set()
    for close, number, at in ranked:
        if -number not in given and -at not in taken:
            given[-number] = close
            taken.add(-at)
    return [given.get(number, 0.0) for number in range(many)]
