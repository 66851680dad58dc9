"""Lateness by another word: "muộn" is "trễ", which every list of words has."""

from typing import Final

from knowledge.text.folding import fold_word

_FINED: Final = 4
"""Words within which "phạt" tells that an unmarked "muon" is no wish."""


def told_late(typed: list[str]) -> list[str]:
    """`typed` with "muộn" as "trễ"; "hiếm muộn" is another matter, and "muon" mostly a wish."""
    folded = [fold_word(word) for word in typed]
    if "muon" not in folded:
        return typed
    late = [
        word == "muộn" or ("phat" in folded[at + 1 : at + 1 + _FINED] and folded[at + 1] != "lam")
        for at, word in enumerate(typed)
    ]
    return [
        "trễ" if folded[at] == "muon" and late[at] and folded[at - 1 : at] != ["hiem"] else word
        for at, word in enumerate(typed)
    ]
