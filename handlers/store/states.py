"""Closed sets stored as text, and the priorities of what leaves."""

from enum import IntEnum, StrEnum


class InboundStatus(StrEnum):
    """Where one inbound stands."""

    STORED = "stored"
    HANDLED = "handled"
    REPEATED = "repeated"
    """A tap whose work was done under another number; nothing came of it."""
    PARKED = "parked"
    """Failed three times; shown to the administrator, blocks nobody."""
    ERASED = "erased"


class FileKeeping(StrEnum):
    """What a file belongs to."""

    INBOUND = "inbound"
    CASE = "case"


class ContactState(StrEnum):
    """Whether a contact may be written to."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    """The channel said this person cannot be reached; returns when they write."""
    WAITING = "waiting"
    """The channel forbade a push; what was withheld is tried when they write."""
    ERASED = "erased"
    """Asked for deletion; the chat itself is forgotten once they have been silent a day."""


class OutboxStatus(StrEnum):
    """Where one message stands (`model.md`, Out)."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"
    EXPIRED = "expired"
    FAILED = "failed"
    DEAD = "dead"
    HELD = "held"
    """Came from a backup and may have left before: waits for a person (`store.guard`)."""


class OutboxKind(StrEnum):
    """What a message is; replies answer a waiting person, the rest we start ourselves."""

    REPLY = "reply"
    OFFICER = "officer"
    NOTICE = "notice"
    BROADCAST = "broadcast"
    ALERT = "alert"
    """A broadcast that cannot wait for the morning: a storm, a flood."""


class Priority(IntEnum):
    """Lower leaves first."""

    WAITING = 0
    OFFICER = 10
    NOTICE = 20
    BROADCAST = 30


CRASH = "crash"
"""Why a message waits again, or is in doubt: its sender died amid it."""
MAYBE_TWICE = "maybe_twice"
"""Said of what left after that: it may have left before, too."""
MOVED = "moved"
"""Why a message waits: its channel forbade it, and another chat of the same person gets it."""


class AfterCrash(StrEnum):
    """What becomes of a message found `sending` after a crash."""

    RESEND = "resend"
    UNKNOWN = "unknown"


class NoticeState(StrEnum):
    """What became of a notice we owed."""

    SEEN = "seen"
    """Known to the person already: shown when they began to follow."""
    QUEUED = "queued"
    """In the outbox; its row tells the rest."""
    LATE = "late"
    """Of no use any more when we could have sent it: dropped, and counted."""
    REFUSED = "refused"
    """The person had asked not to be written to, or is gone."""
