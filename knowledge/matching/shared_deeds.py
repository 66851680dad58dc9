"""One deed for several papers: "đổi căn cước và hộ chiếu", "mất cả bằng lái lẫn căn cước".

What follows the joining word names a paper only; the deed of the first is meant for it as well.
"""

from collections.abc import Sequence
from typing import Final

from knowledge.text.folding import fold_word, word_set
from knowledge.text.lexicon import Openings

_DEEDS: Final = Openings((
    ("cấp", "đổi"), ("cấp", "lại"), ("làm", "lại"), ("xin", "lại"), ("đổi",), ("gia", "hạn"),
    ("bị", "mất"), ("mất",), ("rớt", "mất"), ("rơi", "mất"), ("làm", "mất"), ("rớt",), ("rơi",),
    ("làm",), ("xin",), ("đăng", "ký"), ("sao", "y"), ("chứng", "thực"),
))  # fmt: skip
_THEN: Final = "roi"
"""Without marks at the start of a clause it is "rồi", not "rơi"."""
_LOSES: Final = word_set("mat bi rot roi")
_NO_PAPER: Final = word_set(
    """
    chua khong ko co da bi la duoc dc can phai muon hoi cho toi em anh chi vo chong bo me ba ma
    dang con o tu den sao nao gi may lau nhieu lam xin doi cap mat nop de thi ma neu
    """
)
"""Words that a paper named alone does not hold: a wish, a story or an aside of its own."""
_SPEAKERS: Final = 4
"""Words before the deed: "cho em hỏi muốn đổi …"."""
_MOST: Final = 5
"""Words of a paper's name."""
_ENDS: Final = word_set("luon nua voi a nhe nha")
"""Words that end the list and say nothing."""


def with_shared_deed(first: Sequence[str], named: Sequence[str]) -> list[str] | None:
    """The paper named after a joining word with the deed of `first`, None where there is none."""
    words = list(named)
    while words and fold_word(words[-1]) in _ENDS:
        words.pop()
    folded = " ".join(map(fold_word, words)).replace("bao hiem", "bh").split()
    if not 0 < len(words) <= _MOST or not _NO_PAPER.isdisjoint(folded):
        return None
    start = int(first[0].lower() == _THEN)  # "roi xin …": then, not dropped
    for at in range(start, min(_SPEAKERS + 1, len(first))):
        if length := _DEEDS.length_at(first, at):
            return [*first[at : at + length], *words]
    return None


def tells_loss(typed: Sequence[str]) -> bool:
    """True for "mất …": a lost certificate of birth is no birth to register."""
    return not _LOSES.isdisjoint(map(fold_word, typed[:2]))
