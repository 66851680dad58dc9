"""Swear words in a message: taken out before it is read, so that its matter is still answered."""

import re
from typing import Final

ABUSE: Final = "xuc_pham"
"""Key of the card for who says nothing else."""
CALMS: Final = "dang_buc_minh"
"""Key of the card said before what is answered besides."""
_YOU: Final = r"(?:\s*(?:m[aà]y|ch[uú]ng\s*m[aà]y|tụi\s*m[aà]y|n[oó]))?"
_SWEARS: Final = re.compile(
    rf"(?<!\w)(?:đ[iị]t\s*(?:con\s*)?m[eẹ]{_YOU}|dit\s*(?:con\s*)?me{_YOU}"
    rf"|đ[uụ]\s*m[aáẹe]{_YOU}|du\s*m[ae]\s*may|đm+|đcm|đkm|dmm|dcm|dkm|dm|vcl|vkl|vl|vãi\s*lồn"
    r"|clgt|con\s*cặc|cặc|lồn|mẹ\s*kiếp|mẹ\s*(?:cha\s*)?mày|tổ\s*sư(?:\s*(?:cha|bố))?\s*(?:mày|nó)"
    r")(?!\w)",
    re.IGNORECASE,
)


def without_swearing(text: str) -> str:
    """The text without swear words; the very text where it holds none."""
    return " ".join(_SWEARS.sub(" ", text).split()) if _SWEARS.search(text) else text
