"""Whether a message says enough of a route's or card's phrase to be led there.

A phrase need not be said in full, and one word of it is often in a message about something
else: "vá lốp xe" is no theft of a "xe máy", "làm bánh sinh nhật" no work in "Nhật". The numbers
were chosen on 300 such messages labelled by hand; `tests/knowledge/matching/test_far_off.py`
holds others.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from knowledge.matching.index import Index, Source
from knowledge.matching.queries import Query
from knowledge.matching.ranking import FEATURES, Scored
from knowledge.text.folding import agrees, is_marked, word_set

ALIKE: Final = 0.55
"""Likeness of message and phrase from which a route is meant."""
CARD_SCORE: Final = 7.0
"""Score a card needs beside that: cards speak of the desk in everyday words."""
IN_A_ROW: Final = 4.0
"""Value of the words of a route's phrase said in full and in a row."""
SAID_ALL: Final = 6.1
"""Value of the words of a phrase said in full, wherever they stand."""
OUTSIDE: Final = "ngoai_pham_vi"
"""Key of the route that only says that no office does this: a hint is enough for it."""
HAPPENS: Final = word_set("mat trom trinh cap moc cuop")
"""What a theft or loss is told by, folded; the thing alone is none."""
_ALIKE: Final = FEATURES.index("surface")


def stands(guide: Scored, query: Query, index: Index, *, reported: bool = False) -> bool:
    """True when the phrase of `guide` that fits best is said well enough to lead there.

    `reported`: of a card that offers to take feedback, which is named in passing as routes are.
    """
    route = guide.entry.source is Source.ROUTE
    if route and guide.entry.key == OUTSIDE:
        return True
    parts = set(index.surfaces[guide.best].folded.split())
    written = not _misspelt(parts, guide, query) and not _unsaid(guide, query, index)
    alike = written and guide.features[_ALIKE] >= ALIKE
    if alike and (route or guide.score >= CARD_SCORE):
        return True
    if (route or reported) and any(
        value >= IN_A_ROW for value in _said_in_a_row(guide, query, index)
    ):
        return True
    every = parts <= set(query.folded.split())
    return written and every and _value(parts, index) >= SAID_ALL


def _misspelt(parts: set[str], guide: Scored, query: Query) -> bool:
    """True when a typed mark speaks against the phrase: "đòi nợ thuê" is no "nợ thuế"."""
    typed: dict[str, list[str]] = {}
    for term in query.terms:
        if term.word in parts and term.word in guide.entry.marked:
            typed.setdefault(term.word, []).append(term.typed)
    return any(
        not any(_may_be(one, guide.entry.marked[word]) for one in said)
        for word, said in typed.items()
    )


def _unsaid(guide: Scored, query: Query, index: Index) -> bool:
    """True when nothing happened of what the phrase tells: "gửi xe ở đâu" is no "mất xe"."""
    happens = HAPPENS.intersection(word for word, _ in index.surfaces[guide.best].terms)
    return bool(happens) and happens.isdisjoint(query.words.union(query.folded.split()))


def _may_be(typed: str, meant: Iterable[str]) -> bool:
    return not is_marked(typed) or any(agrees(typed, one) for one in meant)


def _said_in_a_row(guide: Scored, query: Query, index: Index) -> Iterator[float]:
    """What each phrase is worth that the message says word after word.

    The small words of a phrase are said too, wherever: "đi làm nước ngoài" is not "nước ngoài".
    """
    said, every = f" {query.folded} ", query.words.union(query.folded.split())
    for number in guide.entry.surfaces:
        surface = index.surfaces[number]
        phrase = surface.folded
        if f" {phrase} " in said and all(
            word in every for word, _ in surface.terms if " " not in word
        ):
            yield _value(set(phrase.split()), index)


def _value(words: Iterable[str], index: Index) -> float:
    return sum(index.idf.get(word, index.unknown_idf) for word in words)
