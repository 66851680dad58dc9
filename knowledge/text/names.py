"""A name out of a short list, typed by hand: no marks, typos, "tổ 5" for "Tổ dân phố 5"."""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from knowledge.text.folding import fold

NEAR: Final = 80.0
"""Likeness (0 to 100) a typed name must have: two slips in ten letters still have it."""
AHEAD: Final = 5.0
"""How much nearer the nearest must be than the next; else both are asked back."""
_KIND: Final = re.compile(
    r"^(?:(?:toi|em|minh|nha|o|thuoc|chon) )*"
    r"(?:to dan pho|khu pho|to|tdp|kp|khu|thon|ap|xom|khom|ban|lang|buon|phum|soc)(?: so)?\b ?"
)
_NUMBER: Final = re.compile(r"\d+")


def nearest(words: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names the words may mean, best first: one is meant, several are asked back, none."""
    said = re.sub(r"(?<=[a-z])(?=\d)", " ", fold(words))
    exact = [name for name in names if fold(name) == said]
    if exact or not said:
        return tuple(exact)
    numbers, core = _NUMBER.findall(said), _core(said)
    scored = []
    for name in names:
        folded = fold(name)
        if [*map(int, _NUMBER.findall(folded))] != [*map(int, numbers)]:
            continue  # "tổ 5" is never "tổ 15", however near the letters are
        other = _core(folded)
        if _letters(core) or _letters(other):
            score = max(fuzz.ratio(core, other), fuzz.ratio(said, folded))
        else:  # nothing but numbers is left: they are the same
            score = 100.0 if _kind(said, folded) else 90.0
        scored.append((score, name))
    scored.sort(key=lambda one: -one[0])
    near = [one for one in scored if one[0] >= NEAR]
    return tuple(name for score, name in near if score > near[0][0] - AHEAD)


def _core(folded: str) -> str:
    """Without the word for what it is: "to dan pho 5" is "5"."""
    return _KIND.sub("", folded)


def _letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _kind(said: str, name: str) -> bool:
    """Whether both name the same kind of place, or the words name none."""
    mine, theirs = said[: len(said) - len(_core(said))], name[: len(name) - len(_core(name))]
    mine = re.sub(r"\b(?:toi|em|minh|nha|o|thuoc|chon|so)\b", "", mine).strip()
    full = {"to": "to dan pho", "tdp": "to dan pho", "kp": "khu pho", "khu": "khu pho"}
    return not mine or full.get(mine, mine) == full.get(theirs.strip(), theirs.strip())
