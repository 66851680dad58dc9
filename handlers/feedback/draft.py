"""A report being taken, as it lies in the conversation between messages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Self

from knowledge.feedback.kinds import TAKEN, FeedbackKind

LONGEST: Final = 6000
"""Letters of one report; what goes beyond is cut, and said so."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was said so far and what is already known of it."""

    since: datetime
    parts: tuple[str, ...] = ()
    kind: FeedbackKind | None = None
    confirmed: bool = False
    plain: bool = False
    """The person said it is no complaint and no denunciation."""
    skipped: bool = False
    """What was missing has been asked once; it is not asked again."""
    urgent: bool = False
    files: int = 0
    looked: bool = False
    """The dossier complained of was looked up, or that was given up."""
    dossier: int | None = None
    """Whose digits were right."""
    broadcast: int | None = None
    """Number of what the ward wrote to many, that this answers."""

    @property
    def text(self) -> str:
        """Everything said, in order."""
        return "\n".join(self.parts)[:LONGEST]

    def plus(self, words: str, files: int = 0) -> Self:
        """With one more message."""
        parts = (*self.parts, words) if words.strip() else self.parts
        return replace(self, parts=parts, files=self.files + files)

    def corrected(self, words: str) -> Self:
        """With the last message said anew."""
        return replace(self, parts=(*self.parts[:-1], words))

    def values(self) -> dict[str, Any]:
        """As the conversation stores it."""
        return {
            "since": self.since.isoformat(),
            "parts": list(self.parts),
            "kind": self.kind.value if self.kind else None,
            "confirmed": self.confirmed,
            "plain": self.plain,
            "skipped": self.skipped,
            "urgent": self.urgent,
            "files": self.files,
            "looked": self.looked,
            "dossier": self.dossier,
            "broadcast": self.broadcast,
        }

    @classmethod
    def of(cls, values: Mapping[str, Any] | None, now: datetime) -> Self:
        """The stored draft; what does not fit its form is as if it had not been said."""
        given = values or {}
        kind = given.get("kind")
        return cls(
            since=_moment(given.get("since"), now),
            parts=tuple(str(part) for part in given.get("parts") or ()),
            kind=FeedbackKind(kind) if kind in {one.value for one in TAKEN} else None,
            confirmed=bool(given.get("confirmed")),
            plain=bool(given.get("plain")),
            skipped=bool(given.get("skipped")),
            urgent=bool(given.get("urgent")),
            files=int(given.get("files") or 0),
            looked=bool(given.get("looked")),
            dossier=given.get("dossier"),
            broadcast=given.get("broadcast"),
        )


def _moment(text: object, now: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return now
    return found if found.tzinfo else now
