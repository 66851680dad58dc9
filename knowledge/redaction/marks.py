"""Marks on a text: what should be hidden, and the text with the chosen ones hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Hidden(StrEnum):
    """What a mark hides."""

    CHILD = "child"
    """A child's name: never on a public page (Law 91/2025 art. 24)."""
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    """An e-mail address or somebody's page."""
    ID = "id"
    """Identity card, tax number."""
    ACCOUNT = "account"
    """A bank account, or a long number nobody explained."""
    PLATE = "plate"
    DOSSIER = "dossier"
    BIRTH = "birth"
    ADDRESS = "address"
    """A dwelling: a house number, a room."""
    PLACE = "place"
    """A street or a place: mostly what the matter is about, so it is off unless switched on."""
    CHOSEN = "chosen"
    """Marked by hand."""


INSTEAD: Final = {
    Hidden.CHILD: "[tên]",
    Hidden.NAME: "[tên]",
    Hidden.PHONE: "[số điện thoại]",
    Hidden.EMAIL: "[liên hệ]",
    Hidden.ID: "[số giấy tờ]",
    Hidden.ACCOUNT: "[dãy số]",
    Hidden.PLATE: "[biển số]",
    Hidden.DOSSIER: "[mã hồ sơ]",
    Hidden.BIRTH: "[ngày sinh]",
    Hidden.ADDRESS: "[địa chỉ]",
    Hidden.PLACE: "[địa điểm]",
    Hidden.CHOSEN: "[…]",
}
"""What stands in a hidden place."""

_RANK: Final = {kind: place for place, kind in enumerate(Hidden)}


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One stretch of a text, by letters."""

    start: int
    end: int
    kind: Hidden

    @property
    def on(self) -> bool:
        """Whether it is hidden unless somebody says otherwise."""
        return self.kind is not Hidden.PLACE


def joined(found: Sequence[Mark]) -> tuple[Mark, ...]:
    """Marks in order, none inside another; of two that overlap the stronger kind takes both.

    A place never swallows anything: it is off, and what lies in it is not.
    """
    strong = sorted((one for one in found if one.on), key=lambda one: (one.start, -one.end))
    kept: list[Mark] = []
    for one in strong:
        if kept and one.start < kept[-1].end:
            last = kept.pop()
            kind = min(last.kind, one.kind, key=lambda kind: _RANK[kind])
            one = Mark(last.start, max(last.end, one.end), kind)  # noqa: PLW2901
        kept.append(one)
    for one in sorted(one for one in found if not one.on):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return tuple(sorted(kept))


def hide(text: str, marks: Iterable[Mark]) -> str:
    """The text with every one of these stretches hidden."""
    parts, done = [], 0
    for one in joined([_firm(mark) for mark in marks]):
        parts += [text[done : one.start], INSTEAD[one.kind]]
        done = one.end
    return "".join([*parts, text[done:]])


def _firm(mark: Mark) -> Mark:
    """A place somebody switched on is as good as marked by hand."""
    return mark if mark.on else Mark(mark.start, mark.end, Hidden.CHOSEN)
