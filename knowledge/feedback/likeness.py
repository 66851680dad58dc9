"""Whether two reports seem to tell the same thing: the same spot and the same matter.

It is a hint for an officer, who reads both and decides. Nothing is the same by its words alone
where one spot is not the other: the lamp of alley 12 is not the lamp of alley 14. The matter is
the topics both bring up, how near they are by the thesaurus, and the words both say.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from knowledge.feedback.nearness import Meaning, near, shipped_nearness
from knowledge.feedback.spots import Same, Spot, spot_of
from knowledge.feedback.telling_words import telling
from knowledge.feedback.topics import shipped_topics
from knowledge.text.folding import fold_word, word_set, words


class Matter(StrEnum):
    """How the topics of two reports stand to each other."""

    SHARED = "shared"
    SILENT = "silent"
    """One of them brings up none that is known."""
    APART = "apart"


_WORDS: Final = 0.5
"""What words said by both weigh beside the nearness of what they are about."""
BOUNDS: Final = {
    (Same.SPOT, Matter.SHARED): 0.05,
    (Same.SPOT, Matter.SILENT): 0.4,
    (Same.SPOT, Matter.APART): 0.9,
    (Same.WIDE, Matter.SHARED): 0.55,
    (Same.WIDE, Matter.SILENT): 0.9,
    (Same.WIDE, Matter.APART): 1.2,
    (Same.UNSAID, Matter.SHARED): 1.2,
    (Same.UNSAID, Matter.SILENT): 1.2,
    (Same.UNSAID, Matter.APART): 1.2,
}
"""From here on two reports are alike, of at most 1.5: read off the sets `tune` and `tune2` of
`tests/knowledge/feedback/duplicates.yaml`. Where no spot is told only what is said twice in nearly
the same words counts: "đèn đường hỏng" may be any of the ward's."""
_VAGUE: Final = frozenset(
    {"delay", "phone", "no_one_came", "attitude", "blame_staff", "returned", "spoiled"}
)
"""Topics any report may have beside its matter."""
_BESIDE: Final = word_set("truoc o tai gan cho ngay doi canh sau ben tren doan dau cuoi trong cong")
_NAMED: Final = (
    "truong tieu hoc", "truong mam non", "truong hoc", "truong", "tram y te", "nha van hoa",
    "cong vien", "cho", "cau", "kenh", "bo kenh", "khu tap the", "chung cu", "benh vien",
    "cay xang", "nga ba", "nga tu", "uy ban", "tru so", "trung tam hanh chinh", "duong", "hem",
)  # fmt: skip
"""Where something is, when it stands after a word for beside or before a name."""
_PLACES: Final = {
    first: [one.split() for one in _NAMED if one.split()[0] == first]
    for first in {one.split()[0] for one in _NAMED}
}


@dataclass(frozen=True)
class Told:
    """What is compared of a report; the dear parts when they are asked for."""

    matter: str
    spot: Spot

    @cached_property
    def said(self) -> tuple[str, ...]:
        """Its words but for those that only say where."""
        names = frozenset(word for name in self.spot.names for word in name.split())
        return tuple(_without_places(words(self.matter.lower()), names))

    @property
    def telling(self) -> frozenset[str]:
        """Folded words that tell the matter."""
        found = (fold_word(word) for word in telling(" ".join(self.said)))
        return frozenset(word for word in found if not word.isdigit())

    @property
    def topics(self) -> frozenset[str]:
        """Known matters it brings up."""
        found = shipped_topics().raised(" ".join(self.said))
        return frozenset(one.key for one in found if one.group == "matters") - _VAGUE

    @property
    def meaning(self) -> Meaning:
        """What it is about."""
        return shipped_nearness().meaning(self.said)


def told(matter: str, place: str = "") -> Told:
    """A report as it is compared."""
    return Told(matter, spot_of(matter, place))


def likest(one: Told, others: Sequence[Told], *, at_desk: bool = False) -> list[tuple[float, int]]:
    """Those that seem to tell the same, the likest first: strength and place in the list.

    `at_desk`: all are about the one-stop desk, where people do not say which.
    """
    mine = (one.telling, one.topics, one.meaning)
    found = []
    for number, other in enumerate(others):
        same = one.spot.same(other.spot)
        if same is Same.UNSAID and at_desk:
            same = Same.WIDE
        apart = same is Same.NO or (same is Same.UNSAID and not _close(one.spot, other.spot))
        strength = 0.0 if apart else _strength(mine, other, same)
        if strength:
            found.append((strength, number))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def _strength(
    mine: tuple[frozenset[str], frozenset[str], Meaning], other: Told, same: Same
) -> float:
    """How alike the matters are; nought below the bound. The dear parts are asked last."""
    said, topics, about = mine
    shared = _WORDS * _share(said, other.telling, widely=same is Same.UNSAID)
    if 1.0 + shared < BOUNDS[same, Matter.SHARED]:
        return 0.0
    strength = near(about, other.meaning) + shared
    if strength < BOUNDS[same, Matter.SHARED]:
        return 0.0
    if strength >= BOUNDS[same, Matter.APART]:
        return strength
    return strength if strength >= BOUNDS[same, _matter(topics, other.topics)] else 0.0


def _close(one: Spot, other: Spot) -> bool:
    """Whether half the words are the same: what can be twice the same report without a spot."""
    mine, theirs = set(one.said.split()), set(other.said.split())
    return 2 * len(mine & theirs) >= max(len(mine), len(theirs))


def _matter(mine: Set[str], theirs: Set[str]) -> Matter:
    if mine & theirs:
        return Matter.SHARED
    return Matter.APART if mine and theirs else Matter.SILENT


def _share(mine: Set[str], theirs: Set[str], *, widely: bool) -> float:
    """Of the shorter report (`widely`: of the longer one) the part both say, rare words first."""
    one, other = _weight(mine), _weight(theirs)
    whole = max(one, other) if widely else min(one, other)
    return _weight(mine & theirs) / whole if whole else 0.0


def _weight(said: Set[str]) -> float:
    rarity = shipped_nearness().rarity
    return sum(rarity(word) for word in said)


def _without_places(said: Sequence[str], names: Set[str]) -> Iterator[str]:
    folded, at = [fold_word(word) for word in said], 0
    while at < len(said):
        known = _PLACES.get(folded[at], ())
        long = next((len(one) for one in known if folded[at : at + len(one)] == one), 0)
        beside = at > 0 and folded[at - 1] in _BESIDE
        named = folded[at + long : at + long + 1]
        if long and (beside or (named and named[0] in names)):
            at += long
            continue
        if folded[at] not in names:
            yield said[at]
        at += 1
