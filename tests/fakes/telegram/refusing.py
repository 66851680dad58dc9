"""What the strict server says when it refuses a call."""

from typing import Any

Body = dict[str, Any]


class ApiError(Exception):
    """An answer that is not ok."""

    def __init__(self, status: int, description: str, parameters: Body | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> Body:
        """As Telegram says it."""
        body: Body = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad(description: str) -> ApiError:
    """A 400."""
    return ApiError(400, f"Bad Request: {description}")
