"""Whether a message says where and when, so that only what is missing is asked."""

import re
from typing import Final

from knowledge.text.folding import fold

_PLACE: Final = re.compile(
    r"\b(?:duong|hem|ngo|ngach|kiet|to|khu|thon|ap|xom|so nha|nha so|so|cho|truong|cong vien|"
    r"cau|kenh|muong|ho|"
    r"benh vien|nga (?:ba|tu|nam)|quan|tiem|chung cu|lo|dau|cuoi|gan|truoc|sau|canh|doi dien|"
    r"quay|cua so|phong|"
    r"tru so|uy ban|ubnd|trung tam|cong an|tram y te|trang web|cong dich vu|o)\s+\w+"
)
_WHEN: Final = re.compile(
    r"\b(?:hom (?:qua|nay|kia)|sang|trua|chieu|toi|dem|tuan|thang|ngay|luc|hoi|gio|thu (?:hai|"
    r"ba|tu|nam|sau|bay)|"
    r"chu nhat|\d{1,2}\s*(?:h|gio)|may (?:ngay|tuan|thang)|moi (?:ngay|toi|chieu))\b"
)


def says_where(text: str) -> bool:
    """Whether a place is named."""
    return _PLACE.search(fold(text)) is not None


def says_when(text: str) -> bool:
    """Whether a time is named."""
    return _WHEN.search(fold(text)) is not None
