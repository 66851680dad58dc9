"""One spelling of tone marks in what is kept: "hoà" becomes "hòa", "uỷ" becomes "ủy".

underthesea's `text_normalize` knows the placements; it also sets punctuation apart, so it is asked
word by word. Import takes records through it, so that citizens read one spelling. It is not asked
at question time: matching compares letters and marks apart, and the import costs 0.9 s.
"""

import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+")


def settle_tones(text: str) -> str:
    """`text` with each tone mark where the present orthography puts it; nothing else moves."""
    return _WORD.sub(lambda found: _settled(found.group()), text)


@lru_cache(maxsize=20_000)
def _settled(word: str) -> str:
    if word.isascii() or len(word) < 2:
        return word
    from underthesea import text_normalize

    settled = str(text_normalize(word)).strip()
    return settled if settled.casefold() != word.casefold() and len(settled) == len(word) else word
