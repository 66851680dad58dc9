"""One dossier whose owner an officer should call: what did not reach them, and why."""

from dataclasses import dataclass
from datetime import datetime

from handlers.notice_kinds import NoticeKind
from knowledge.dossiers.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Call:
    """One dossier whose owner is to be called, and what they have not heard."""

    dossier: Dossier
    kinds: tuple[NoticeKind, ...]
    why: tuple[str, ...]
    """The channel's reasons, as words."""
    since: datetime
