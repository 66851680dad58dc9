"""Who says that reading or writing is beyond them: "tui không biết chữ"."""

from collections.abc import Sequence
from typing import Final

from knowledge.text.folding import agrees, fold_word, word_set
from knowledge.text.lexicon import Openings

_LETTERS: Final = Openings((
    ("biết", "chữ"), ("rành", "chữ"), ("biết", "viết"), ("biết", "đọc"), ("viết", "được", "chữ"),
))  # fmt: skip
_ILLITERATE: Final = Openings((("mù", "chữ"), ("bằng", "miệng"), ("nói", "miệng")))
_OTHER: Final = word_set("ky tich lot dem don to giay mau tin gi nao sao the vao")
"""Words after which it is another matter: "không biết chữ ký …", "không biết viết đơn thế nào"."""
_DENIED: Final = 2
"""Words before in which "không" is looked for."""


def cannot_read(typed: Sequence[str]) -> bool:
    """True when somebody says they cannot read or write, or asks to tell it by mouth."""
    return any(_says(typed, place) for place in range(len(typed)))


def _says(typed: Sequence[str], place: int) -> bool:
    if _ILLITERATE.length_at(typed, place):
        return True
    length = _LETTERS.length_at(typed, place)
    following = fold_word(typed[place + length]) if length and place + length < len(typed) else ""
    before = typed[max(0, place - _DENIED) : place]
    denied = any(agrees(word, "không") or agrees(word, "chẳng") for word in before)
    return bool(length) and denied and following not in _OTHER
