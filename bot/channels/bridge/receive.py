"""Turn an event of the contract into an `Inbound`. Pure."""

import hashlib
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
from handlers.messages import Address, Inbound, InboundKind, IncomingFile

KINDS: Final = {
    "text": InboundKind.TEXT,
    "tap": InboundKind.TAP,
    "start": InboundKind.START,
    "files": InboundKind.FILES,
    "left": InboundKind.LEFT,
    "returned": InboundKind.RETURNED,
    "unsupported": InboundKind.UNSUPPORTED,
}
UNNAMED: Final = "tep"
"""Of a file that came without a name."""


def inbound_of(event: InboundEvent, endpoint: str, now: datetime) -> Inbound:
    """What a person did. The gateway's id may hold a number: it is kept as a digest."""
    said = event.root
    return Inbound(
        Address(endpoint, said.sender),
        hashlib.sha256(said.id.encode()).hexdigest()[:32],
        now,
        KINDS[said.kind],
        group=said.group,
        **_content(event),
    )


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
