"""Which case of a procedure the words name: "trễ hạn", "ly hôn", "không có giấy chứng sinh"."""

import re
from typing import Final

from knowledge.matching.queries import Query
from knowledge.procedures import Procedure
from knowledge.text.folding import fold, fold_word, word_set

_SAME: Final = (
    (
        re.compile(r"\bqua (?:han|\d+ ngay)"),
        ("tre han", "qua han", "tre", "muon han", "de lau", "lau roi", "may nam roi", "qua lau"),
    ),
    (re.compile(r"\bdung han|\btrong \d+ ngay"), ("dung han", "trong han", "con han")),
    (re.compile(r"\b(?:can|phai) xac minh"), ("xac minh",)),
    (re.compile(r"\bly hon|tung ket hon"), ("ly hon", "ly di", "tung ket hon")),
)
"""A label's wording, and the ways people say that case."""
_DULL: Final = word_set(
    """
    truong hop khi neu co khong cua cho va hoac la o tai trong voi den tu cac nguoi duoc ngay
    dang ky thu tuc giay to ho so phai can cap lam
    """
)
ENOUGH: Final = 0.6
"""Share of a label's telling words that must be said."""


def case_of(procedure: Procedure, query: Query) -> str | None:
    """Key of the one case the words name, or None when they name none or several."""
    text = f" {' '.join(fold_word(word) for word in query.typed)} "
    scores = [(_said(case.label, text), case.key) for case in procedure.cases]
    scores = sorted((row for row in scores if row[0] >= ENOUGH), reverse=True)
    if not scores or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return None
    return scores[0][1]


def _said(label: str, text: str) -> float:
    folded = fold(label)
    for wording, says in _SAME:
        if wording.search(folded):
            return float(any(f" {say} " in text for say in says))
    telling = {word for word in folded.split() if word not in _DULL}
    return sum(f" {word} " in text for word in telling) / len(telling) if telling else 0.0
