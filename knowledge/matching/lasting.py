"""How long a paper may be used: "có hạn bao lâu", "dùng được mấy tháng"; not how long it takes."""

import re
from collections.abc import Sequence
from typing import Final

_LASTS: Final = re.compile(
    r" (?:co (?:thoi )?han|con han|thoi han su dung|(?:co |con )?gia tri|(?:co |con )?hieu luc"
    r"|(?:dung|xai|sai|su dung) duoc)(?: \w+){0,2}?"
    r" (?:bao lau|trong bao lau|(?:may|bao nhieu|nhieu|bn) (?:nam|thang|tuan|ngay|bua)"
    r"|(?:den|toi) (?:khi nao|bao gio|nam nao|chung nao|luc nao)) "
)


def asks_how_long_it_lasts(folded: Sequence[str]) -> bool:
    """True when the words ask until when a result may be used."""
    return _LASTS.search(f" {' '.join(folded)} ") is not None
