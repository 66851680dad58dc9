"""Events as Zalo posts them, and their signature, written down from the documentation."""

import hashlib

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.refusals import Body


def sign(body: bytes, timestamp: str, app_id: str = rules.APP_ID, key: str = rules.OA_KEY) -> str:
    """The signature of an event as the documentation has it."""
    digest = hashlib.sha256(app_id.encode() + body + timestamp.encode() + key.encode())
    return f"mac={digest.hexdigest()}"


def from_user(user: str, event: str, message: Body, stamp: str) -> Body:
    """What a person does."""
    return {
        "app_id": rules.APP_ID,
        "event_name": event,
        "sender": {"id": user},
        "recipient": {"id": rules.OA_ID},
        "user_id_by_app": "552177279717587730",
        "message": message,
        "timestamp": stamp,
    }


def from_oa(user: str, message: Body, stamp: str) -> Body:
    """What the account says itself."""
    attachment = message.get("attachment") or {}
    payload = attachment.get("payload") or {}
    shown = {"media": "image"}.get(str(payload.get("template_type")), "list")
    what = {"file": "file", "template": shown}.get(str(attachment.get("type")), "text")
    event = from_user(user, f"oa_send_{what}", message, stamp)
    event["sender"], event["recipient"] = {"id": rules.OA_ID}, {"id": user}
    return event
