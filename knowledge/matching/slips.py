"""What somebody takes back while typing: "xin giấy độc thân… à nhầm, giấy khai sinh"."""

import re
from itertools import pairwise
from typing import Final

from knowledge.text.folding import agrees

_WORD: Final = re.compile(r"\w+")
_STARTLED: Final = ("à", "á", "ý", "í", "ấy", "ủa", "ơ", "ớ", "úi")
_TAKES_BACK: Final = ("nhầm", "lộn")
_LEAST: Final = 2
"""Words on each side without which nothing was taken back."""


def without_slips(text: str) -> str:
    """`text` behind its last "à nhầm", where something stands on both sides of that."""
    said = list(_WORD.finditer(text))
    for at, (one, two) in reversed(list(enumerate(pairwise(said)))):
        enough = at >= _LEAST and len(said) - at - 2 >= _LEAST
        if enough and _is_slip(one[0].lower(), two[0].lower()):
            return text[two.end() :].lstrip(" ,.;:…-–!?")
    return text


def _is_slip(one: str, two: str) -> bool:
    return any(agrees(one, say) for say in _STARTLED) and any(
        agrees(two, say) for say in _TAKES_BACK
    )
