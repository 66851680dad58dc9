"""Which strings can be a Vietnamese syllable written without marks."""

import re
from functools import lru_cache
from typing import Final

_SYLLABLE: Final = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(?:a|e|i|o|u|y|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|"
    r"ieu|yeu|oai|oay|oao|oeo|uay|uoi|uou|uya|uye|uyu)"
    r"(?:c|ch|m|n|ng|nh|p|t)?"
)


@lru_cache(maxsize=20_000)
def is_syllable(folded: str) -> bool:
    """True when `folded` is built like a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(folded) is not None
