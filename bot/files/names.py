"""Names of files made safe: a name is only ever shown, and never becomes a path."""

import re
import unicodedata
from typing import Final

NAME: Final = 80
"""Letters kept of a file's name."""

_UNSAFE = re.compile(r"[^\w.\- ()]+")


def safe_name(name: str, fallback: str) -> str:
    """A file name without folders, controls and tricks; `fallback` if nothing is left."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = _UNSAFE.sub("_", last).strip(" ._")
    if len(kept) > NAME:
        stem, dot, ending = kept.rpartition(".")
        short = bool(dot) and len(ending) <= 8
        kept = f"{stem[: NAME - len(ending) - 1]}.{ending}" if short else kept[:NAME]
    return kept or fallback
