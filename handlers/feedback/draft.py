"""A report being taken, as it lies in the conversation between messages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Self

from handlers.messages import Inbound, Said, lines_of
from knowledge.feedback.kinds import TAKEN, FeedbackKind
from knowledge.feedback.places import says_when, says_where
from knowledge.text.codes import dossier_codes

LONGEST: Final = 6000
"""Letters of one report; what goes beyond is cut, and said so."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was said so far and what is already known of it."""

    since: datetime
    parts: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    """Of each part: the channel's id of its message, empty where none is known."""
    kind: FeedbackKind | None = None
    confirmed: bool = False
    plain: bool = False
    """The person said it is no complaint and no denunciation."""
    skipped: bool = False
    """What was missing has been asked once; it is not asked again."""
    urgent: bool = False
    files: int = 0
    place: str = ""
    """A point on the map: latitude and longitude."""
    area: str = ""
    """The place of the commune's rules that its sender says the point lies in."""
    area_asked: bool = False
    looked: bool = False
    """The dossier complained of was looked up, or that was given up."""
    dossier: int | None = None
    """Whose digits were right."""
    field: str = ""
    """Field of the procedure it is about, where that is known."""
    broadcast: int | None = None
    """Number of what the ward wrote to many, that this answers."""

    @property
    def text(self) -> str:
        """Everything said, in order."""
        return "\n".join(self.parts)[:LONGEST]

    @property
    def said(self) -> Said:
        """Of each part: the id of its message, and how many lines of the text it takes."""
        unknown = ("",) * (len(self.parts) - len(self.ids))
        ids = (*self.ids, *unknown)
        return tuple((one, lines_of(part)) for one, part in zip(ids, self.parts, strict=True))

    def plus(self, words: str, of: Inbound | None = None) -> Self:
        """With one more message, and its files."""
        draft = replace(self, files=self.files + (0 if of is None else of.kept))
        if not words.strip():
            return draft
        ids = (*(one for one, _ in self.said), (of and of.message) or "")
        return replace(draft, parts=(*self.parts, words), ids=ids)

    def corrected(self, message: str | None, words: str) -> Self | None:
        """With one message said anew; None: it was none of these."""
        if not message or message not in self.ids:
            return None
        at = self.ids.index(message)
        return replace(self, parts=(*self.parts[:at], words, *self.parts[at + 1 :]))

    def values(self) -> dict[str, Any]:
        """As the conversation stores it."""
        return {
            "since": self.since.isoformat(),
            "parts": list(self.parts),
            "ids": list(self.ids),
            "kind": self.kind.value if self.kind else None,
            "confirmed": self.confirmed,
            "plain": self.plain,
            "skipped": self.skipped,
            "urgent": self.urgent,
            "files": self.files,
            "place": self.place,
            "area": self.area,
            "area_asked": self.area_asked,
            "looked": self.looked,
            "dossier": self.dossier,
            "field": self.field,
            "broadcast": self.broadcast,
        }

    @classmethod
    def of(cls, values: Mapping[str, Any] | None, now: datetime) -> Self:
        """The stored draft; what does not fit its form is as if it had not been said."""
        given = values or {}
        kind = given.get("kind")
        parts = tuple(str(part) for part in given.get("parts") or ())
        return cls(
            since=_moment(given.get("since"), now),
            parts=parts,
            ids=tuple(str(one) for one in given.get("ids") or ())[: len(parts)],
            kind=FeedbackKind(kind) if kind in {one.value for one in TAKEN} else None,
            confirmed=bool(given.get("confirmed")),
            plain=bool(given.get("plain")),
            skipped=bool(given.get("skipped")),
            urgent=bool(given.get("urgent")),
            files=int(given.get("files") or 0),
            place=str(given.get("place") or ""),
            area=str(given.get("area") or ""),
            area_asked=bool(given.get("area_asked")),
            looked=bool(given.get("looked")),
            dossier=given.get("dossier"),
            field=str(given.get("field") or ""),
            broadcast=given.get("broadcast"),
        )


def is_missing(kind: FeedbackKind, draft: Draft) -> bool:
    """Whether a report of this kind lacks what it takes: which dossier, where, when."""
    text, where = draft.text, bool(draft.place) or says_where(draft.text)
    match kind:
        case FeedbackKind.DOSSIER_DELAY:
            return not dossier_codes(text)
        case FeedbackKind.LOCAL_MATTER:
            return not where
        case FeedbackKind.CONDUCT:
            return not (where and says_when(text))
        case _:
            return False


def _moment(text: object, now: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return now
    return found if found.tzinfo else now
