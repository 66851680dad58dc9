"""Whether papers handed in are done: "hôm bữa nộp hồ sơ khai sinh xong chưa"."""

from collections.abc import Sequence
from typing import Final

from knowledge.text.folding import agrees, fold_word, word_set
from knowledge.text.lexicon import Openings

_FILED: Final = word_set("nop gui")
"""Verbs of who has handed something in; "làm" and "xin" count with a moment that has passed."""
_DONE_TO: Final = word_set("lam xin dang")
_PASSED: Final = Openings((
    ("hôm", "bữa"), ("bữa", "hôm"), ("hôm", "trước"), ("bữa", "trước"), ("hôm", "nọ"),
    ("bữa", "nọ"), ("hôm", "qua"), ("tuần", "trước"), ("tuần", "rồi"), ("tháng", "trước"),
    ("tháng", "rồi"), ("hôm", "kia"), ("bữa", "kia"), ("đã", "nộp"), ("nộp", "rồi"), ("đã", "gửi"),
))  # fmt: skip
_DONE: Final = (
    ("xong", "chưa"), ("xong", "rồi", "chưa"), ("tới", "đâu", "rồi"), ("đến", "đâu", "rồi"),
    ("kết", "quả", "chưa"), ("duyệt", "chưa"),
)  # fmt: skip
_YET: Final = Openings((*_DONE, ("có", "chưa"), ("ra", "chưa"), ("lấy", "được", "chưa")))
_NOW: Final = Openings(_DONE)
"""Without a moment that has passed: "nộp sáng thì chiều lấy được chưa" asks how long it takes."""
_TAIL: Final = 3
"""Words of courtesy that may follow the question."""


def asks_progress(typed: Sequence[str]) -> bool:
    """True when something was handed in and the words ask whether it is done."""
    folded = [fold_word(word) for word in typed]
    if any(_PASSED.places(typed)):
        filed = not (_FILED | _DONE_TO).isdisjoint(folded)
        return filed and _ends_asking(typed, _YET)
    return _handed_in(typed, folded) and _ends_asking(typed, _NOW)


def _handed_in(typed: Sequence[str], folded: Sequence[str]) -> bool:
    """True for "nộp" with no wish before it: "tui nộp hồ sơ … xong chưa"."""
    return any(word in _FILED and not _is_wish(typed[:at]) for at, word in enumerate(folded))


def _is_wish(before: Sequence[str]) -> bool:
    return any(agrees(word, "muốn") or agrees(word, "cần") for word in before)


def _ends_asking(typed: Sequence[str], asking: Openings) -> bool:
    last = len(typed) - _TAIL
    return any(place + length >= last for place, length in asking.places(typed))
