"""Flow: an officer ties their chat to their name. What they do there stands in `handlers.desk`."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from handlers.commands import LinkOfficer, WipeInbound
from handlers.link_codes import PATTERN, hash_of
from handlers.messages import Inbound, InboundKind, Paragraph, Reply
from handlers.officers import Officer
from handlers.turns import ConversationState, Turn
from handlers.wording import staff as wording

_CODE: Final = re.compile(rf"\s*(?:/lienket(?:@\w+)?\s+)?({PATTERN})[.\s]*", re.IGNORECASE)
_LINK: Final = re.compile(rf"s_({PATTERN})", re.IGNORECASE)


class StaffBook(Protocol):
    """Reads who a one-time code belongs to."""

    def whose(self, commune: str, code_hash: str, now: datetime) -> Officer | None:
        """The officer a code is for, while it holds."""
        ...


class NoStaff:
    """The book of a dialogue in memory: nobody is an officer."""

    def whose(self, commune: str, code_hash: str, now: datetime) -> Officer | None:
        """Nobody."""
        del commune, code_hash, now
        return None


@dataclass(frozen=True, slots=True)
class Linking:
    """Takes a one-time code, typed or carried by a link."""

    book: StaffBook
    commune: str
    inbound: Inbound
    state: ConversationState
    now: datetime

    def turn(self) -> Turn | None:
        """The answer to a message that is a one-time code and nothing else."""
        pattern = _LINK if self.inbound.kind is InboundKind.START else _CODE
        found = pattern.fullmatch(self.inbound.text)
        if found is None or self.inbound.kind is InboundKind.TAP:
            return None
        if self.inbound.group:
            return _say(wording.LINK_ALONE)
        code = hash_of(found.group(1))
        officer = self.book.whose(self.commune, code, self.now)
        if officer is None:
            return _say(wording.LINK_SPENT)
        actor = self.state.actor
        if isinstance(actor, Officer) and actor.id != officer.id:
            return _say(wording.CHAT_TAKEN)
        return Turn((wording.linked(officer),), commands=(LinkOfficer(code), WipeInbound()))


def _say(text: str) -> Turn:
    return Turn((Reply((Paragraph(text),)),))
