"""Flow: pictures and files people send. A code read from a picture counts as if it were typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from handlers.messages import Inbound, Paragraph, Reply
from handlers.saying import prefixed
from handlers.turns import Turn
from handlers.wording import files as wording
from knowledge.text.codes import dossier_codes, procedure_codes

KEEPS_FILES: Final[frozenset[str]] = frozenset(
    {
        "feedback.describe",
        "feedback.suspect",
        "feedback.kind",
        "feedback.missing",
        "feedback.who",
        "feedback.open",
        "feedback.add",
    }
)
"""Names of the steps that asked for files: they find them in `Inbound.files`. Without one of these
open, a file is looked at for its QR code and never stored (Law 91/2025 art. 3)."""


def holds_files(step: str, draft: Mapping[str, Any] | None) -> bool:
    """Whether files sent before still wait: a report being taken goes on while a name is asked."""
    return step in KEEPS_FILES or "since" in (draft or {})


def of_a_case(subject: str | None) -> bool:
    """Whether a message answers one of ours about a case: what comes with it belongs there."""
    return (subject or "").startswith("case:")


@dataclass(frozen=True, slots=True)
class SentFiles:
    """One message with files, looked at already."""

    inbound: Inbound

    @property
    def words(self) -> str:
        """The caption and the code that was read; empty when neither says anything."""
        code = next((one for one in self.inbound.codes if _is_code(one)), "")
        return " ".join(part for part in (self.inbound.text.strip(), code) if part)

    @property
    def everything(self) -> str:
        """The caption and every code that was read, as of several slips in one picture."""
        return " ".join((self.inbound.text.strip(), *self.inbound.codes)).strip()

    @property
    def link(self) -> str:
        """The parameter of a link of ours that was read."""
        return next((one for one in self.inbound.codes if not _is_code(one)), "")

    @property
    def trouble(self) -> str:
        """What must be said about the files beside any answer."""
        return wording.trouble_with(self.inbound.files)

    def with_trouble(self, turn: Turn) -> Turn:
        """What was decided, after what must be said about the files."""
        troubled = self.trouble and turn.replies
        return prefixed(turn, Paragraph(self.trouble)) if troubled else turn

    def answer(self) -> Turn:
        """Nothing was asked: what was seen, and what can be done with it; once an album."""
        if self.inbound.continues and self.trouble != wording.IDENTITY_CARD:
            return Turn(unchanged=True)
        said = self.trouble or wording.looked_at(self.inbound.files)
        return Turn((Reply((Paragraph(said),)),))


def _is_code(text: str) -> bool:
    return bool(dossier_codes(text) or procedure_codes(text))
