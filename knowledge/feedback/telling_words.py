"""The words of a report that tell what it is about, and which of them an answer says."""

from collections.abc import Collection, Sequence
from typing import Final

from knowledge.feedback.points import meant
from knowledge.text.folding import agrees, fold_word, is_marked, word_set

_GENERAL: Final = word_set(
    "duong hem kiet ngo thon ap khu pho so canh goc ben sat gan dau cuoi giua doan bo noi thang "
    "tuan nam lan bua hoai het luon mai buoi nay may nhieu it lon nho sua xu ly kiem tra giai "
    "quyet phan anh de nghi yeu cau can bo dan ba phuong xin thay keu cu con ca tui chung ta hang "
    "xom ho lau qua coi dum vay ha nha a oi duoc mot hai gi ne cai vu chuyen tinh huong"
)
"""Words that stand in any report and any answer: sharing one links nothing."""


def telling(clause: str) -> tuple[str, ...]:
    """The words of a report that tell what it is about."""
    return tuple(word for word in meant(clause) if fold_word(word) not in _GENERAL)


def said_again(asked: Collection[str], told: Sequence[str]) -> frozenset[str]:
    """The words of a report the answer says; among marked words "Hoa" is no "hoá"."""
    exact = any(map(is_marked, asked))
    return frozenset(
        word
        for word in asked
        if any(
            agrees(word, other) and not (exact and is_marked(word) != is_marked(other))
            for other in told
        )
    )
