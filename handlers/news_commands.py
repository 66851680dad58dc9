"""What a citizen chooses about the commune's news, as values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskNews:
    """Send this chat the commune's news."""


@dataclass(frozen=True, slots=True)
class StopNews:
    """Send this chat no news any more."""


@dataclass(frozen=True, slots=True)
class MuteTopic:
    """Leave a topic out, or take it back in."""

    topic: str
    muted: bool = True


@dataclass(frozen=True, slots=True)
class ChooseArea:
    """Where this chat's person lives; empty: not said any more."""

    area: str


NewsCommand = AskNews | StopNews | MuteTopic | ChooseArea
