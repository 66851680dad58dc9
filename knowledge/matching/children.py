"""A child without a birth certificate is registered late, not as an adult with papers."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from knowledge.matching.terms import Term

ADULT: Final = ("nguoi", "da", "co", "ho", "so", "giay", "to", "ca", "nhan")
"""Official words for "chưa làm khai sinh", said of who has other papers (TT 04/2020/TT-BTP)."""
BIRTH: Final = ("khai", "sinh")


def of_a_child(terms: Sequence[Term]) -> list[Term]:
    """`terms` with what is said of adults alone read as the plain birth registration."""
    read: list[Term] = []
    for at, group in groupby(terms, key=lambda term: term.at):
        rows = list(group)
        if tuple(term.word for term in rows) == ADULT:
            rows = [Term(word, word, rows[0].weight, at) for word in BIRTH]
        read += rows
    return read
