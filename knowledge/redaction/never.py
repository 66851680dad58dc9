"""What may never stand on a public page, whoever publishes: a child's name, and given people's.

Given people are the sender of the case, and officers where it is about one. They are found by full
name, by a title and the given name, and by their telephone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.redaction.letters import bare
from knowledge.redaction.marks import Hidden, Mark, hide, joined
from knowledge.redaction.own import own
from knowledge.redaction.people import people

_TITLES: Final = "ong|ba|anh|chi|co|chu|bac|di|cau|em|thay|ban|dong chi|can bo"
_DIGITS_OF_A_PHONE: Final = 9


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who must not be named."""

    name: str
    phone: str = ""


def never(text: str, persons: Iterable[Person] = ()) -> tuple[Mark, ...]:
    """Every stretch that must be hidden."""
    found = [one for one in people(text) if one.kind is Hidden.CHILD]
    plain = bare(text).lower()
    for person in persons:
        found += [Mark(*span, Hidden.NAME) for span in _named(plain, person.name)]
        found += [Mark(*span, Hidden.PHONE) for span in _called(text, person.phone)]
    return joined(found)


def unnamed(text: str, sender: Person | None = None) -> str:
    """A report's words without what tells who wrote it.

    Taken out are what the words give as the writer's own, and a `sender`'s full name and number,
    which lie under seal. A given name alone stays: "cô Hoa ở quầy" may be whom they write about.
    """
    found = list(own(text))
    if sender is not None:
        words = re.findall(r"\w+", bare(sender.name).lower())
        found += [Mark(*span, Hidden.PHONE) for span in _called(text, sender.phone)]
        if len(words) > 1:
            whole = re.finditer(_whole(words), bare(text).lower())
            found += [Mark(*one.span(1), Hidden.NAME) for one in whole]
    return hide(text, found)


def _whole(words: list[str]) -> str:
    return r"(?<!\w)(" + r"\W+".join(words) + r")(?!\w)"


def _named(plain: str, name: str) -> Iterator[tuple[int, int]]:
    words = re.findall(r"\w+", bare(name).lower())
    if not words:
        return
    ends = "|".join(r"\W+".join(words[start:]) for start in range(len(words)))
    patterns = [rf"(?<!\w)(?:{_TITLES})\W+({ends})(?!\w)"]
    if len(words) > 1:  # "Hoa" alone is a flower too
        patterns.append(_whole(words))
    for pattern in patterns:
        yield from (found.span(1) for found in re.finditer(pattern, plain))


def _called(text: str, phone: str) -> Iterator[tuple[int, int]]:
    """The number however it is grouped, by its last nine digits: +84 and 0 are one."""
    digits = re.sub(r"\D", "", phone)[-_DIGITS_OF_A_PHONE:]
    if len(digits) < _DIGITS_OF_A_PHONE:
        return
    pattern = r"(?:\+?\d[ .\-]?){0,3}" + r"[ .\-]?".join(digits)
    yield from (found.span() for found in re.finditer(pattern, text))
