"""An announcement as a text message: one run of words, plain unless marks are asked for."""

from typing import Final

from knowledge import sms
from knowledge.surfaces.announcement import Announcement

_ENDS: Final = (".", "!", "?", ":", ";", ",")


def message(told: Announcement, *, marks: bool = False) -> sms.Counted:
    """The message with its check code, counted; without marks it costs less than half."""
    said = f"{told.sender}: {told.title}." if told.title else f"{told.sender}:"
    lines = (told.mark, said, *told.lines, told.code)
    text = " ".join(one if one.endswith(_ENDS) else f"{one}." for one in lines if one)
    return sms.count(text if marks else sms.plain(text))
