"""What of the register's words may be told in a chat: nothing private (L-2)."""

from typing import Final

from knowledge.text.folding import fold

_CUES: Final = (
    "benh", "suc khoe", "tam than", "khuyet tat", "giam dinh", "hiv", "cai nghien", "ma tuy",
    "ngheo", "kho khan", "tro cap", "bao tro", "mo coi", "neo don",
    "an tich", "ly lich tu phap", "hinh su", "pham toi", "vi pham", "khoi to", "tam giam",
    "tu giam", "ly hon", "ngoai gia thu", "nhan con", "nhan cha", "nhan me", "con nuoi", "adn",
    "bao luc", "xam hai", "mai dam", "tranh chap", "thua ke", "tu vong", "qua doi",
)  # fmt: skip
"""Folded words after which a paper or a reason is only told at the desk."""


def tellable(words: str) -> bool:
    """Whether these words of the register reveal nothing of health, poverty, crime or family."""
    folded = f" {fold(words)} "
    return not any(f" {cue} " in folded for cue in _CUES)
