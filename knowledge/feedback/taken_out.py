"""A report without the marks that stand for what was taken out: they bring nothing up."""

import re
from typing import Final

from knowledge.redaction.marks import INSTEAD, Hidden

_WHO: Final = (
    Hidden.NAME, Hidden.CHILD, Hidden.PHONE, Hidden.EMAIL, Hidden.ID, Hidden.ACCOUNT, Hidden.BIRTH,
)  # fmt: skip
"""What tells who writes; a place or a number plate may be what the matter is about."""
_MARKS: Final = "|".join(re.escape(INSTEAD[one]) for one in _WHO)
_TAKEN_OUT: Final = re.compile(
    rf"(?i)(?:(?<!\w)(?:số|so|sđt|sdt|đt|dt|tên|ten|gọi|goi|qua|là|la|:)\s*)*(?:{_MARKS})"
)


def without_marks(matter: str) -> str:
    """The words alone: "Số [số điện thoại]. Đèn hỏng" asks for one thing, not two."""
    return _TAKEN_OUT.sub(" ", matter)
