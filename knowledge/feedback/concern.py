"""Whom words are about: a name of the staff, or the head by title. Who is named never sees them.

A given name counts behind a title ("cô Mẫu", "anh Hùng quầy 2"): so people name an officer (F-5).
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from knowledge.feedback.cues import shipped_cues
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About
from knowledge.text.folding import agrees, fold, words

FEWEST_WORDS: Final = 2
"""Words of a name that tell one person from others: "Hoa" alone may be anybody."""

_HEAD: Final = re.compile(
    r"(?<!pho )\b(?:chu tich|nguoi dung dau)\b(?! (?:tinh|nuoc|hoi|quoc hoi|hdnd|thanh pho|"
    r"cong doan))"
)

_TITLES: Final = tuple(
    tuple(title.split())
    for title in (
        "anh", "chị", "cô", "chú", "bác", "ông", "bà", "dì", "cậu", "em", "thầy", "bạn", "thằng",
        "mụ", "lão", "sếp", "cán bộ", "nhân viên", "công chức", "đồng chí",
    )
)  # fmt: skip
"""What stands before a given name when somebody is named by it; typed marks must agree."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom words are about."""

    about: About = About.NOBODY
    officer: int | None = None
    named: frozenset[int] = frozenset()
    """Everybody named so that nobody else can be meant; none of them may see it."""

    @property
    def everybody(self) -> frozenset[int]:
        """All whom the words name for certain."""
        return self.named if self.officer is None else self.named | {self.officer}


def concerned(text: str, staff: Mapping[int, str], heads: Set[int]) -> Person:
    """The officer named in a text; the head also by title when conduct is complained of.

    A title and a given name that several share leave it unclear who is meant.
    """
    said = f" {fold(text)} "
    full = [
        officer
        for officer, name in staff.items()
        if len(fold(name).split()) >= FEWEST_WORDS and f" {fold(name)} " in said
    ]
    for officer in full:
        if officer in heads:
            return Person(About.HEAD, officer, frozenset(full) - {officer})
    conduct = FeedbackKind.CONDUCT in shipped_cues().found_in(text)
    if _HEAD.search(said) and conduct:
        head = min(heads, default=None)
        return Person(About.HEAD, head, frozenset(full) - {head})
    named = {*full, *_addressed(words(text.lower()), staff)}
    if len(named) != 1:
        return Person(About.UNCLEAR, named=frozenset(full)) if named else Person()
    (officer,) = named
    if officer not in heads:
        return Person(About.OFFICER, officer)
    # The head shares a given name with half a street: without conduct it is a neighbour.
    return Person(About.HEAD, officer) if conduct else Person()


def _addressed(said: Sequence[str], staff: Mapping[int, str]) -> set[int]:
    """Officers named by a title and the end of their name; where several fit, the longest end."""
    found: set[int] = set()
    for start in range(len(said)):
        for title in _TITLES:
            after = start + len(title)
            if _same(said[start:after], title):
                ends = {one: _end_of(name, said[after:]) for one, name in staff.items()}
                longest = max(ends.values(), default=0)
                found |= {one for one, length in ends.items() if length and length == longest}
    return found


def _end_of(name: str, said: Sequence[str]) -> int:
    """How many words of the end of a name begin what was said; the whole name with a title too."""
    parts = words(name.lower())
    fitting = (
        length for length in range(len(parts), 0, -1) if _same(said[:length], parts[-length:])
    )
    return next(fitting, 0)


def _same(typed: Sequence[str], meant: Sequence[str]) -> bool:
    return len(typed) == len(meant) and all(map(agrees, typed, meant))
