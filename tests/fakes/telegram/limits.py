"""The strict server's limits: sliding windows, off unless set."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.fakes.telegram.refusing import ApiError


@dataclass
class Limits:
    """Messages allowed in a window; None: no limit."""

    chat_per_second: int | None = None
    group_per_minute: int | None = None
    all_per_second: int | None = None
    _sent: dict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def keep(self, chat: int, now: datetime) -> None:
        """Refuse a message to this chat that comes too soon."""
        wait = self.take(chat, now)
        if wait > 0:
            seconds = math.ceil(wait)
            raise ApiError(
                429,
                f"Too Many Requests: retry after {seconds}",
                {"retry_after": seconds},
            )

    def take(self, chat: int, now: datetime) -> float:
        """Seconds to wait before a message to this chat; 0 counts it as sent."""
        windows = [("all", self.all_per_second, 1.0)]
        if chat < 0:
            windows.append((f"chat {chat}", self.group_per_minute, 60.0))
        else:
            windows.append((f"chat {chat}", self.chat_per_second, 1.0))
        wait = max(self._wait(*window, now) for window in windows)
        if wait <= 0:
            for name, most, _ in windows:
                if most is not None:
                    self._sent[name].append(now)
        return wait

    def _wait(self, name: str, most: int | None, seconds: float, now: datetime) -> float:
        if most is None:
            return 0.0
        sent = self._sent[name]
        while sent and now - sent[0] >= timedelta(seconds=seconds):
            sent.popleft()
        if len(sent) < most:
            return 0.0
        return max(0.001, seconds - (now - sent[0]).total_seconds())
