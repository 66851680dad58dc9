"""Numbers that name a person or what is theirs: telephones, cards, accounts, plates, codes."""

import re
from collections.abc import Iterator, Set
from typing import Final

from knowledge.redaction.marks import Hidden, Mark

_DOSSIER: Final = re.compile(
    r"(?i)(?<![\w])(?:\d{3}\.\d{2}\.\d{2}\.)?[a-z]\d{2}(?:\.\d{1,3})*-\d{6}-\d{3,5}(?!\d)"
    r"|(?<!\w)PA-?\d{6}-?\d{3,5}(?!\d)"
)
_CONTACT: Final = re.compile(
    r"(?i)[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:https?://|www\.)\S*[^\s.,;)]"
    r"|(?<!\w)(?:facebook|fb|zalo|instagram|tiktok|t)\.(?:com|me)/[^\s,;)]*[^\s.,;)]"
)
_PLATE: Final = re.compile(
    r"(?i)(?<![\w.])\d{2}\s?[-–]?\s?[a-zđ]{1,2}\d?\s?[-–.]?\s?\d{3}[. ]?\d{1,2}(?![\w]|[.,]\d)"
)
_LONG: Final = re.compile(r"(?<![\w.,/])\+?\d(?:[ .\-–]?\d){8,18}(?![\d/]|[.,]\d)")
"""Nine digits and more, as people group them."""
_MONEY: Final = re.compile(r"(?i)\s*(?:đồng|đ|vnđ|vnd|triệu|tỷ|m2|m²)(?!\w)")
_PHONE: Final = re.compile(r"(?:84|0)\d{9,10}")
_ACCOUNT_CUE: Final = re.compile(
    r"(?i)(?:tài khoản|tai khoan|stk|tk|chuyển khoản|chuyen khoan|ngân hàng|ngan hang|số thẻ|"
    r"so the)[^.\n]{0,25}$"
)
_ID_CUE: Final = re.compile(
    r"(?i)(?:căn cước|can cuoc|cccd|cmnd|cmt|chứng minh|chung minh|định danh|dinh danh|hộ chiếu|"
    r"ho chieu|mã số thuế|ma so thue|mst|bảo hiểm|bao hiem)[^.\n]{0,30}$"
)
_BIRTH: Final = re.compile(
    r"(?i)(?<!\w)(?:ngày sinh|ngay sinh|sinh ngày|sinh ngay|sinh năm|sinh nam|sinh)\s*(?:là|la)?"
    r"\s*:?\s*(\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}|(?:19|20)\d{2})(?!\d)"
)
REACH: Final = 60
"""Letters before a number in which a word may tell what it is."""


def numbers(text: str, public: Set[str] = frozenset()) -> Iterator[Mark]:
    """Every such number; `public` are telephones of the ward, digits only, which stay."""
    taken: list[Mark] = []
    for kind, pattern in ((Hidden.DOSSIER, _DOSSIER), (Hidden.EMAIL, _CONTACT)):
        taken += [Mark(*found.span(), kind) for found in pattern.finditer(text)]
    taken += [Mark(*found.span(1), Hidden.BIRTH) for found in _BIRTH.finditer(text)]
    yield from taken
    for found in _PLATE.finditer(text):
        if _free(found.span(), taken):
            taken.append(Mark(*found.span(), Hidden.PLATE))
            yield taken[-1]
    for found in _LONG.finditer(text):
        meant = _kind(text, found.span(), public)
        if meant is not None and _free(found.span(), taken):
            yield Mark(*found.span(), meant)


def _kind(text: str, span: tuple[int, int], public: Set[str]) -> Hidden | None:
    """What a long number is, by the words before it and its length; None: it may stay."""
    start, end = span
    digits = re.sub(r"\D", "", text[start:end])
    before = text[max(0, start - REACH) : start]
    if digits in public or _MONEY.match(text, end):
        return None
    if _ACCOUNT_CUE.search(before):
        return Hidden.ACCOUNT
    if _ID_CUE.search(before) or len(digits) == 12 or (len(digits) == 9 and digits[0] != "0"):
        return Hidden.ID
    return Hidden.PHONE if _PHONE.fullmatch(digits) else Hidden.ACCOUNT


def _free(span: tuple[int, int], taken: list[Mark]) -> bool:
    return not any(span[0] < one.end and one.start < span[1] for one in taken)
