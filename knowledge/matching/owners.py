"""Whose paper it is, said between the paper and what befell it: "VNeID của em ghi sai"."""

from typing import Final

from knowledge.text.folding import fold_word, word_set

_OWNERS: Final = word_set(
    "em toi minh anh chi con chau me ba bo ma cha ong vo chong be co chu bac di cau"
)
_BEFALLS: Final = word_set("bi sai het sap nhap thang tuan hong hu rach thieu nham lech")
_WRITTEN: Final = word_set("ghi in khai dien")
"""The same where a fault comes next: "ghi sai"; "ghi Lệ" tells what stands there."""
_MOST: Final = 2
"""Words that name an owner: "của con em"."""


def unowned(typed: list[str]) -> list[str]:
    """`typed` without an owner that parts a paper from its fault: "(của em) ghi sai"."""
    folded = [fold_word(word) for word in typed]
    if "cua" not in folded:
        return typed
    at = folded.index("cua")
    for end in range(at + 2, min(at + 2 + _MOST, len(folded))):
        if folded[end - 1] not in _OWNERS:
            return typed
        written = folded[end] in _WRITTEN
        if folded[end + written : end + written + 1] and folded[end + written] in _BEFALLS:
            return [*typed[:at], *typed[end:]]
    return typed
