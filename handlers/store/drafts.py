"""Since when a stored draft is being taken: whatever came since belongs to it."""

from datetime import datetime

from handlers.feedback.forgetting import OFFER
from handlers.store.codec import draft_from_json


def begun(step: str, draft: str | None) -> datetime | None:
    """When a report was begun that lies in a conversation; None for everything else.

    What was only offered to become one is a question, kept as every question is.
    """
    since = (draft_from_json(draft) or {}).get("since")
    if since is None or step == OFFER:
        return None
    return datetime.fromisoformat(str(since))
