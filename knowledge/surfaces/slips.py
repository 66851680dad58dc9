"""An announcement on a receipt printer: a narrow strip to take home."""

from typing import Final

from knowledge import sms
from knowledge.surfaces.announcement import Announcement
from knowledge.surfaces.wrapping import wrapped

NARROW: Final = 32
"""Letters on a line of 58 mm paper; 80 mm holds 48."""
NARROWEST: Final = 16


def slip(told: Announcement, width: int = NARROW, *, marks: bool = True) -> str:
    """The strip; without `marks` for a printer that has no Vietnamese letters.

    Raises:
        ValueError: narrower than 16 letters.
    """
    if width < NARROWEST:
        raise ValueError(f"giấy cần ít nhất {NARROWEST} chữ một dòng")
    rule = "-" * width
    head = [one.center(width).rstrip() for one in wrapped(told.sender.upper(), width)]
    title = [one.center(width).rstrip() for one in wrapped(told.title, width)]
    body = [one for line in told.lines for one in (*wrapped(line, width), "")]
    foot = [one for line in (told.code, told.mark) if line for one in wrapped(line, width)]
    lines = [*head, rule, *([*title, rule] if title else []), *body[:-1]]
    text = "\n".join([*lines, rule, *foot] if foot else lines)
    return text if marks else sms.plain(text)
