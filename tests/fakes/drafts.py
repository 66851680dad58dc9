"""Drafts as flows store them, for tests that only need a step to be open."""

from typing import Any, Final

REPORT: Final[dict[str, Any]] = {"since": "2026-11-23T09:00:00+07:00", "parts": []}
"""Of a report being taken: `feedback.describe`."""
