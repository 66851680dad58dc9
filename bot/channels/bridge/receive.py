"""Turn an event of the contract into an `Inbound`. Pure."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from bot.channels.bridge.contract import (
    FilesEvent,
    InboundEvent,
    StartEvent,
    TapEvent,
    TextEvent,
    WordlessEvent,
)
from handlers.answering import MORE
from handlers.messages import Address, Inbound, InboundKind, IncomingFile
from handlers.wording.short import GO_ON_WORDS
from knowledge.text.folding import fold

KINDS: Final = {
    "text": InboundKind.TEXT,
    "tap": InboundKind.TAP,
    "start": InboundKind.START,
    "files": InboundKind.FILES,
    "left": InboundKind.LEFT,
    "returned": InboundKind.RETURNED,
    "unsupported": InboundKind.UNSUPPORTED,
}
LONGEST_WORD: Final = 24
"""Letters of a word that asks for more, with room; longer texts are not folded for this."""
UNNAMED: Final = "tep"
"""Of a file that came without a name."""


def inbound_of(
    event: InboundEvent, endpoint: str, now: datetime, *, paged: bool = False
) -> Inbound:
    """What a person did; where messages are `paged`, a word asks for the next page.

    The gateway's id may hold a number: it is kept as a digest.
    """
    said = event.root
    found = Inbound(
        Address(endpoint, said.sender),
        hashlib.sha256(said.id.encode()).hexdigest()[:32],
        now,
        KINDS[said.kind],
        group=said.group,
        **_content(event),
    )
    if not paged or found.kind is not InboundKind.TEXT or len(found.text) > LONGEST_WORD:
        return found
    if fold(found.text).strip() not in GO_ON_WORDS:
        return found
    return replace(found, kind=InboundKind.TAP, action=MORE, text="", reply_to=None)


def _content(event: InboundEvent) -> dict[str, Any]:
    match event.root:
        case TextEvent(text=text, reply_to=reply_to):
            return {"text": text, "reply_to": reply_to}
        case TapEvent(action=action):
            return {"action": action}
        case StartEvent(text=text):
            return {"text": text}
        case FilesEvent(files=files, text=text):
            found = (
                IncomingFile(one.url, one.name or UNNAMED, one.mime, one.size) for one in files
            )
            return {"text": text, "files": tuple(found)}
        case WordlessEvent():
            return {}
