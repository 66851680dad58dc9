"""Responders for the inbox: an echo, one that fails, one that waits for a sign."""

import threading
from collections.abc import Callable
from datetime import datetime

from handlers.messages import Inbound, Paragraph, Reply
from handlers.turns import ConversationState, Turn

Decide = Callable[[Inbound, ConversationState, datetime], Turn]


def say(text: str) -> Turn:
    """A turn that says one thing."""
    return Turn((Reply((Paragraph(text),)),))


def _echo(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
    return say(f"bạn nói: {inbound.text}")


class FakeResponder:
    """Echoes, or decides as it is told; remembers what it was asked."""

    def __init__(self, decide: Decide | None = None) -> None:
        self.decide = decide or _echo
        self.asked: list[tuple[Inbound, ConversationState]] = []
        self._lock = threading.Lock()

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        """Decide about one inbound."""
        with self._lock:
            self.asked.append((inbound, state))
        return self.decide(inbound, state, now)
