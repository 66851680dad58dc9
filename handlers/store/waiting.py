"""The days a case waits for its sender: what ends the wait writes them down."""

import json
from datetime import datetime
from typing import Any

Row = Any
"""A row of the cases."""


def waited(row: Row, now: datetime) -> dict[str, Any]:
    """The columns when the wait for the sender ends, whatever ends it: its days stay uncounted."""
    if row.waiting_since is None:
        return {}
    stretch = [row.waiting_since.isoformat(), now.isoformat()]
    return {"pauses": json.dumps([*json.loads(row.pauses), stretch]), "waiting_since": None}
