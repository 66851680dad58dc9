"""Old place names and the units they now belong to (K-1), as the commune's settings list them.

underthesea's `convert_address` works offline but was left out: it wants a full address with commas
and province, read none of the five ways of naming Phước Tiến in `tests/knowledge/test_places.py`
(wards merged before 1/7/2025 are missing), and costs 0.9 s to import.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.commune import Commune
from knowledge.text.folding import agrees, fold, is_marked, words

_UNITS: Final[dict[str, str]] = {
    "phường": "phường",
    "p": "phường",
    "f": "phường",
    "xã": "xã",
    "x": "xã",
    "thị trấn": "thị trấn",
    "tt": "thị trấn",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "t p": "thành phố",
    "quận": "quận",
    "q": "quận",
    "huyện": "huyện",
    "h": "huyện",
    "tỉnh": "tỉnh",
}
"""Kinds of unit as people write them, with the official word."""
_DISTRICTS: Final = frozenset({"thành phố", "quận", "huyện", "thị xã"})
"""Abolished; not worth a word beside the ward it held."""
_CUES_BEFORE: Final = frozenset(
    {"o", "tai", "ve", "thuoc", "cu", "den", "tu", "ben", "khu", "gan", "dan"}
)
_CUES_AFTER: Final = frozenset({"cu", "gio", "nay", "thuoc", "sap", "nhap", "doi"})
_NAMED: Final = frozenset({"ten", "anh", "chi", "ong", "ba", "co", "chu", "bac", "em"})
_SURNAMES: Final = frozenset(
    {
        "nguyen",
        "tran",
        "le",
        "pham",
        "huynh",
        "hoang",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "van",
        "thi",
    }
)
"""Before a bare name: a person is meant, not a place."""


@dataclass(frozen=True, slots=True)
class MovedPlace:
    """An old name met in a text and what it is now."""

    old: str
    """With its kind of unit, if the person wrote one: "phường Phước Tiến"."""
    now: str
    since: date | None
    here: bool
    """Whether the new unit is this commune."""


def find_places(text: str, commune: Commune) -> tuple[MovedPlace, ...]:
    """Old names in `text`, in order, each once.

    A name of one word, or one listed with its kind of unit, needs that word before it. Typed
    without marks and without its kind, a name also needs a word that speaks of a place beside it:
    "van thanh toan" is not Vạn Thạnh.
    """
    typed = words(text)
    taken: set[int] = set()
    listed = sorted(commune.old_names, key=lambda one: -len(one.name.split()))
    hits = [(at, one, kind) for one in listed for at, kind in _hits(typed, one.name, taken)]
    wards = [hit for hit in hits if hit[2] not in _DISTRICTS]
    found: dict[str, MovedPlace] = {}
    for _, one, kind in sorted(wards or hits, key=lambda hit: hit[0]):
        old = f"{kind} {_parts(one.name)[1]}" if kind else one.name
        new = _inside(one.now or commune.name)
        found.setdefault(one.name, MovedPlace(old, new, one.since, here=not one.now))
    return tuple(found.values())


def moved_places(text: str, commune: Commune) -> tuple[tuple[str, str], ...]:
    """Pairs of an old name in `text`, fit to open a sentence, and the unit it now belongs to."""
    return tuple(
        (place.old[0].upper() + place.old[1:], place.now) for place in find_places(text, commune)
    )


def _hits(typed: Sequence[str], name: str, taken: set[int]) -> Iterator[tuple[int, str]]:
    """Where `name` stands, with the kind of unit written before it; marks its words as taken."""
    listed_kind, rest = _parts(name)
    wanted = words(rest)
    for at in range(len(typed) - len(wanted) + 1):
        span = range(at, at + len(wanted))
        if taken.intersection(span) or not _agree(typed[at : at + len(wanted)], wanted):
            continue
        kind = _kind_before(typed, at)
        if kind and (not listed_kind or kind == listed_kind):
            pass
        elif kind or listed_kind or not _stands_alone(typed, at, len(wanted)):
            continue
        taken.update(span)
        yield at, kind


def _agree(typed: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(agrees(ours, theirs) for ours, theirs in zip(typed, wanted, strict=True))


def _stands_alone(typed: Sequence[str], at: int, length: int) -> bool:
    """Whether words without their kind of unit name a place here, not a person or a phrase."""
    before = fold(typed[at - 1]) if at else ""
    after = fold(typed[at + length]) if at + length < len(typed) else ""
    if length < 2 or before in _NAMED | _SURNAMES:
        return False
    if len(typed) == length or before in _CUES_BEFORE or after in _CUES_AFTER:
        return True
    return all(is_marked(word) for word in typed[at : at + length])


def _kind_before(typed: Sequence[str], at: int) -> str:
    """The kind of unit that stands right before place `at`."""
    for size in (2, 1):
        if at >= size:
            before = typed[at - size : at]
            for spelled, kind in _UNITS.items():
                parts = spelled.split()
                if len(parts) == size and _agree(before, parts):
                    return kind
    return ""


def _parts(name: str) -> tuple[str, str]:
    """A listed name's kind of unit, "" if it has none, and the rest."""
    typed = words(name)
    for size in (2, 1):
        kind = _kind_before(typed[:size], size) if len(typed) > size else ""
        if kind:
            return kind, name.split(maxsplit=size)[size]
    return "", name


def _inside(name: str) -> str:
    """A unit's name as it stands inside a sentence: "phường Nha Trang"."""
    kind, rest = _parts(name)
    return f"{kind} {rest}" if kind else name
