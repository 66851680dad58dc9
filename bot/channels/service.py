"""What every channel with a receiver of its own offers to the program around it."""

from collections.abc import Mapping
from typing import Protocol


class Service(Protocol):
    """One bot: opened before delivery starts, closed after it has stopped."""

    @property
    def endpoint(self) -> str:
        """Which endpoint it serves."""
        ...

    @property
    def channel_name(self) -> str:
        """For the names of its figures."""
        ...

    @property
    def state(self) -> str:
        """What its receiver is doing."""
        ...

    @property
    def described(self) -> str:
        """What its account may do, where that depends on it; empty otherwise."""
        ...

    @property
    def broken(self) -> bool:
        """Whether it needs somebody: not the provider's trouble, ours."""
        ...

    @property
    def reception(self) -> Mapping[str, bool]:
        """Every state its receiver may be in, and which one it is."""
        ...

    def figures(self) -> Mapping[str, float]:
        """Numbers since the start."""
        ...

    async def open(self) -> None:
        """Make sending possible; no network."""
        ...

    async def start(self) -> None:
        """Begin to receive, in the background."""
        ...

    async def stop(self) -> None:
        """Take in nothing more; sending still works."""
        ...

    async def close(self) -> None:
        """Let the clients go."""
        ...
