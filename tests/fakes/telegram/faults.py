"""Trouble that is planned for calls of the strict server."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from tests.fakes.telegram.refusing import Body


@dataclass
class Fault:
    """Trouble to be made for calls that fit, a number of times."""

    status: int = 502
    description: str = "Bad Gateway"
    parameters: Body | None = None
    method: str | None = None
    chat: int | None = None
    containing: str = ""
    times: int = 1
    after: bool = False
    """The call is carried out, and only its answer goes wrong."""
    cut: bool = False
    """No answer at all: the connection breaks."""
    delay: float = 0.0
    """Seconds before the call is looked at; with status 200 that is all the trouble."""
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Ends the delay early."""
    lag: float = 0.0
    """Seconds the answer of a call with status 200 is under way after it was carried out."""

    async def passes(self) -> None:
        """Wait as long as it delays a call."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.delay):
                await self.over.wait()

    def fits(self, method: str, parameters: Body) -> bool:
        """Whether this call is meant; getUpdates only when named."""
        if self.times <= 0 or (self.method or method).lower() != method.lower():
            return False
        if self.method is None and method.lower() == "getupdates":
            return False
        if self.chat is not None and str(parameters.get("chat_id")) != str(self.chat):
            return False
        return self.containing in str(parameters.get("text", ""))


class CutError(Exception):
    """The connection broke."""
