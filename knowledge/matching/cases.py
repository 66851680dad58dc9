"""Which case of a procedure the words name: "trễ hạn", "ly hôn", "không có giấy chứng sinh"."""

from typing import Final

from knowledge.matching.queries import Query
from knowledge.procedures import Procedure
from knowledge.text.folding import fold, fold_word

_SAME: Final = (
    ("qua han", ("tre han", "qua han", "tre", "muon", "qua 60 ngay", "qua 15 ngay", "de lau", "lau roi", "tre hen")),
    ("dung han", ("dung han", "trong han", "moi sinh", "vua sinh", "con han")),
    ("xac minh", ("xac minh", "phai xac minh")),
    ("truc tuyen", ("online", "qua mang", "truc tuyen", "tren mang")),
    ("lan dau", ("lan dau",)),
    ("ly hon", ("ly hon", "ly di", "da tung ket hon")),
)
_DULL: Final = frozenset(
    "truong hop khi neu co khong cua cho va hoac la o tai trong voi den tu cac nguoi duoc ngay "
    "dang ky thu tuc giay to ho so phai can cap lam".split()
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
    for meant, says in _SAME:
        if meant in folded or any(f" {say} " in f" {folded} " for say in says[:3]):
            if any(f" {say} " in text for say in says):
                return 1.0
    telling = {word for word in folded.split() if word not in _DULL}
    return sum(f" {word} " in text for word in telling) / len(telling) if telling else 0.0
