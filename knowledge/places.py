"""Old place names and the units they now belong to (K-1), as the commune's settings list them.

underthesea's `convert_address` works offline but was left out: it wants a full address with commas
and province, read none of the five ways of naming Phước Tiến in `tests/knowledge/test_places.py`
(wards merged before 1/7/2025 are missing), and costs 0.9 s to import.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from knowledge.commune import Commune
from knowledge.text.folding import agrees, fold_word, is_marked, spelling

_WORD: Final = re.compile(r"[^\W_]+")
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
_CUES_BEFORE: Final = frozenset(("ở", "tại", "về", "thuộc", "cư", "đến", "từ", "bên", "khu", "gần"))
_CUES_AFTER: Final = frozenset(
    ("cũ", "giờ", "nay", "thuộc", "sáp", "đổi", "làm", "nộp", "ở", "xin")
)
_PERSON: Final = frozenset(
    ("tên", "anh", "chị", "ông", "bà", "cô", "chú", "bác", "em", "thị", "văn")
)
_SURNAMES: Final = frozenset(
    (
        *("nguyễn", "trần", "lê", "phạm", "huỳnh", "hoàng", "phan", "vũ", "võ", "đặng", "bùi"),
        *("đỗ", "hồ", "ngô", "dương", "lý"),
    )
)
"""Right before a bare name: a person is meant, not a place."""


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
    listed = {one.name: one for one in commune.old_names}
    hits = _hits(_typed(text), listed)
    wards = [hit for hit in hits if hit.kind not in _DISTRICTS]
    found: dict[str, MovedPlace] = {}
    for hit in wards or hits:
        one = listed[hit.name]
        old = f"{hit.kind} {_parts(one.name)[1]}" if hit.kind else one.name
        new = _inside(one.now or commune.name)
        found.setdefault(one.name, MovedPlace(old, new, one.since, here=not one.now))
    return tuple(found.values())


def moved_places(text: str, commune: Commune) -> tuple[tuple[str, str], ...]:
    """Pairs of an old name in `text`, fit to open a sentence, and the unit it now belongs to."""
    return named_now(find_places(text, commune))


def named_now(places: Iterable[MovedPlace]) -> tuple[tuple[str, str], ...]:
    """The same of places found before."""
    return tuple((place.old[0].upper() + place.old[1:], place.now) for place in places)


def without_places(text: str, commune: Commune) -> str:
    """`text` without the names of places the commune knows, old and new, and their kinds.

    What is left says what the person wants; a ward's name only blurs it.
    """
    old = [name for one in commune.old_names for name in (one.name, one.now) if name]
    clean = unicodedata.normalize("NFC", text)
    tokens = list(_WORD.finditer(clean))
    hits = _hits([token.group() for token in tokens], (*old, commune.name, commune.province))
    for hit in reversed(hits):
        start, end = tokens[hit.first].start(), tokens[hit.end - 1].end()
        clean = f"{clean[:start]} {clean[end:]}"
    return " ".join(clean.split()) if hits else text


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words `first` up to `end`, the kind of unit included, that name a place."""

    first: int
    end: int
    name: str
    kind: str


def _typed(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))


@dataclass(frozen=True, slots=True)
class _Name:
    """A listed name taken apart once: it is looked for in every message."""

    name: str
    kind: str
    """The kind of unit it is listed with, "" if none."""
    wanted: tuple[str, ...]
    folded: tuple[str, ...]


@lru_cache(maxsize=256)
def _longest_first(names: tuple[str, ...]) -> tuple[_Name, ...]:
    """`names` taken apart, each once: longer ones first take their words."""
    found = []
    for name in sorted(dict.fromkeys(names), key=lambda one: -len(one.split())):
        kind, rest = _parts(name)
        wanted = tuple(_typed(rest))
        if wanted:
            found.append(_Name(name, kind, wanted, tuple(map(fold_word, wanted))))
    return tuple(found)


def _hits(typed: Sequence[str], names: Iterable[str]) -> list[_Hit]:
    """Where any of `names` stands, in order."""
    folded = [fold_word(word) for word in typed]
    said = set(folded)
    taken: set[int] = set()
    hits: list[_Hit] = []
    for name in _longest_first(tuple(names)):
        if not said.issuperset(name.folded):
            continue
        for hit in _hits_of(typed, folded, name):
            if taken.isdisjoint(range(hit.first, hit.end)):
                taken.update(range(hit.first, hit.end))
                hits.append(hit)
    return sorted(hits, key=lambda hit: hit.first)


def _hits_of(typed: Sequence[str], folded: Sequence[str], name: _Name) -> Iterator[_Hit]:
    wanted = name.wanted
    for at in range(len(typed) - len(wanted) + 1):
        end = at + len(wanted)
        if folded[at] != name.folded[0] or not _agree(typed[at:end], wanted):
            continue
        kind, size = _kind_before(typed, at)
        named = kind == name.kind if name.kind else bool(kind) or _stands_alone(typed, at, wanted)
        if named:
            yield _Hit(at - size, end, name.name, kind)


def _agree(typed: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(agrees(ours, theirs) for ours, theirs in zip(typed, wanted, strict=True))


def _stands_alone(typed: Sequence[str], at: int, wanted: Sequence[str]) -> bool:
    """Whether words without their kind of unit name a place here, not a person or a phrase."""
    end = at + len(wanted)
    if len(wanted) < 2 or (at and _any_of(typed[at - 1], _PERSON | _SURNAMES)):
        return False
    if len(typed) == len(wanted) or (at and _any_of(typed[at - 1], _CUES_BEFORE)):
        return True
    if end < len(typed) and _any_of(typed[end], _CUES_AFTER):
        return True
    spelled = [spelling(word) for word in typed[at:end]]
    return spelled == [spelling(word) for word in wanted] and any(map(is_marked, typed[at:end]))


def _any_of(word: str, meant: Iterable[str]) -> bool:
    return any(agrees(word, one) for one in meant)


def _kind_before(typed: Sequence[str], at: int) -> tuple[str, int]:
    """The kind of unit that stands right before place `at`, and how many words it takes."""
    for size in (2, 1):
        if at >= size:
            before = typed[at - size : at]
            for spelled, kind in _UNITS.items():
                parts = spelled.split()
                if len(parts) == size and _agree(before, parts):
                    return kind, size
    return "", 0


def _parts(name: str) -> tuple[str, str]:
    """A listed name's kind of unit, "" if it has none, and the rest: "Phương Sài" has none."""
    for kind in _UNITS.values():
        if name.lower().startswith(f"{kind} "):
            return kind, name[len(kind) + 1 :].strip()
    return "", name


def _inside(name: str) -> str:
    """A unit's name as it stands inside a sentence: "phường Nha Trang"."""
    kind, rest = _parts(name)
    return f"{kind} {rest}" if kind else name
