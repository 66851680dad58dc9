"""Which case of a procedure the words name: "trễ hạn", "ly hôn", "không có giấy chứng sinh"."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from knowledge.matching.queries import Query
from knowledge.procedures import Procedure
from knowledge.text.folding import fold, fold_word, word_set

_SAME: Final = (
    (
        re.compile(r"\bqua (?:han|\d+ ngay)"),
        ("tre han", "qua han", "trễ", "muon han", "de lau", "lau roi", "may nam roi", "qua lau"),
    ),
    (re.compile(r"\bdung han|\btrong \d+ ngay"), ("dung han", "trong han", "con han")),
    (re.compile(r"\b(?:can|phai) xac minh"), ("xac minh",)),
    (re.compile(r"\bly hon|tung ket hon"), ("ly hon", "ly di", "tung ket hon")),
)
"""A label's wording, and the ways people say that case."""
_BARE_LATE: Final = re.compile(
    r" (?:bi|nop|di|hoi|qua|da) tre | tre (?:roi|qua|nop|bao|may)\b| tre .*\bphat\b"
)
"""Typed without marks "tre" is mostly a child, "trễ" with these words beside it."""
_PAST: Final = re.compile(r"\bqua (\d+) ngay")
_LONG_AGO: Final = re.compile(
    r" (?:\d+|may|hai|ba|bon|nam|muoi) nam (?:roi|nay|truoc) | lau lam roi | bay gio moi | gio moi "
)
_CHILD: Final = re.compile(
    r" (?:be|con|chau|con em|con toi) (?:duoc |moi )?(\d+) (ngay|thang|tuoi) "
)
_DAYS: Final = {"ngay": 1, "thang": 30, "tuoi": 365}
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
    text = f" {' '.join(_heard(query.heard or query.typed))} ".replace(" hom qua ", " hom truoc ")
    scores = [(_said(case.label, text), case.key) for case in procedure.cases]
    scores = sorted((row for row in scores if row[0] >= ENOUGH), reverse=True)
    if not scores or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return None
    return scores[0][1]


def _is_past(label: str, text: str) -> bool:
    """True when a time told is past the days the label of lateness names."""
    if (limit := _PAST.search(label)) is None:
        return False
    if _LONG_AGO.search(text):
        return True
    if "ngay sinh" not in label:
        return False
    ages = (int(n) * _DAYS[unit] for n, unit in _CHILD.findall(text))
    return any(days > int(limit[1]) for days in ages)


def _heard(typed: Sequence[str]) -> list[str]:
    """The words without marks, but for "trễ", which is no child ("trẻ")."""
    words = ["trễ" if word.lower() == "trễ" else fold_word(word) for word in typed]
    if "tre" not in (word.lower() for word in typed):
        return words
    late = _BARE_LATE.search(f" {' '.join(words)} ")
    return ["trễ" if late and typed[i].lower() == "tre" else word for i, word in enumerate(words)]


def _said(label: str, text: str) -> float:
    folded, says, telling = _told_by(label)
    if says:
        return float(any(say in text for say in says) or _is_past(folded, text))
    return sum(word in text for word in telling) / len(telling) if telling else 0.0


@lru_cache(maxsize=1_000)
def _told_by(label: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A label folded, the ways people say its case where we know them, and its telling words."""
    folded = fold(label)
    known = next((says for wording, says in _SAME if wording.search(folded)), ())
    telling = {word for word in folded.split() if word not in _DULL}
    return folded, _apart(known), _apart(telling)


def _apart(says: Iterable[str]) -> tuple[str, ...]:
    return tuple(f" {say} " for say in says)
