"""Another matter named and nothing asked of it but what was asked before."""

from itertools import pairwise
from typing import Final

from knowledge.matching.queries import Query
from knowledge.procedures import Part
from knowledge.text.folding import fold_word, word_set

_OPENS: Final = word_set("con the vay")
_BEFELL: Final = frozenset({"again", "late"})
_TAIL: Final = 5
"""Words at the end in which "thì sao" is looked for: courtesies may follow."""


def is_about_another(query: Query) -> bool:
    """True for "what about" with another matter: "còn khai tử thì sao", "khai sinh thì sao".

    "Mất căn cước thì sao" asks what to do: what befell a paper is no mere name.
    """
    folded = [fold_word(word) for word in query.typed]
    folded = folded[1:] if folded[:1] == ["roi"] else folded
    if query.parts != [Part.STEPS] or ("thi", "sao") not in pairwise(folded[-_TAIL:]):
        return False
    return folded[0] in _OPENS or (len(folded) <= _TAIL and not query.facets.has & _BEFELL)


def names_another(query: Query) -> bool:
    """True for "còn" with a name and no more: "Còn giấy phép xây?" changes nothing, it names."""
    raw = query.raw.rstrip()
    return fold_word(query.typed[0]) == "con" and raw.endswith("?") and not query.parts
