"""Whom words are about: a name of the staff, or the head by title. Who is named never sees them."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

from knowledge.feedback.cues import shipped_cues
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About
from knowledge.text.folding import fold

FEWEST_WORDS: Final = 2
"""Words of a name that tell one person from others: "Hoa" alone may be anybody."""

_HEAD: Final = re.compile(
    r"(?<!pho )\b(?:chu tich|nguoi dung dau)\b(?! (?:tinh|nuoc|hoi|quoc hoi|hdnd|thanh pho|"
    r"cong doan))"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom words are about."""

    about: About = About.NOBODY
    officer: int | None = None


def concerned(text: str, staff: Mapping[int, str], heads: Set[int]) -> Person:
    """The officer named in a text; the head also by title when conduct is complained of."""
    said = f" {fold(text)} "
    named = [
        officer
        for officer, name in staff.items()
        if len(fold(name).split()) >= FEWEST_WORDS and f" {fold(name)} " in said
    ]
    for officer in named:
        if officer in heads:
            return Person(About.HEAD, officer)
    if _HEAD.search(said) and FeedbackKind.CONDUCT in shipped_cues().found_in(text):
        return Person(About.HEAD, min(heads, default=None))
    if len(named) == 1:
        return Person(About.OFFICER, named[0])
    return Person(About.UNCLEAR) if named else Person()
