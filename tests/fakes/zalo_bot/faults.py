"""Trouble of the strict Bot Platform: what it refuses with, and what is planned for a test."""

from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]


class ZaloError(Exception):
    """An answer that is not ok."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


class CutError(Exception):
    """The connection broke."""


@dataclass
class Fault:
    """Trouble to be made for calls that fit, a number of times."""

    code: int = 500
    description: str = "Internal"
    http: int | None = None
    """Status, where it is not the code's own: Zalo answers `ok: false` with 200 too."""
    html: bool = False
    bare: bool = False
    """`{"ok": true}` and nothing else."""
    method: str | None = None
    chat: str | None = None
    times: int = 1
    after: bool = False
    """The call is carried out, and only its answer goes wrong."""
    cut: bool = False
    delay: float = 0.0
    """Seconds before the call is looked at; with code 200 that is all the trouble."""

    def fits(self, method: str, body: Body) -> bool:
        if self.times <= 0 or (self.method is None and method == "getUpdates"):
            return False
        fits = self.method in {None, method}
        return fits and self.chat in {None, str(body.get("chat_id"))}
