"""An announcement for the loudspeakers: every figure in words, and how long it takes."""

import re
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final

from knowledge.surfaces.announcement import Announcement
from knowledge.surfaces.reading import aloud

SYLLABLES_A_MINUTE: Final = 150
"""Of an announcer heard out of doors, where echoes answer; radio news has 180 to 200."""
SENTENCE_PAUSE: Final = 1.0
"""Seconds after a sentence."""
COMMA_PAUSE: Final = 0.4
_SYLLABLE: Final = re.compile(r"[^\W\d_]+")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Script:
    """What is read, a sentence a line, and the time of one reading."""

    sentences: tuple[str, ...]
    lasts: timedelta


def script(told: Announcement) -> Script:
    """The words to read; the check code is left out: nobody can copy it by ear."""
    said = [f"{aloud(told.sender)} xin thông báo", told.title, *told.lines, told.mark]
    sentences = tuple(
        one for line in said if line for one in _SENTENCE.split(_ended(_sentence(aloud(line))))
    )
    return Script(sentences, lasting(sentences))


def lasting(sentences: tuple[str, ...]) -> timedelta:
    """How long they take to read, in whole seconds rounded up."""
    text = " ".join(sentences)
    spoken = len(_SYLLABLE.findall(text)) * 60 / SYLLABLES_A_MINUTE
    pauses = SENTENCE_PAUSE * len(sentences) + COMMA_PAUSE * len(re.findall(r"[,;:]", text))
    return timedelta(seconds=ceil(spoken + pauses))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
