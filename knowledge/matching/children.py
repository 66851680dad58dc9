"""A child without a birth certificate is registered late, not as an adult with papers."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from knowledge.matching.terms import Term

ADULT: Final = ("nguoi", "da", "co", "ho", "so", "giay", "to", "ca", "nhan")
"""Official words for "chưa làm khai sinh", said of who has other papers (TT 04/2020/TT-BTP)."""
BIRTH: Final = ("khai", "sinh")


def of_a_child(terms: Sequence[Term], folded: Sequence[str]) -> list[Term]:
    """`terms` with what is said of adults alone read as the plain birth registration.

    A child whose papers are not yet made and of whom nothing else is said needs that one.
    """
    read: list[Term] = []
    if _without_papers(folded) and all(term.weight < 1 for term in terms):
        read = [Term(word, word) for word in BIRTH]
    for at, group in groupby(terms, key=lambda term: term.at):
        rows = list(group)
        if tuple(term.word for term in rows) == ADULT:
            rows = [Term(word, word, rows[0].weight, at) for word in BIRTH]
        read += rows
    return read


def _without_papers(folded: Sequence[str]) -> bool:
    """True for "bé 3 tháng chưa đi làm giấy", "con 2 tháng chưa có giấy tờ gì"."""
    if "chua" not in folded:
        return False
    return "giay" in folded[folded.index("chua") :]
