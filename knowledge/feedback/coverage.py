"""Which points of a report an answer takes up, sentence by sentence.

Thanks, wishes and "tiếp thu phản ánh về …" take up nothing: only what tells something counts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from knowledge.feedback import steps
from knowledge.feedback.nearness import near, shipped_nearness, size
from knowledge.feedback.raising import Point, points_of
from knowledge.feedback.telling_words import said_again, telling
from knowledge.feedback.topics import Topic, raised_by, with_amounts
from knowledge.text.folding import fold, fold_word, words

_GREETING: Final = re.compile(
    r"(?i)^\s*(?:dạ,? )?(?:em |con |xin )?(?:kính (?:gửi|thưa|chào)|chào|thưa)\b"
    r"[^,.:;!?]{0,40}[,.:;!]"
)
_COURTEOUS: Final = re.compile(
    r"^(?:(?:rat|kinh|xin|da|tran trong|ubnd|phuong|xa|phong|cong an|tram|dac khu|"
    r"ban quan ly) ){0,3}(?:\w+ ){0,6}?(?:cam on|cam kich|mong|chuc|tran trong|"
    r"chia se|thong cam|hoan nghenh|tiep thu|ghi nhan|yen tam|chia buon|hoi tham)\b"
)
_DOES: Final = re.compile(r"\b(?:da|se|duoc|dang)\b")
LONG: Final = 22
"""Words from which a courteous sentence may tell something besides."""
_LEAD: Final = re.compile(
    r"^[^.:;!?]{0,90}\b(?:quan tâm|hỏi về|thông tin về|trả lời về)\b[^.:;!?]*:"
)
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+|\n")
_PIECE: Final = re.compile(
    r"(?<=[.!?;:])\s+|\n|;|,\s|\s(?=(?:còn|riêng|đồng thời|ngoài ra)\s)", re.IGNORECASE
)
WHOLE: Final = 3.0
"""Words of a point that settle that it is taken up."""
ENOUGH: Final = 0.5
"""Evidence from which a piece of an answer belongs to a point."""
ANSWERED: Final = 0.7
ANSWERED_SHORT: Final = 0.35
"""What an answer of the asked kind (a day for "bao giờ") leaves open of a question."""
SPECIFIC: Final = 2
"""Words up to which a question says little besides what kind of answer it wants."""
ASKED_ONLY: Final = 0.6
"""What is left of a point's strength when its question has no answer of its kind."""


@dataclass(frozen=True, slots=True)
class _Piece:
    said: Sequence[str]
    meaning: dict[int, float]


@dataclass(frozen=True, slots=True)
class Taken:
    """How far one point is taken up."""

    point: Point
    share: float
    """Of the words of its best clause."""
    strength: float
    """From nought to one."""
    topics: bool
    """It raises a topic no other point raises."""
    unanswered: bool
    """It asks for a day, a sum, a reason …, and the answer has none."""
    elsewhere: bool
    """It asks for one, and the pieces that take it up have none."""
    weight: float
    """How strongly it points anywhere."""
    words: int
    pieces: int
    """Of the answer, that belong to it."""


@lru_cache(maxsize=64)
def told_pieces(reply: str) -> tuple[str, ...]:
    """The pieces of an answer that tell something."""
    found: list[str] = []
    for line in _SENTENCE.split(reply):
        lead = ""
        for piece in _PIECE.split(without_courtesy(line)):
            lead = f"{lead} {piece}".strip()
            if len(set(telling(lead))) > 1:
                found.append(lead)
                lead = ""
        if lead and telling(lead):  # "… trong tuần, lương 6,2 triệu": too little to stand alone
            found[-1:] = [f"{found[-1]}, {lead}" if found else lead]
    return tuple(found)


def without_courtesy(line: str) -> str:
    """A line of an answer without greeting, thanks and "trả lời về …:"; empty if that is all."""
    line = _GREETING.sub(" ", line)
    plain = fold(line)
    if _COURTEOUS.search(plain) and not steps.days(line) + steps.moments(line):
        if ":" in line:
            line = line.split(":", 1)[1]
        elif len(plain.split()) < LONG or _DOES.search(plain) is None:
            return ""
    return _LEAD.sub(" ", line)


@lru_cache(maxsize=64)
def taken(reply: str, matter: str) -> tuple[Taken, ...]:
    """Each point of the matter and how far the answer takes it up."""
    points = points_of(matter)
    meaning = shipped_nearness().meaning
    pieces = [_Piece(said, dict(meaning(said))) for said in map(with_amounts, told_pieces(reply))]
    views = [_View.of(one, [x for x in points if x is not one]) for one in points]
    evidence = [[view.evidence(piece) for piece in pieces] for view in views]
    owned = [0] * len(points)
    for column in zip(*evidence, strict=True):
        if max(column) >= ENOUGH:
            owned[column.index(max(column))] += 1
    return tuple(
        view.taken(pieces, own, count)
        for view, own, count in zip(views, evidence, owned, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _View:
    """A point beside the others: what only it says."""

    point: Point
    words: tuple[str, ...]
    topics: tuple[Topic, ...]
    meaning: dict[int, float]

    @classmethod
    def of(cls, point: Point, others: Sequence[Point]) -> "_View":
        known = {fold_word(word) for other in others for word in other.words}
        elsewhere = frozenset[str]().union(*(other.topics for other in others))
        fresh = tuple(word for word in point.words if fold_word(word) not in known)
        said = [word for word in words(point.text.lower()) if fold_word(word) not in known]
        raised = raised_by(point.text)
        topics = [one for one in raised if one.group != "asks" and one.key not in elsewhere]
        meaning = dict(shipped_nearness().meaning(said))
        return cls(point, fresh or point.words, tuple(topics), meaning)

    def evidence(self, piece: _Piece) -> float:
        """How much speaks for a piece being about this point."""
        topics = sum(one.told.found_in(piece.said, exact=True) for one in self.topics)
        said = len(said_again(set(self.words), piece.said))
        return 1.2 * said + 2 * near(self.meaning, piece.meaning) + 0.8 * topics

    def taken(self, pieces: Sequence[_Piece], evidence: Sequence[float], count: int) -> Taken:
        told = [word for piece in pieces for word in piece.said]
        found = said_again(set(self.words), told)
        share = max(self._share(found, part) for part in self.point.parts)
        closest = max((near(self.meaning, piece.meaning) for piece in pieces), default=0.0)
        topic = any(one.told.found_in(told, exact=True) for one in self.topics)
        left = 1.0 - (0.6 if topic else 0.0)
        left *= (1 - share) * (1 - min(1.0, len(found) / WHOLE)) * (1 - min(1.0, 1.5 * closest))
        asks = self.point.asks
        unanswered = any(not one.told.found_in(told, exact=True) for one in asks)
        mine = [piece.said for piece, one in zip(pieces, evidence, strict=True) if one >= ENOUGH]
        elsewhere = bool(mine) and any(
            not any(one.told.found_in(said, exact=True) for said in mine) for one in asks
        )
        if asks and not unanswered:
            left *= ANSWERED if len(self.words) > SPECIFIC else ANSWERED_SHORT
        strength = (1 - left) * (ASKED_ONLY if unanswered else 1.0)
        return Taken(
            self.point,
            share,
            strength,
            bool(self.topics),
            unanswered,
            elsewhere,
            size(self.meaning),
            len(self.words),
            count,
        )

    def _share(self, found: frozenset[str], part: str) -> float:
        mine = {word for word in telling(part) if word in self.words}
        return len(mine & found) / len(mine) if mine else 0.0
