"""The citizen's own word for a matter, so that the answer can use it once (W-9)."""

from functools import lru_cache

from knowledge.procedures import Procedure
from knowledge.text.folding import fold

SHORTEST = 2
LONGEST = 5
"""Words in a name worth quoting; longer phrases are stories, not names."""


@lru_cache(maxsize=30_000)
def _folded(ours: str) -> str:
    """A name or alias of ours, folded once; never a person's words."""
    return fold(ours)


def said_word(procedure: Procedure, text: str) -> str | None:
    """The longest alias with marks that stands in `text` and is not just the official name.

    The alias is returned as we spell it, not as the person typed it.
    """
    words = f" {fold(text)} "
    official = f" {_folded(procedure.name)} {_folded(procedure.title)} "
    best: str | None = None
    for alias in procedure.aliases:
        folded = _folded(alias)
        if not SHORTEST <= len(folded.split()) <= LONGEST or folded == alias.lower():
            continue
        if f" {folded} " in words and f" {folded} " not in official:
            best = max(best or "", alias, key=len)
    return best
