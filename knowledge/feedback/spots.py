"""Where a report says it is: numbers of houses, alleys and neighbourhoods, names, map points."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from knowledge.text.folding import fold, fold_word, word_set

_NUMBERED: Final = re.compile(
    r"\b(?:(?P<alley>hem|ngo|ngach|kiet)|(?P<area>to dan pho|tdp|to|khu pho|kp|khu|thon|ap)"
    r"|(?P<house>so nha|nha so|so|nha)) ?(?P<number>\d{1,4}[a-d]?)\b"
)
_AREAS: Final = {"tdp": "to", "to dan pho": "to", "kp": "khu", "khu pho": "khu"}
_POINT: Final = re.compile(r"(-?\d{1,2}\.\d{3,}),\s*(-?\d{1,3}\.\d{3,})")
_PLACE: Final = word_set(
    "duong pho hem ngo kiet cho cau truong vien kenh song ho cu the thon ap ba tu nam quan nhau oc "
    "phe chua tram xom lang hoc non mang"
)
"""The last word before a name: "chợ Mẫu", "trường tiểu học Sao Mai"."""
_SENTENCE: Final = re.compile(r"[.!?\n;]+")
_WORD: Final = re.compile(r"[^\W_]+|[^\w\s]")
METRES: Final = 80.0
"""Points nearer than this are one spot: a telephone is wrong by some 20 m, people stand beside."""
_DEGREE: Final = 111_320.0


class Same(IntEnum):
    """Whether two reports are of one spot."""

    NO = 0
    """Both say where, and it differs."""
    UNSAID = 1
    WIDE = 2
    """The same neighbourhood of some hundred households."""
    SPOT = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """What one report says of it."""

    numbers: frozenset[tuple[str, str]] = frozenset()
    """What is numbered, and its number: ("alley", "12")."""
    names: frozenset[str] = frozenset()
    """Names, folded."""
    said: str = ""
    """The whole text, folded: a name typed without capitals is found in it."""
    point: tuple[float, float] | None = None

    def same(self, other: "Spot") -> Same:
        """Against another's."""
        if self.point is not None and other.point is not None:
            return Same.SPOT if metres(self.point, other.point) <= METRES else Same.NO
        for what in ("house", "alley", "to", "khu"):
            mine, theirs = self.of(what), other.of(what)
            if mine and theirs and not mine & theirs:
                return Same.NO
        mine, theirs = self.names - other.among(self.names), other.names - self.among(other.names)
        named = len(mine) < len(self.names) or len(theirs) < len(other.names)
        if self.names and other.names and not named:
            return Same.NO
        shared = self.numbers & other.numbers
        near = {what for what, _ in shared} & {"house", "alley"}
        # Each street has an alley 12: where one is named, both must say it.
        if not named and not (near and not (self.names or other.names)):
            return Same.WIDE if shared else Same.UNSAID
        apart = bool(mine or self.narrow - shared) and bool(theirs or other.narrow - shared)
        return Same.WIDE if apart else Same.SPOT  # one street, and each tells more of its own

    def among(self, names: frozenset[str]) -> frozenset[str]:
        """Those of another's names that it says too."""
        return frozenset(name for name in names if self.says(name))

    @property
    def narrow(self) -> frozenset[tuple[str, str]]:
        """Its houses and alleys."""
        return frozenset(one for one in self.numbers if one[0] in {"house", "alley"})

    def says(self, name: str) -> bool:
        """Whether the text holds a name as whole words."""
        return f" {name} " in f" {self.said} "

    def of(self, what: str) -> frozenset[str]:
        """Its numbers of one kind."""
        return frozenset(number for one, number in self.numbers if one == what)


def spot_of(matter: str, place: str = "") -> Spot:
    """Where a report says it is."""
    text = f"{matter}\n{place}"
    found = _POINT.search(text)
    point = (float(found[1]), float(found[2])) if found else None
    said = fold(_POINT.sub(" ", text))
    names = frozenset(_names(text))
    return Spot(frozenset(_numbers(said)), names, said, point)


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Between two points of one town: the earth is flat there."""
    north = (one[0] - other[0]) * _DEGREE
    east = (one[1] - other[1]) * _DEGREE * math.cos(math.radians(one[0]))
    return math.hypot(north, east)


def _numbers(said: str) -> Iterator[tuple[str, str]]:
    for found in _NUMBERED.finditer(said):
        if area := found["area"]:
            yield _AREAS.get(area, area if area in {"to", "khu"} else "khu"), found["number"]
        else:
            yield ("alley" if found["alley"] else "house"), found["number"]


def _names(text: str) -> Iterator[str]:
    """Words with capitals inside a sentence: two together, or one after a word for a place."""
    for sentence in _SENTENCE.split(text):
        before, run = "", list[str]()
        for number, word in enumerate((*_WORD.findall(sentence), "-")):
            if word[0].isupper() and number:  # a sentence begins with a capital, name or not
                run.append(fold_word(word))
                continue
            if len(run) > 1:
                yield " ".join(run)
            elif run and before in _PLACE:  # alone "Mẫu" is half of many names
                yield f"{before} {run[0]}"
            before, run = fold_word(word), []
