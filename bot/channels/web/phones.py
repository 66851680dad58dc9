"""Phone numbers in words as `tel:` links; what only looks like one stays words.

Linked are the numbers of Vietnam's plan: mobile, landline with its area, 1800 and 1900, and the
invented 0000 ones of a sample ward. Not codes, amounts, identity numbers or addresses of pages.
"""

import re
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup, escape

_CANDIDATE: Final = re.compile(
    r"(?<![\w.,/=+#@&?%-])(?<!\d )"
    r"(?:(?:\(0\d{2,3}\)|\+84|0)(?:[ .]?\d)+|1[89]00(?: ?\d)+)"
    r"(?![\w@]|[.,/-]\d| ?(?:đ|đồng|vnđ|vnd|usd)\b)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"0[35789]\d{8}|0000\d{6}|02\d{9}|1[89]00(?:\d{4}|\d{6})")
_A_CODE: Final = re.compile(
    r"(?:\bmã(?: số)?(?: [^\W\d]+){0,3}|\bmst|\bcccd|\bcmnd|căn cước(?: [^\W\d]+){0,3}|định danh|"
    r"tài khoản(?: [^\W\d]+){0,4}|hồ sơ(?: số)?|biên lai(?: số)?|số hiệu)\s*[:：]?\s*$",
    re.IGNORECASE,
)
"""What stands before a number that is another thing's."""
_BEFORE: Final = 40


def linked(text: str) -> Markup:
    """The words escaped, each phone number a link that stays on one line."""
    return Markup("").join(_pieces(text))


def _pieces(text: str) -> Iterator[Markup]:
    at = 0
    for found in _CANDIDATE.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        national = f"0{digits[2:]}" if found[0].startswith("+") else digits
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        if _NUMBER.fullmatch(national) is None or _A_CODE.search(before) is not None:
            continue
        yield escape(text[at : found.start()])
        dialled = f"+{digits}" if found[0].startswith("+") else digits
        yield Markup('<a class="tel" href="tel:{}">{}</a>').format(dialled, found[0])
        at = found.end()
    yield escape(text[at:])
