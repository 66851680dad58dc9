"""What was said, without courtesies and small words."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from knowledge.matching.queries import Query
from knowledge.matching.terms import FAINT_WEIGHT
from knowledge.text.folding import agrees, fold_word, word_set
from knowledge.text.lexicon import Lexicon
from knowledge.text.phrases import Kind

POLITE: Final = {
    fold_word(says[0]): says
    for says in (
        ("dạ", "đã"), ("a", "ạ", "à"), ("ah",), ("oi", "ơi"), ("nha",), ("nhe", "nhé"), ("nhen",),
        ("vậy",), ("ây", "ấy"), ("the", "thế"), ("em",), ("anh", "ảnh"), ("chị",), ("ad",),
        ("bạn",), ("minh", "mình"), ("toi", "tôi"), ("cho",), ("hỏi",), ("xin",), ("muốn",),
        ("can", "cần"), ("voi", "với"), ("luôn",), ("giup", "giúp"), ("giùm",), ("dùm",),
        ("la", "là"), ("về",), ("thì",), ("ha", "há", "hả"), ("hen",), ("u", "ừ"), ("vâng",),
        ("tui",), ("cô", "có"), ("chú",), ("bác",), ("e",), ("nhỉ",), ("mà",), ("rồi",), ("được",),
    )
}  # fmt: skip
"""Courtesies and small words, as they are written, by their folded form: "chó" is no "cho"."""
_LIGHT: Final = word_set(
    """
    xin lam muon can di cho nop hoi ve thu tuc
    """
)
"""Verbs inside a phrase that do not belong to what it names."""

Key = tuple[str, ...]


def plain(typed: Sequence[str]) -> Key:
    """The folded words without courtesies; all of them if nothing else is left."""
    kept = [fold_word(word) for word in typed if not _polite(word)]
    return tuple(kept) or tuple(map(fold_word, typed))


def exact_keys(typed: Sequence[str]) -> tuple[Key, ...]:
    """What phrases said alone are looked up by: every word first, then without courtesies.

    "bien so nha" is a house's number before it is a plate's with a "nha" behind it.
    """
    every, kept = tuple(map(fold_word, typed)), plain(typed)
    return (every, kept) if every != kept else (kept,)


@lru_cache(maxsize=20_000)
def _polite(typed: str) -> bool:
    """True for a courtesy, or what may be one where its marks were left out."""
    says = POLITE.get(fold_word(typed))
    return says is not None and any(agrees(typed, say) for say in says)


def bare(query: Query, lexicon: Lexicon) -> dict[str, float]:
    """The words that say something, unrewritten, with their weight."""
    typed, known = query.typed, query.phrases
    folded = [fold_word(word) for word in typed]
    kept: dict[str, float] = {}
    position = 0
    while position < len(folded):
        if position in known:
            phrase = known[position]
        else:
            phrase = lexicon.phrases.find(folded, typed, position)
        end = position + (len(phrase.spelled) if phrase else 1)
        if phrase is None or phrase.kind in (Kind.MEAN, Kind.FIRM, Kind.FAINT):
            weight = FAINT_WEIGHT if phrase and phrase.kind is Kind.FAINT else 1.0
            for place in range(position, end):
                word = folded[place]
                if phrase and phrase.kind is Kind.MEAN and word in _LIGHT:
                    continue
                kept[word] = max(kept.get(word, 0.0), weight)
        position = end
    return kept
