"""Mixed messages: the part that is feedback is taken, the rest pointed elsewhere (F-7).

NĐ 154/2026/NĐ-CP art. 14(4) has the same rule for the reception of citizens.
"""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.feedback.classifying import KindReader
from knowledge.feedback.cues import Cues
from knowledge.feedback.kinds import ROUTED, TAKEN, FeedbackKind
from knowledge.text.folding import words

SHORTEST: Final = 4
"""Words a part must have to stand on its own as feedback."""

_CUT: Final = re.compile(
    r"(?i)(?<=[.!?;…])\s+|\n+|,?\s*\b(?:ngoài ra|đồng thời|tiện thể|tiện đây|còn việc nữa là|"
    r"ngoai ra|"
    r"dong thoi|tien the)\b[,:]?\s*|,\s*(?=(?:và\s+)?(?:tôi|em|mình|toi)\b)|\s+(?:và|"
    r"va)\s+(?=(?:tôi|toi)\b)"
)


@dataclass(frozen=True, slots=True)
class Split:
    """A message in two: what is taken, and the kinds that go another way."""

    taken: str
    """Empty when nothing of it stands on its own as feedback."""
    routed: tuple[FeedbackKind, ...]


def split(text: str, reader: KindReader, cues: Cues) -> Split:
    """Divide a message. A part beside a complaint is taken only if it speaks for itself.

    A sentence that merely goes on ("ông ấy ở tổ 5") belongs to the complaint, and is not kept.
    """
    parts = [part.strip(" ,;") for part in _CUT.split(text) if part and part.strip(" ,;")]
    readings = [(part, reader.read(part)) for part in parts]
    whole = reader.read(text).routed
    routed = tuple(dict.fromkeys(one.routed for _, one in readings if one.routed))
    if not routed:
        return Split("" if whole else text, (whole,) if whole else ())
    kept = [
        part
        for part, one in readings
        if one.routed is None and not one.suspected and _stands_alone(part, cues)
    ]
    return Split(" ".join(kept), routed)


def _stands_alone(part: str, cues: Cues) -> bool:
    found = cues.found_in(part)
    return len(words(part)) >= SHORTEST and bool(found & set(TAKEN)) and not found & ROUTED
