"""Whether an officer's answer proves something: checked before it leaves.

What is certain is a plain rule: somebody's data, a blank, no unit, fault put on the citizen in so
many words. The rest is judged by fitted heads (`judging.py`). Each fault has a reason the officer
reads; the figures stand in docs/feedback.md.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from knowledge.feedback.judging import Head, shipped_judge
from knowledge.feedback.left_out import is_elsewhere, left_out, unowned
from knowledge.feedback.personal import personal
from knowledge.feedback.ready import unfilled
from knowledge.feedback.reviews import Fault, FaultKind
from knowledge.feedback.taken_out import without_marks
from knowledge.feedback.units import units_named
from knowledge.text.folding import fold

SHORTEST: Final = 12
"""Words below which no answer of the tuning half says what was done and what comes."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a check knows besides the answer."""

    matter: str
    """The citizen's words."""
    units: tuple[str, ...] = ()
    """Names of the ward's units."""
    public_phones: frozenset[str] = field(default_factory=frozenset)
    """Digits of numbers the ward has published."""


def check(reply: str, context: Context) -> tuple[Fault, ...]:
    """Everything an answer lacks; empty when it may leave."""
    matter = without_marks(context.matter)
    lacks = shipped_judge().lacks(reply, matter)
    rules = (
        (FaultKind.TOO_SHORT, len(fold(reply).split()) < SHORTEST),
        (FaultKind.PART, Head.POINTS in lacks or _leaves_bare(reply, matter)),
        (FaultKind.VAGUE, Head.DEEDS in lacks),
        (FaultKind.NO_UNIT, not units_named(reply, context.units)),
        (FaultKind.IMPOLITE, Head.RUDE in lacks),
        (FaultKind.BLAME, Head.BLAME in lacks or _blames(reply)),
        (FaultKind.PERSONAL_DATA, personal(reply, context.public_phones, matter)),
        (FaultKind.BLANK, bool(unfilled(reply))),
    )
    found = [kind for kind, failed in rules if failed]
    about = left_out(matter, reply) if FaultKind.PART in found else ""
    return tuple(Fault(one, about if one is FaultKind.PART else "") for one in found)


def _leaves_bare(reply: str, matter: str) -> bool:
    return is_elsewhere(matter, reply) or unowned(matter, reply)


_BECAUSE_OF_YOU: Final = re.compile(
    r"\b(?:do|tại)\s+(?:chính\s+)?(?:gia đình|bà con|người dân|anh/chị|anh chị|ông/bà)\b"
    r"(?! (?:chọn|bầu|góp|đóng góp|đề xuất|đề nghị|nêu|báo|phát hiện|cung cấp|gửi|hiến|giám sát)\b)"
)
"""What is chosen, given or told by the citizens is no fault of theirs: "do bà con chọn"."""


_YOUR_SENSE: Final = re.compile(
    r"\bý thức(?: của)?(?: một số| phần lớn| chính)? (?:gia đình|bà con|người dân|dân|các hộ|"
    r"hộ dân|anh/chị|anh chị|ông/bà|cư dân)\b[^.;,]{0,25}\b(?:kém|thấp|tệ|yếu|không (?:tốt|có)|"
    r"chưa (?:cao|tốt))\b"
)
"""What they are said to be like: "do ý thức người dân khu này quá kém"."""


_YOUR_FAULT: Final = re.compile(
    r"\b(?<!không phải )(?<!không )lỗi (?:là )?(?:do|của|tại|ở|thuộc về)(?: phía)? (?:chính )?"
    r"(?:anh/chị|anh chị|ông/bà|anh|chị|ông|bà|bác|cô|chú|gia đình|bà con|người dân|quý)\b"
    r"(?! (?:phụ trách|cán bộ|nhân viên|tài xế|lái|thu|trực|thợ|bảo vệ|em bên))"
)
"""Said in so many words: "thì cũng là lỗi do chị"."""


def _blames(reply: str) -> bool:
    """The fault is put on who complained; "đó anh/chị" is not "do anh/chị"."""
    said = reply.lower()
    return any(one.search(said) for one in (_BECAUSE_OF_YOU, _YOUR_SENSE, _YOUR_FAULT))
