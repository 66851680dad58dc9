"""Ready replies: texts with blanks, by kind and act. What is known is filled in, the rest shown."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import CaseAct
from knowledge.yaml_lines import read_yaml

FILE: Final = Path(__file__).parent.parent / "data" / "feedback" / "ready.yaml"
_BLANK: Final = re.compile(r"\[([^\[\]\n]{2,40})\]")
_BRACKET: Final = re.compile(r"\[[^\[\]\n]*\]")
_FIELD: Final = re.compile(r"\{+[^{}\n]{1,40}\}+|<[^\W\d][^<>\n]{1,40}>|\.{2,}\s*/|/\s*\.{2,}")
"""A field of some other form: {{ho_ten}}, <họ tên>, ../../2026."""
_HOLE: Final = re.compile(r"(?<!v\.v)(?<!v\.v\.)(?:…|\.{3,})|_{2,}")
"""Dots or a line to write on; not those of "v.v…", which end a list."""


class ReadyReply(BaseModel):
    """One text to start from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    act: CaseAct
    kinds: tuple[FeedbackKind, ...] = ()
    """Empty: of every kind."""
    title: str
    text: str

    def filled(self, known: Mapping[str, str]) -> str:
        """The text with what is known in its blanks; the others stay to be seen."""
        return _BLANK.sub(lambda blank: known.get(blank.group(1)) or blank.group(), self.text)


class ReadyReplies(BaseModel):
    """All of them, in the order they are offered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    replies: tuple[ReadyReply, ...]

    def of(self, act: CaseAct, kind: FeedbackKind) -> tuple[ReadyReply, ...]:
        """What fits an act on a kind of case, those of the very kind first."""
        fitting = [one for one in self.replies if one.act is act and kind in (one.kinds or (kind,))]
        return tuple(sorted(fitting, key=lambda one: not one.kinds))

    def named(self, key: str) -> ReadyReply | None:
        """One by its key."""
        return next((one for one in self.replies if one.key == key), None)


def blanks(text: str) -> tuple[str, ...]:
    """What is still to be filled in."""
    return tuple(dict.fromkeys(_BLANK.findall(text)))


def brackets(text: str) -> tuple[str, ...]:
    """Square brackets left in a text, whatever stands in them."""
    return tuple(dict.fromkeys(_BRACKET.findall(text)))


def unfilled(text: str) -> tuple[str, ...]:
    """What holds a text that is about to leave: brackets, fields, dots and lines left empty."""
    return tuple(dict.fromkeys([*brackets(text), *_HOLE.findall(text), *_FIELD.findall(text)]))


@lru_cache(maxsize=1)
def shipped_replies() -> ReadyReplies:
    """The shipped texts, read once."""
    return ReadyReplies.model_validate(read_yaml(FILE).value)
