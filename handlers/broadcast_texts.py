"""Why an act over a broadcast was not done, and the fields of a text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from handlers.broadcast import Broadcast
from knowledge.commune import Commune

LONGEST: Final = 1500
"""Letters of a text with its fields filled: one message on every channel."""
OF_USE: Final = timedelta(days=3)
"""How long a broadcast is sent where nothing else is said."""
_FIELD: Final = re.compile(r"\{([^{}]*)\}")


class Why(StrEnum):
    """Why it was not done."""

    UNKNOWN = "unknown"
    NO_ROLE = "no_role"
    OWN = "own"
    """Whoever wrote a text does not approve it."""
    STATE = "state"
    """It stands where this cannot be done."""
    NOT_APPROVED = "not_approved"
    NOBODY = "nobody"
    EMPTY = "empty"
    LONG = "long"
    FIELDS = "fields"
    """A field of the text stands for nothing."""
    PAST = "past"
    URGENT = "urgent"
    """Only who may approve sends at night."""
    CHANGED = "changed"
    """Another version than the one that was looked at."""
    NOT_ALL = "not_all"
    """Only what goes to everybody may stand on the public page."""
    NOT_PUBLIC = "not_public"
    DATE = "date"
    """No date of a repeat, or no line of fields; `what` says how to write one."""
    NO_LIST = "no_list"
    """It is not for a file's recipients."""
    LIST_OLD = "list_old"
    """The file was read too long before the moment it is to leave."""
    LIST_ONCE = "list_once"
    """What goes to a file's recipients does not come again."""
    NAME = "name"
    """A template without a name, or with one longer than so many letters."""
    TAKEN = "taken"
    NO_TEMPLATE = "no_template"
    RETIRED = "retired"
    FIELD_NAME = "field_name"
    """A field of a template is no name, or a brace has no other."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Not done; `what` names the field or the number in the way."""

    why: Why
    what: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and whom it is for, as an officer gives it."""

    words: str
    values: Mapping[str, str]
    topic: str
    audience: str
    field: str = ""
    dossier_status: str = ""
    areas: tuple[str, ...] = ()
    template: tuple[int, int] | None = None
    """Number and version of the kept text whose words these are."""


@dataclass(frozen=True, slots=True)
class Sending:
    """How it is to leave."""

    at: datetime | None = None
    until: datetime | None = None
    urgent: bool = False
    seen: int | None = None
    """The version that was looked at; None: whichever stands."""


def fields(commune: Commune, values: Mapping[str, str], day: date) -> dict[str, str]:
    """Everything a text may name: the commune's own facts, its day, and what the officer gave."""
    desk = commune.desks.get("psc")
    own = {
        "phuong": commune.name,
        "tinh": commune.province,
        "noi_nhan": desk.name if desk else "",
        "dia_chi": desk.address if desk else "",
        "dien_thoai": desk.phone if desk else "",
        "duong_day_nong": commune.hotline.number,
        "nam": str(day.year),
        "quy": str((day.month + 2) // 3),
        "thang": str(day.month),
    }
    return {**own, **values}


def filled(commune: Commune, words: str, values: Mapping[str, str], day: date) -> str | Refused:
    """The text with its fields in place; refused when one stands for nothing, or it is too long."""
    known = fields(commune, values, day)
    missing = [name for name in _FIELD.findall(words) if not known.get(name, "").strip()]
    if missing:
        return Refused(Why.FIELDS, ", ".join(dict.fromkeys(missing)))
    text = _FIELD.sub(lambda found: known[found.group(1)], words).strip()
    if not text:
        return Refused(Why.EMPTY)
    return text if len(text) <= LONGEST else Refused(Why.LONG, str(len(text)))


def names_of(words: str) -> list[str]:
    """The fields a text names."""
    return list(dict.fromkeys(_FIELD.findall(words)))


def text_of(commune: Commune, broadcast: Broadcast) -> str:
    """The text as it leaves.

    Raises:
        ValueError: a fact of the commune it names was taken out since it was written.
    """
    text = filled(commune, broadcast.words, broadcast.values, broadcast.on)
    if isinstance(text, Refused):
        raise ValueError(f"{text.why} {text.what}")  # noqa: TRY004 - the text is at fault
    return text
