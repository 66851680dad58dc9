"""A command typed wrong, told in Vietnamese: the parser's own words are English."""

import re
from typing import Final

import typer

_SAID: Final = (
    (r"No such command '(.+?)'", "Không có lệnh “{0}”."),
    (r"No such option: (\S+)", "Không có lựa chọn {0}."),
    (r"Missing \w+ '(.+?)'", "Thiếu {0}."),
    (r"Missing command", "Thiếu tên lệnh."),
    (
        r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)",
        "Thừa “{0}”; câu có dấu cách thì đặt trong ngoặc kép.",
    ),
    (
        r"Option '(.+?)' (?:requires|does not take)",
        "Lựa chọn {0} viết chưa đúng: xem giá trị đi kèm.",
    ),
    (r"Invalid value for '(.+?)': '(.*)' is not a valid", "{0}: không nhận “{1}”."),
    (r"Invalid value for '(.+?)': (.*)", "{0}: {1}."),
)
"""What the parser says, and what we say instead; the first that fits."""


def told(error: typer.TyperException) -> tuple[str, ...]:
    """The mistake and where to read on."""
    english = getattr(error, "format_message", error.__str__)()
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "motcua"
    return _said(english), f"Xem cách dùng: {command} --help"


def _said(english: str) -> str:
    for pattern, words in _SAID:
        if (found := re.match(pattern, english, re.DOTALL)) is not None:
            return words.format(*found.groups())
    return f"Lệnh chưa đúng: {english}"
