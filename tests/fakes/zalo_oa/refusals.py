"""What the strict account says no with."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.fakes.zalo_oa import rules

Body = dict[str, Any]
Now = Callable[[], datetime]


class RefusedError(Exception):
    """An answer with an error number."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message or rules.MESSAGES.get(code, "error")
